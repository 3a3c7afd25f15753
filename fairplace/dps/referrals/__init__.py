"""A child's needs without the child's identity; who could be eligible."""
