"""Age, gender where matching needs it, start, length, urgency."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.referrals.actions.draft import lock_draft, new_title, record_change
from fairplace.dps.referrals.rules.eligibility import TAKEN_WITH
from fairplace.dps.referrals.rules.facts import ReferralFacts
from fairplace.dps.referrals.rules.readiness import fact_faults
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def change_facts(
    *,
    actor: Actor,
    referral_id: UUID,
    age: int,
    gender: str,
    start_on: date,
    expected_weeks: int,
    urgency: str,
    at: datetime,
) -> None:
    """expected_weeks: weeks in all. gender: girl, boy or "". Refused by the same rules that publication asks."""
    referral = lock_draft(actor, referral_id)
    facts = ReferralFacts(age=age, gender=gender, start_on=start_on, expected_weeks=expected_weeks, urgency=urgency)
    for fault in fact_faults(facts, at.astimezone(LONDON).date()):
        raise Refused(fault.sentence, fault.field)
    if gender and gender not in TAKEN_WITH:
        raise Refused("Choose girl, boy, or that it does not matter.", "gender")
    content = content_of(referral.category_version_id)
    content.response_time(urgency)
    names = {kind.code: kind.name for kind in content.placement_kinds}
    referral.age, referral.gender, referral.start_on = age, gender, start_on
    referral.expected_weeks, referral.urgency = expected_weeks, urgency
    referral.title = new_title(referral, names.get(referral.placement_kind, content.name))
    referral.save(update_fields=["age", "gender", "start_on", "expected_weeks", "urgency", "title"])
    record_change(actor, referral, "facts")
