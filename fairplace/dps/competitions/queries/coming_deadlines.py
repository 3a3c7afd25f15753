"""What the clock does next, in every council: for the demo, where a visitor moves the clock there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from fairplace.dps.competitions.models import Award, Competition, FamilyChoice
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.foundations import audit


@dataclass(frozen=True, slots=True)
class ComingDeadline:
    """what: closes, choice_ends, standstill_ends or acceptance_ends."""

    at: datetime
    what: str
    reference: str
    title: str
    council_name: str


class OpenChoice(NamedTuple):
    """A family that has been asked and has not answered. The link itself is in its letter alone."""

    id: UUID
    token_sha256: bytes
    reference: str
    title: str
    expires_at: datetime


_OF = ("competition__referral__reference", "competition__referral__title", "council__name")


def coming_deadlines(at: datetime, limit: int = 20) -> list[ComingDeadline]:
    """The next moments at which something ends by itself, soonest first. Of every council: for the demo's clock."""
    with audit.over_all_organisations():
        return _coming(at, limit)


def _coming(at: datetime, limit: int) -> list[ComingDeadline]:
    closing = Competition.objects.filter(state=CompetitionStanding.OPEN.value, closes_at__gt=at)
    choices = FamilyChoice.objects.filter(answered_at__isnull=True, ended_because="", expires_at__gt=at)
    awards = Award.objects.filter(
        accepted_at__isnull=True,
        declined_at__isnull=True,
        accept_by__gt=at,
        competition__state=CompetitionStanding.AWARDED.value,
    )
    standstills = awards.filter(accept_from__gt=at)
    found = [
        *(("closes", *row) for row in closing.values_list(
            "closes_at", "referral__reference", "referral__title", "council__name")),
        *(("choice_ends", *row) for row in choices.values_list("expires_at", *_OF)),
        *(("standstill_ends", *row) for row in standstills.values_list("accept_from", *_OF)),
        *(("acceptance_ends", *row) for row in awards.values_list("accept_by", *_OF)),
    ]  # fmt: skip
    return sorted(
        (ComingDeadline(moment, what, reference, title, council) for what, moment, reference, title, council in found),
        key=lambda one: (one.at, one.reference),
    )[:limit]


def open_choices(at: datetime) -> list[OpenChoice]:
    """Every choice that waits for its family, newest first."""
    waiting = FamilyChoice.objects.filter(
        answered_at__isnull=True,
        ended_because="",
        expires_at__gt=at,
        competition__state=CompetitionStanding.WITH_FAMILY.value,
    )
    with audit.over_all_organisations():
        rows = list(waiting.order_by("-asked_at").values_list("id", "token_sha256", *_OF[:2], "expires_at"))
    return [OpenChoice(row[0], bytes(row[1]), *row[2:]) for row in rows]
