"""When: methods over seconds since the epoch."""
