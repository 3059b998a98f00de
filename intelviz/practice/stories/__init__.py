"""The planted stories: events that are put among the others, each with what an analysis must find and by which ids."""
