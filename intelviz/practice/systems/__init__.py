"""What each system of the force sends: one file a system, its columns and its ways of being wrong."""
