"""What waits for somebody as the second person of their council: referrals to approve, and what another proposes after
the opening (R1, C3, C4, C6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import DateTimeField, Q, TextField, UUIDField, Value
from django.db.models.functions import Cast

from fairplace.dps.competitions.models import Proposal
from fairplace.dps.competitions.permissions import may_second
from fairplace.dps.competitions.rules.second_person import DECIDED_WHILE
from fairplace.dps.referrals.queries.approvals import approvals_asked
from fairplace.foundations.kernel.actor import Actor

APPROVAL = "approval"


@dataclass(frozen=True, slots=True)
class SecondTask:
    """kind: APPROVAL of a referral, which has no competition yet, or the kind of a proposal. by: who asks."""

    referral_id: UUID
    reference: str
    title: str
    by: str
    asked_at: datetime
    kind: str
    competition_id: UUID | None


def second_waiting(actor: Actor) -> list[SecondTask]:
    """Never what they proposed or wrote themselves; the oldest first. One statement for all of it."""
    proposed = Proposal.objects.none()
    if actor.organisation_id is not None and may_second(actor, actor.organisation_id):
        may_be_decided = Q(
            *(Q(kind=kind, competition__state=state.value) for kind, state in DECIDED_WHILE.items()), _connector=Q.OR
        )
        proposed = Proposal.objects.filter(
            may_be_decided, council_id=actor.organisation_id, decided_at__isnull=True
        ).exclude(proposed_by_id=actor.person_id)
    text, moment = TextField(), DateTimeField()
    rows = approvals_asked(actor).values_list(
        "referral_id",
        Cast("referral__reference", text),
        Cast("referral__title", text),
        Cast("by__name", text),
        Cast("at", moment),
        Cast(Value(APPROVAL), text),
        Cast(Value(None), UUIDField()),
    )
    theirs = proposed.values_list(
        "competition__referral_id",
        Cast("competition__referral__reference", text),
        Cast("competition__referral__title", text),
        Cast("proposed_by__name", text),
        Cast("proposed_at", moment),
        Cast("kind", text),
        Cast("competition_id", UUIDField()),
    )
    found = [SecondTask(*row) for row in rows.union(theirs, all=True)]
    return sorted(found, key=lambda one: (one.asked_at, one.reference))
