"""The purchasing system as its councils see it, and the drafts of its categories."""
