"""What readers of archives share: unpacking within limits."""
