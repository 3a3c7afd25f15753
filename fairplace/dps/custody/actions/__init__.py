"""What may be done in custody."""
