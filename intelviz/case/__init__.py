"""The case file: the only room that speaks SQL."""
