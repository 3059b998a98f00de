"""Items as rows."""
