"""What readers of maps and tracks share: reference systems, shapes, features."""
