"""The e-mail that says there is a referral to read: nothing about the child, who stays behind the sign-in (R6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class InvitationLetter(NamedTuple):
    subject: str
    body: str


class KeptOut(NamedTuple):
    """A place that was not sent the referral, and why: true for whoever reads it, telling nothing of the child.

    may_opt_in: false where opting in would be refused, which `why` then says.
    """

    place: str
    why: str
    may_opt_in: bool = True


def invitation_letter(
    *,
    name: str,
    council: str,
    reference: str,
    closes: str,
    places: Sequence[str],
    address: str,
    kept_out: Sequence[KeptOut] = (),
) -> InvitationLetter:
    """closes: the closing time in words. places: the establishments of this provider that are invited; kept_out: those
    that a declared fact or the cap keeps out (R5).
    """
    shown = "\n".join(f"- {place}" for place in places)
    may = [one for one in kept_out if one.may_opt_in]
    cannot = [one for one in kept_out if not one.may_opt_in]
    others = f"Not sent to these of your places, which may still opt in:\n{_listed(may)}\n\n" if may else ""
    others += f"Not sent to these of your places, which cannot opt in:\n{_listed(cannot)}\n\n" if cannot else ""
    return InvitationLetter(
        subject=f"Invitation to bid: {reference}",
        body=(
            f"Hello {name},\n\n"
            f"{council} is looking for a place for a child and invites:\n{shown}\n\n"
            f"Reference: {reference}\n"
            f"Bids close: {closes}\n\n"
            "Sign in to read what is needed, then say whether you will bid or cannot:\n"
            f"{address}\n\n"
            f"{others}"
            "For the child's sake this letter says nothing about them. Please do not ask by e-mail.\n"
        ),
    )


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


def unread_letter(*, council: str, reference: str, closes: str) -> InvitationLetter:
    """To those whose people have not opened the referral's page (R6)."""
    return InvitationLetter(
        subject=f"Not read yet: {reference}",
        body=(
            f"{council} invited you to {reference}, and nobody of yours has opened it yet. Bids close: {closes}\n\n"
            "If you cannot offer a place, one tap on its page says so."
        ),
    )


def bidding_letter(*, council: str, reference: str, closes: str) -> InvitationLetter:
    """To everyone who said that they will bid, whether or not a bid is in (R6, C2)."""
    return InvitationLetter(
        subject=f"Bids close soon: {reference}",
        body=(
            f"You said that you will bid for {reference} of {council}. Bids close: {closes}\n\n"
            "If you have submitted your bid, you need do nothing: bids are sealed, nobody can see whether one is in, so"
            " this letter goes to everyone who said that they will bid."
        ),
    )


def reissued_letter(*, council: str, earlier: str, reference: str) -> InvitationLetter:
    """To everyone who was invited to the earlier one, when it is issued again (R9)."""
    return InvitationLetter(
        subject=f"Issued again: {earlier}, now {reference}",
        body=(
            f"{council} has issued {earlier} again, as {reference}. No bid is carried over. If a place of yours is"
            " invited this time, you have a letter of its own. The reason is on the page of the earlier one:"
        ),
    )


def question_letter(*, reference: str, until: str) -> InvitationLetter:
    """To the council's officers, who do not learn who asked (R7)."""
    return InvitationLetter(
        subject=f"A question about {reference}",
        body=(
            f"Somebody who was invited to {reference} has asked a question. Your answer goes to everyone invited,"
            f" so give it as long before the bids close as you can: they close on {until}.\n\n"
            "We write at each quarter of an hour, once however many have asked, so that nobody can tell who it was."
        ),
    )


def answered_letter(*, council: str, reference: str, corrected: bool, closes: str) -> InvitationLetter:
    """To everyone invited (R7). closes: the new closing time in words; "" where it stays."""
    what = "corrected an answer" if corrected else "answered a question"
    more = f" The closing time has been moved to {closes}; a bid that is in stands." if closes else ""
    return InvitationLetter(
        subject=f"{'A corrected' if corrected else 'An'} answer about {reference}",
        body=f"{council} has {what} about {reference}. Read it before you bid.{more}",
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


def filtered_letter(
    *, name: str, council: str, reference: str, closes: str, kept_out: Sequence[KeptOut], address: str
) -> InvitationLetter:
    """To a provider none of whose places was invited, because of a declared fact or the cap (R5)."""
    some = any(one.may_opt_in for one in kept_out)
    every = all(one.may_opt_in for one in kept_out)
    choice = (
        f"If that is not so for this child, {'you' if every else 'the others'} may opt in until then and are invited"
        f" like everyone. You need not: nothing is held against you. Sign in to see why and to opt in:\n{address}\n"
        if some
        else f"You need not do anything: nothing is held against you. Sign in to see why:\n{address}\n"
    )
    return InvitationLetter(
        subject=f"Not sent to your places: {reference}",
        body=(
            f"Hello {name},\n\n"
            f"{council} is looking for a place for a child. By what your places have declared they cannot be asked:\n"
            f"{_listed(kept_out)}\n\n"
            f"Reference: {reference}\n"
            f"Bids close: {closes}\n\n"
            f"{choice}"
        ),
    )


def widened_letter(*, council: str, reference: str, closes: str, moved: bool, added: int) -> InvitationLetter:
    """To everyone who was invited before, when more places are asked (R4). moved: the closing time is later now."""
    more = "One more place is" if added == 1 else f"{added} more places are"
    time = (
        f"So that they have the full time to answer, bids now close later, for everyone: {closes}.\n"
        "If you have submitted a bid, it stands, and you may change it until then."
        if moved
        else f"Bids close when they did before: {closes}."
    )
    return InvitationLetter(
        subject=f"More places are asked: {reference}",
        body=(
            f"{council} looks further from home for {reference}. {more} invited.\n{time}\n\nThe reason is on its page:"
        ),
    )


def suspended_letter(closes: Sequence[tuple[str, str, str]]) -> InvitationLetter:
    """To the provider of a line that is suspended while it is invited: place, reference and closing time of each."""
    shown = "\n".join(f"- {place}: {reference}, closes {time}" for place, reference, time in closes)
    return InvitationLetter(
        subject="What a suspension means for referrals that you were sent",
        body=(
            f"While it is suspended, this place cannot bid for:\n{shown}\n\n"
            "A bid that was submitted before stays sealed. It counts only if the place is reinstated before the bids"
            " are opened; otherwise it is set aside unopened."
        ),
    )


def reinstated_letter(*, place: str, reference: str, closes: str) -> InvitationLetter:
    """To the provider of a line that counts again while a referral that it was sent is still open."""
    return InvitationLetter(
        subject=f"You can bid again: {reference}",
        body=f"{place} is reinstated, so it can bid again for {reference}.\nBids close: {closes}",
    )


def _listed(kept_out: Sequence[KeptOut]) -> str:
    return "\n".join(f"- {one.place}: {one.why}" for one in kept_out)
