"""The import assistant: what files hold, how they would be read, and what would come of them."""
