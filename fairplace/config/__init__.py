"""Settings, addresses and the table of reactions."""
