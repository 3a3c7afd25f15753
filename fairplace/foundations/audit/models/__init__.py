"""The tables of the audit."""

from fairplace.foundations.audit.models.event import Event

__all__ = ["Event"]
