"""Tables of custody: private to this area."""
