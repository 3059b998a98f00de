"""The window: it only arranges."""
