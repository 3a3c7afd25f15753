"""What one may see."""
