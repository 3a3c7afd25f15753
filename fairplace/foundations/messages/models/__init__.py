"""The tables of messages."""

from fairplace.foundations.messages.models.message import Message

__all__ = ["Message"]
