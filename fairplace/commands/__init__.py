"""The `fairplace` command line: one command a file."""
