"""Publish, invite, sealed bids, opening, scoring, family choice, award, feedback."""
