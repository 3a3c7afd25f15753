"""One-page links for a place that a family named and that has no account here (R10)."""
