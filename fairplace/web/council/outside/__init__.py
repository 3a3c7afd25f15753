"""Places bought outside the system (R10)."""
