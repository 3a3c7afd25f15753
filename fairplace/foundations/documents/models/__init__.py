"""The tables of documents."""

from fairplace.foundations.documents.models.document import Document

__all__ = ["Document"]
