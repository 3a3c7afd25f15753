"""Pure rules of transparency."""
