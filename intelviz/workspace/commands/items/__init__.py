"""What an analyst does to items themselves."""
