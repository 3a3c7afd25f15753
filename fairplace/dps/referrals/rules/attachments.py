"""Files that go with a referral: how many, whose, and what is taken out of them (R2)."""

from __future__ import annotations

from fairplace.dps.referrals.rules.plan_sections import BIDDERS

MOST_FILES = 20
KINDS = ("pdf", "docx", "xlsx", "jpg", "jpeg", "png", "txt", "csv")


def kept_as(name: str) -> str:
    """The name in the document store, which says nothing: "attachment.pdf". The true one is child data, and sealed."""
    return f"attachment.{name.rpartition('.')[2].lower()}"


def needs_looking(stage: int, *, was_read: bool, looked: bool) -> bool:
    """Whether a person must still look at a file before bidders may read it: the winner learns who the child is."""
    return stage == BIDDERS and not was_read and not looked
