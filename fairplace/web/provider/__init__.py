"""Pages of the providers: joining, tasks, bids, agreements."""
