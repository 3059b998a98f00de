"""Database servers that a query file may ask."""
