"""A place that a family names by right: recorded, asked, agreed to, awarded directly (R10)."""
