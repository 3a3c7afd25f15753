"""Asking a server whose address somebody else named: the one place that decides whom our server talks to (A10)."""

from fairplace.foundations.outward.asking import Answer, NotAsked, ask, check_address

__all__ = ["Answer", "NotAsked", "ask", "check_address"]
