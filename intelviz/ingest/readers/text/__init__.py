"""What readers of text share: encodings, delimiters, records."""
