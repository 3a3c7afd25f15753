"""Who works for the council, and what they may do."""
