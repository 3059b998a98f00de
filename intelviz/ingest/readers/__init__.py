"""One file a format, found by content."""
