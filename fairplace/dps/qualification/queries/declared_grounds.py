"""Grounds for exclusion that a provider declared, each with what the lead authority makes of it (Q4, Q9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.exclusion_grounds import Ground, grounds_of
from fairplace.dps.qualification.models import Application, GroundJudgement
from fairplace.dps.qualification.rules.grounds import Event, events_in, is_too_old
from fairplace.foundations.kernel.working_days import LONDON


@dataclass(frozen=True, slots=True)
class DeclaredGround:
    """One declared event. too_old: further back than the law looks, nothing to judge. outcome "": not judged yet."""

    question: str
    event: Event
    ground: Ground
    too_old: bool
    outcome: str
    reason: str
    by: str
    at: datetime | None

    @property
    def outcome_name(self) -> str:
        return GroundJudgement.Outcome(self.outcome).label if self.outcome else ""

    @property
    def may_be_put_right(self) -> bool:
        """Whether the law lets it be cured, by self-cleaning or by paying."""
        return self.ground.self_cleaning or self.ground.cured_by_payment

    @property
    def is_open(self) -> bool:
        return not self.too_old and not self.outcome

    @property
    def must_exclude(self) -> bool:
        return self.ground.kind == "mandatory" and not self.too_old and self.outcome == "not_put_right"


def declared_grounds(application_id: UUID, answers: Mapping[str, Mapping[str, Any]], on: date) -> list[DeclaredGround]:
    """In the order of the answers, which are those about the provider. One statement, none without events."""
    found = [(code, event) for code, answer in answers.items() for event in events_in(answer)]
    if not found:
        return []
    known = {ground.code: ground for ground in grounds_of(the_system().regime)}
    rows = GroundJudgement.objects.filter(application_id=application_id).order_by("at", "id")
    last = {row[0]: row[1:] for row in rows.values_list("event", "outcome", "reason", "by__name", "at")}
    return [
        DeclaredGround(
            code,
            event,
            known[event.ground],
            is_too_old(event, known[event.ground], on),
            *last.get(event.id, ("", "", "", None)),
        )
        for code, event in found
        if event.ground in known
    ]


def sent_on(application: Application) -> date:
    """The day from which it is counted how far back an event lies: that of sending."""
    assert application.submitted_at is not None
    return application.submitted_at.astimezone(LONDON).date()
