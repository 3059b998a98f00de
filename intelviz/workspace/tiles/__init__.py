"""Pictures of the map in tiles, from files on this desk: MBTiles and PMTiles, read-only and by nobody's network."""
