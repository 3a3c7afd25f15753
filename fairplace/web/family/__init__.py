"""One-page links for families: no account."""
