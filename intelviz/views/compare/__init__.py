"""The view that compares."""
