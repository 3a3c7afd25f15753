"""The lead authority imports public registers."""
