"""What may be seen of custody."""
