"""Pictures of the map in tiles, from a file on this desk, as the base map."""
