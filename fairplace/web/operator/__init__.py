"""Pages of those who run the system: health, jobs, the outbox. Nothing about children."""
