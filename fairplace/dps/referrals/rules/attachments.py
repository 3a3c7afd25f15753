"""Files that go with a referral: how many, whose, and what is taken out of them (R2)."""

from __future__ import annotations

MOST_FILES = 20
KINDS = ("pdf", "docx", "xlsx", "jpg", "jpeg", "png", "txt", "csv")


def kept_as(name: str) -> str:
    """The name in the document store, which says nothing: "attachment.pdf". The true one is child data, and sealed."""
    return f"attachment.{name.rpartition('.')[2].lower()}"
