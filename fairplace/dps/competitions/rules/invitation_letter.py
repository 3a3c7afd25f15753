"""The e-mail that says there is a referral to read: nothing about the child, who stays behind the sign-in (R6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from fairplace.foundations.kernel.london_clock import which_of_two
from fairplace.foundations.kernel.working_days import LONDON


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


def in_words(closes_at: datetime) -> str:
    """Tuesday 5 January 2027, 17:00: as letters say it, and in October's night which of the two."""
    local = closes_at.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B %Y, %H:%M} {which_of_two(local)}".rstrip()


def cancelled_letter(*, council: str, reference: str, opened: bool) -> InvitationLetter:
    """To everyone who was invited, when a competition is cancelled (R9). opened: the bids had been opened."""
    bids = (
        "The bids had been opened. They are scored no further, and no award is made."
        if opened
        else "Bids that were saved or submitted are never opened, and nobody learns that there were any."
    )
    return InvitationLetter(
        subject=f"Cancelled: {reference}",
        body=f"{council} has cancelled {reference}. You need do nothing more. {bids}\n\nThe reason is on its page:",
    )


def closing_moved_letter(*, council: str, reference: str, closes: str) -> InvitationLetter:
    """To everyone invited, when there is more time (R9)."""
    return InvitationLetter(
        subject=f"More time to bid: {reference}",
        body=(
            f"{council} has moved the closing time of {reference} to {closes}.\n\n"
            "If you have submitted a bid, it stands, and you may change it until then. The reason is on the page:"
        ),
    )
