"""What happens, in the order in which it happens."""
