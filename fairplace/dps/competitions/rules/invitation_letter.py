"""The e-mail that says there is a referral to read: nothing about the child, who stays behind the sign-in (R6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class InvitationLetter(NamedTuple):
    subject: str
    body: str


def invitation_letter(
    *, name: str, council: str, reference: str, closes: str, places: Sequence[str], address: str
) -> InvitationLetter:
    """closes: the closing time in words. places: the establishments of this provider that are invited."""
    shown = "\n".join(f"- {place}" for place in places)
    return InvitationLetter(
        subject=f"Invitation to bid: {reference}",
        body=(
            f"Hello {name},\n\n"
            f"{council} is looking for a place for a child and invites:\n{shown}\n\n"
            f"Reference: {reference}\n"
            f"Bids close: {closes}\n\n"
            "Sign in to read what is needed, then say whether you will bid or cannot:\n"
            f"{address}\n\n"
            "For the child's sake this letter says nothing about them. Please do not ask by e-mail.\n"
        ),
    )


def cancelled_letter(*, name: str, council: str, reference: str) -> InvitationLetter:
    """To everyone who was invited, when a competition is cancelled (R9)."""
    return InvitationLetter(
        subject=f"Cancelled: {reference}",
        body=(
            f"Hello {name},\n\n"
            f"{council} has cancelled {reference}. You need do nothing more, and no bid will be opened.\n"
        ),
    )
