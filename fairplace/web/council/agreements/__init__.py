"""Placement agreements that the council signs."""
