"""The layers of the map: in which order they lie, which are drawn, how strongly, and of which items."""
