"""The purchasing system: regime, partners, categories and their published versions."""
