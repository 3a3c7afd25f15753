"""Agreements of accreditation and of placements that the provider signs."""
