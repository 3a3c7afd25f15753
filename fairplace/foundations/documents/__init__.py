"""Private documents: checked when they come in, encrypted at rest, handed out by a view alone."""
