"""A council says whether a second person must approve its referrals."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.events import APPROVAL_RULE_CHANGED
from fairplace.dps.referrals.models import ApprovalRule
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@transaction.atomic
def change_approval_rule(*, actor: Actor, wanted: bool, at: datetime) -> None:
    """By a signatory of the council: nobody who writes referrals takes the second person away."""
    if not (actor.is_council and actor.organisation_id and actor.person_id):
        raise NotThere
    if not actor.holds(Role.COUNCIL_SIGNATORY.value):
        raise NotThere
    rule = ApprovalRule.objects.create(council_id=actor.organisation_id, wanted=wanted, at=at, by_id=actor.person_id)
    audit.record(actor=actor, kind=APPROVAL_RULE_CHANGED, subject=rule, wanted=wanted)
