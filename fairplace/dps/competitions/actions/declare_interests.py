"""An opener or evaluator declares their interests before they see anything (C11)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.lock_competition import lock_competition
from fairplace.dps.competitions.models import Declaration, Evaluator, Opener
from fairplace.dps.competitions.permissions import check_may_mark, check_may_open, person_of
from fairplace.dps.competitions.rules.interests import declaration_fault
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused

Duty = Literal["opener", "evaluator"]


@transaction.atomic
def declare_interests(
    *, actor: Actor, competition_id: UUID, duty: Duty, has_interest: bool, interest: str, at: datetime
) -> None:
    """Once per duty; with an interest the person takes no part. The words stay with the council, out of the log."""
    competition = lock_competition(competition_id)
    if duty == "opener":
        check_may_open(actor)
        appointed = Opener.objects.filter(competition=competition, person_id=person_of(actor)).exists()
    else:
        check_may_mark(actor, competition.council_id)
        appointed = Evaluator.objects.filter(competition=competition, person_id=person_of(actor)).exists()
    if not appointed:
        raise NotThere
    if fault := declaration_fault(has_interest, interest):
        raise Refused(fault, "interest")
    if Declaration.objects.filter(competition=competition, person_id=person_of(actor), duty=duty).exists():
        raise Refused("You have declared your interests in this competition.")
    declaration = Declaration.objects.create(
        competition=competition,
        person_id=person_of(actor),
        duty=duty,
        has_interest=has_interest,
        interest=interest.strip() if has_interest else "",
        at=at,
    )
    audit.record(
        actor=actor,
        kind=events.INTERESTS_DECLARED,
        subject=declaration,
        about=competition.referral_id,
        duty=duty,
        has_interest=has_interest,
    )
