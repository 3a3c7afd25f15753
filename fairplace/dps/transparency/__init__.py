"""Open contracting data and, later, the public log and evidence packs."""
