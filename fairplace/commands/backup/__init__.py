"""Copies of everything, and everything back from a copy."""
