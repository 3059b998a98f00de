"""What is known of one item, and which record says it."""
