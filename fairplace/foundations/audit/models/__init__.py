"""The tables of the audit."""

from fairplace.foundations.audit.models.event import Event
from fairplace.foundations.audit.models.log import Head, Leaf, Node, PublishedHead

__all__ = ["Event", "Head", "Leaf", "Node", "PublishedHead"]
