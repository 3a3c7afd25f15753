"""How long a council keeps things, what falls due, holds, and disposal by two people (T5)."""
