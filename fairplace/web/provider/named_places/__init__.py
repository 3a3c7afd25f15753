"""A family has named an accredited place: its provider answers here (R10)."""
