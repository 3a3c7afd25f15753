"""Tells the demo's story: the real actions, by the people concerned, in the order in which it happened."""
