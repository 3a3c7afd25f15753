"""Compare bids, ask the family, award."""
