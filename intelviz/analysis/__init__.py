"""Pure functions over arrays: no case, no clock, no randomness without a seed."""
