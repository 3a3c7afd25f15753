"""Individual placement agreements and, later, the life of a placement."""
