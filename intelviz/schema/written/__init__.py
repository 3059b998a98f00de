"""The ways in which times are written, one a file."""
