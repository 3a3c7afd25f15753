"""Councils, providers, establishments, their people and duties, their evidence."""
