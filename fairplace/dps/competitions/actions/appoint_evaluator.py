"""Somebody else marks, because an evaluator has declared an interest (C3, C11)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.lock_competition import lock_competition, require_standing
from fairplace.dps.competitions.models import Evaluator
from fairplace.dps.competitions.permissions import check_may_run
from fairplace.dps.competitions.queries.substitutes import possible_substitutes
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def appoint_evaluator(*, actor: Actor, competition_id: UUID, person_id: UUID, at: datetime) -> None:
    """One more evaluator, while marks are given. Never an opener of the same competition."""
    competition = lock_competition(competition_id)
    check_may_run(actor, competition.council_id)
    require_standing(
        competition, CompetitionStanding.EVALUATING, otherwise="Nobody can be named now: nothing is being marked."
    )
    if person_id not in {person.id for person in possible_substitutes(competition.council_id, competition_id)}:
        raise Refused("Choose somebody of your council who evaluates, and takes no other part here.", "person_id")
    evaluator = Evaluator.objects.create(competition=competition, person_id=person_id)
    audit.record(
        actor=actor,
        kind=events.EVALUATOR_APPOINTED,
        subject=evaluator,
        about=competition.referral_id,
        person_id=person_id,
    )
