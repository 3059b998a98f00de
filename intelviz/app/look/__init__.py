"""How the window looks: theme, stylesheet, arrangements, and what it remembers of them."""
