"""What readers of networks share: elements, their senses, which files belong together."""
