"""Acts that change which lanes the timeline has."""
