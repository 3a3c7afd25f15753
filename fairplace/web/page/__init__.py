"""The one door that every page goes through: audience, actor, clock, rendering."""
