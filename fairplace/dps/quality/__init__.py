"""Supplier quality (later): monitoring, visits, concerns, risk."""
