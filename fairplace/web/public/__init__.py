"""Pages and open data that anyone may read."""
