"""Rules of custody: pure."""
