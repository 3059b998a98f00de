"""Files into cases: reader, recipe, normalise, reconcile."""
