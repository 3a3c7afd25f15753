"""The operator imports public registers."""
