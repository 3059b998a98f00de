"""What the window itself can do, as data, one menu a file; and how menus and keys are made of it."""
