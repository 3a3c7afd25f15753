"""What one may do: one verb per file."""
