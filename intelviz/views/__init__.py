"""Widgets that know the workspace and render, and nothing else."""
