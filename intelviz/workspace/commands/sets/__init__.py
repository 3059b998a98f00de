"""Selections that have a name."""
