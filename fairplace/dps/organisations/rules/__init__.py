"""Pure rules of organisations."""
