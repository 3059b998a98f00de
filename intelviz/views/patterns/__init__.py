"""Patterns: events by hour of the week and by day, and items by any property, each a picture to pick from."""
