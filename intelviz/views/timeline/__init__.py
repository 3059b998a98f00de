"""Events on one axis of time, in lanes, with a histogram that filters."""
