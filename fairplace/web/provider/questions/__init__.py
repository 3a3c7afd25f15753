"""Questions about joining that the provider asks, and their answers (Q5)."""
