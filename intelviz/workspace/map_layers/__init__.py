"""Layers of the map that come from files: what a case keeps of them, and how they are made of a file."""
