"""Choose what all views show."""
