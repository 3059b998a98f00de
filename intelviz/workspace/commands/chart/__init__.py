"""What is drawn on a chart, where, and how."""
