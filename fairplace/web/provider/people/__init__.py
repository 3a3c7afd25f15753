"""Who works for the provider, and inviting them."""
