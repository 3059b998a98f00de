"""What leaves the case."""
