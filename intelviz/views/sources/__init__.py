"""What was loaded, what came of it, and the named sets."""
