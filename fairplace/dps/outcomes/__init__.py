"""Outcomes measured in placements (later): measures, reviews, the child's voice."""
