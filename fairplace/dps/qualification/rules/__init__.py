"""Pure rules of qualification."""
