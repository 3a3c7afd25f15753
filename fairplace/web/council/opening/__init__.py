"""Openers: make a key, declare interests, open the bids with a second person."""
