"""What both sides of an agreement see alike."""
