"""What is loaded into a case."""
