"""Areas on the map: kept, drawn, edited, taken from boundaries, listed."""
