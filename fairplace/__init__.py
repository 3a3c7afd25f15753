"""Fairplace: an electronic Dynamic Purchasing System, one child at a time."""
