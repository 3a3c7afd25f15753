"""What a place that a family named is asked, the same by its link and on its provider's tasks (R10)."""
