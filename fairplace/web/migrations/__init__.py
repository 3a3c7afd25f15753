"""Tables that only pages need."""
