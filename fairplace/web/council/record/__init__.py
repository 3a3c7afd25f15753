"""The record as councils need it: heads that they witness, evidence packs of their referrals (T3, T4)."""
