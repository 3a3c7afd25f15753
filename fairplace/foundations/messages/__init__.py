"""Letters by e-mail: queued in the transaction of their cause, sent by a job, kept for reading."""
