"""What everything stands on. Knows nothing of purchasing."""
