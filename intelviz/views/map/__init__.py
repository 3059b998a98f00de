"""The map: where the items are."""
