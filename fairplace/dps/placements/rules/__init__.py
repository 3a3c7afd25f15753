"""Pure rules of placements."""
