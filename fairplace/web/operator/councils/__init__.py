"""Councils that use Fairplace, and the purchasing system that they are brought into."""
