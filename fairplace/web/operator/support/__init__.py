"""Seeing one organisation's pages to help it, told to it at once."""
