"""Feedback, as its bidder reads it (C7). What `content` holds: rules/feedback.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from fairplace.dps.competitions import events
from fairplace.dps.competitions.models import Feedback
from fairplace.dps.competitions.rules.feedback_letter import letter_data
from fairplace.foundations.audit.evidence import entry_address, event_of
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.paper import render_pdf

TEMPLATE = Path(__file__).resolve().parent.parent / "letters" / "feedback.typ"


@dataclass(frozen=True, slots=True)
class LetterFile:
    """What a page hands out as a download."""

    name: str
    content: bytes
    media_type: str = "application/pdf"


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    id: UUID
    bid_id: UUID
    award_id: UUID | None
    competition_id: UUID
    council_id: UUID
    referral_id: UUID
    reference: str
    title: str
    council_name: str
    establishment_name: str
    content: Mapping[str, Any]
    given_at: datetime
    read_at: datetime | None


def feedback_for(actor: Actor, bid_id: UUID) -> FeedbackRow | None:
    """The newest about one bid of the actor's own organisation."""
    return next(iter(_rows(_own(actor).filter(bid_id=bid_id))), None)


def feedback_letter(actor: Actor, bid_id: UUID) -> LetterFile | None:
    """The same as a PDF, always of the very content that was given on the day."""
    told = feedback_for(actor, bid_id)
    if told is None:
        return None
    data = letter_data(
        told.content,
        record_address=record_address(told.id),
        reference=told.reference,
        council=told.council_name,
        place=told.establishment_name,
        given_at=told.given_at,
    )
    return LetterFile(f"result-{told.reference}.pdf", render_pdf(TEMPLATE, data, at=told.given_at))


def record_address(feedback_id: UUID) -> str:
    """Where anybody can look up that this letter was given, and what it commits to, in the log (T4)."""
    event = event_of(feedback_id, events.FEEDBACK_GIVEN)
    return entry_address(event) if event else ""


def _own(actor: Actor) -> QuerySet[Feedback]:
    return Feedback.objects.filter(provider_id=actor.organisation_id).order_by("-given_at")


def _rows(found: QuerySet[Feedback]) -> list[FeedbackRow]:
    return [
        FeedbackRow(**row)
        for row in found.values(
            "id",
            "bid_id",
            "award_id",
            "competition_id",
            "council_id",
            "content",
            "given_at",
            "read_at",
            referral_id=F("competition__referral_id"),
            reference=F("competition__referral__reference"),
            title=F("competition__referral__title"),
            council_name=F("council__name"),
            establishment_name=F("bid__establishment__name"),
        )
    ]
