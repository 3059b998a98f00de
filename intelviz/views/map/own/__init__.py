"""Layers that the analyst added from files: read from the case, drawn, asked, styled."""
