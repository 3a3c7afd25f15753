"""Signing in and out; in the demo, one click to be any person."""
