"""Find an item or a command by typing."""
