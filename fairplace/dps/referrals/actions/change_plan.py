"""A section of a child's plan, written, changed or taken out (R2)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.referrals.actions.draft import check_child, lock_draft, record_change
from fairplace.dps.referrals.models import PlanSection
from fairplace.dps.referrals.rules.plan_sections import MOST_CHARACTERS, PARTS, STAGES
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def change_plan(
    *, actor: Actor, referral_id: UUID, code: str, text: str, stage: int, at: datetime, child: int = 1
) -> None:
    """stage: who reads it, 2 those who will bid, 3 the winner alone. An empty text takes the section out."""
    referral = lock_draft(actor, referral_id)
    check_child(referral, child)
    if code not in PARTS:
        raise NotThere
    words = text.strip()
    if len(words) > MOST_CHARACTERS:
        raise Refused(f"Shorten it to {MOST_CHARACTERS:,} characters, or attach the plan as a file.", "text")
    if words and stage not in STAGES:
        raise Refused("Say who reads it.", "stage")
    section = PlanSection.objects.filter(referral=referral, child=child, code=code).first()
    if not words:
        if section is not None:
            section.delete()
    else:
        section = section or PlanSection(referral=referral, council_id=referral.council_id, child=child, code=code)
        section.stage = stage
        seal_onto(section, text=words)
        section.save()
    record_change(actor, referral, "plan", child)
