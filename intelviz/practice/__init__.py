"""Generator of fictional cases: files as a force sends them."""
