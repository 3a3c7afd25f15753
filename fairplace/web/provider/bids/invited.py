"""The invitation that a page is about, and words that several of its pages say."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.urls import reverse

from fairplace.dps.competitions.queries.bidder_invitation import BidderInvitation, bidder_invitation
from fairplace.dps.organisations.rules.carer_areas import FOSTERING
from fairplace.web.components.formats import counted, day
from fairplace.web.components.rows import Status
from fairplace.web.page import PageRequest

REASONS = (
    ("full", "No place free"),
    ("cannot_meet_need", "Cannot meet a need"),
    ("too_far", "Too far"),
    ("price", "Price"),
    ("staffing", "Staffing"),
    ("matching", "Not a good match with those here"),
)


def invited(request: PageRequest, invitation_id: UUID) -> BidderInvitation:
    """404 for an invitation that does not exist and for another provider's alike."""
    row = bidder_invitation(request.actor, invitation_id)
    if row is None:
        raise Http404
    return row


def at(row: BidderInvitation, page: str) -> str:
    """The address of one of this invitation's pages: "bid", "check", "story"…"""
    return reverse(f"provider:bids:{page}", kwargs={"invitation": row.id})


def measured_from(kind: str, *, from_areas: bool) -> str:
    """From where a fostering agency's distance runs; "" for any other place."""
    if kind != FOSTERING:
        return ""
    return "From the nearest of the areas in which you have declared carers" if from_areas else "From your office"


def fit_line(needs: int, distance_band: str, placement_kind: str, start_on: object) -> str:
    """ "3 needs, 10 to 20 miles, day place, starts 5 January 2027" """
    parts = [counted(needs, "need"), distance_band, _in_a_sentence(placement_kind)]
    if start_on is not None:
        parts.append(f"starts {day(start_on)}")  # type: ignore[arg-type]
    return ", ".join(part for part in parts if part)


def _in_a_sentence(name: str) -> str:
    """ "Day place" becomes "day place"; "SEN" stays."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def standing(row: BidderInvitation) -> Status:
    """Where it stands for this provider. Before the opening, never whether a bid is in."""
    if row.state == "cancelled":
        return Status("Cancelled", "quiet")
    if row.award_waits:
        return Status("Award offered to you", "active")
    if row.accepted_at is not None:
        return Status("You accepted the award", "good")
    if row.declined_at is not None:
        return Status("You declined the award", "quiet")
    if row.state in {"awarded", "accepted"}:
        return Status("Awarded", "quiet")
    if row.state == "no_award":
        return Status("Ended without an award", "quiet")
    if row.opened_at is not None:
        return Status("Being evaluated", "waiting")
    if row.closed:
        return Status("Closed, to be opened", "waiting")
    if row.answer == "cannot":
        return Status("You cannot", "quiet")
    return Status("You will bid", "active") if row.will_bid else Status("To answer", "active")
