"""The bars round the views: top bar with chips, rail, status bar, and the title bar of a dock."""
