"""Registers of schools and social care, drawn alike for the operator and for the lead authority."""
