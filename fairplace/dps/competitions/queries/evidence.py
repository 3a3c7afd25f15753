"""What a competition leaves behind for an evidence pack (T4): plain values, nothing of who the child is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F

from fairplace.dps.competitions.models import Bid, Competition, Feedback, Mark, Scorecard
from fairplace.foundations.kernel.event_leaf import Json, plain

SHOWABLE = frozenset({"scored", "with_family", "to_award", "awarded", "accepted", "no_award", "cancelled"})
"""In any other state a pack would show bids too early, or names to those who mark blindly."""


@dataclass(frozen=True, slots=True)
class BidFile:
    """provider_name belongs to the report alone."""

    id: UUID
    label: str
    provider_id: UUID
    provider_name: str
    establishment_name: str
    invitation_id: UUID
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CompetitionFile:
    """record and result are None where no bids were scored. marks and letters as JSON, with the bid's label."""

    id: UUID
    referral_id: UUID
    reference: str
    title: str
    council_id: UUID
    council_name: str
    state: str
    record: dict[str, Any] | None
    result: dict[str, Any] | None
    bids: list[BidFile]
    marks: list[dict[str, Json]]
    letters: list[dict[str, Json]]


def competition_file(referral_id: UUID) -> CompetitionFile | None:
    """None where there is no competition. Run for its council: row-level security hides everything from others."""
    found = Competition.objects.select_related("referral", "council").filter(referral_id=referral_id).first()
    if found is None:
        return None
    bids = [
        BidFile(**row)
        for row in Bid.objects.filter(competition=found)
        .order_by("label")
        .values(
            "id", "label", "provider_id", "invitation_id", "content",
            provider_name=_name("provider"), establishment_name=_name("establishment"),
        )
    ]  # fmt: skip
    labels = {bid.id: bid.label for bid in bids}
    scorecard = Scorecard.objects.filter(competition=found).first()
    return CompetitionFile(
        id=found.id,
        referral_id=found.referral_id,
        reference=found.referral.reference,
        title=found.referral.title,
        council_id=found.council_id,
        council_name=found.council.name,
        state=found.state,
        record=scorecard.record if scorecard else None,
        result=scorecard.result if scorecard else None,
        bids=bids,
        marks=[
            _plain(id=mark.id, bid=labels[mark.bid_id], moderated=mark.moderated, mark=mark.mark, reason=mark.reason,
                   by=mark.by_id, at=mark.at)
            for mark in Mark.objects.filter(competition=found).order_by("at", "id")
        ],
        letters=[
            _plain(id=one.id, bid=labels[one.bid_id], given_at=one.given_at, content=one.content)
            for one in Feedback.objects.filter(competition=found).order_by("given_at", "id")
        ],
    )  # fmt: skip


def _plain(**values: object) -> dict[str, Json]:
    made = plain(values)
    assert isinstance(made, dict)
    return made


def _name(of: str) -> Any:
    return F(f"{of}__name")
