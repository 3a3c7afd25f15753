"""What would stop, or should give pause to, the publication of a referral (R1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from fairplace.dps.organisations.queries.register_names import names_of_places
from fairplace.dps.referrals.models import ChildStory
from fairplace.dps.referrals.queries.approvals import approval_is_missing
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.dps.referrals.queries.said_of_child import known_of_child
from fairplace.dps.referrals.queries.voices import waiting_comments
from fairplace.dps.referrals.rules.age_bands import ages_in_band
from fairplace.dps.referrals.rules.facts import OWN
from fairplace.dps.referrals.rules.privacy import (
    Finding,
    coded_findings,
    possible_places,
    privacy_findings,
)
from fairplace.dps.referrals.rules.rarity import HeldNearby, rare_findings, what_the_check_knows
from fairplace.dps.referrals.rules.readiness import ReferralFault, referral_faults
from fairplace.foundations.encryption import reveal
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.working_days import LONDON


@dataclass(frozen=True, slots=True)
class PublicationCheck:
    """faults: must be put right. findings: need a reason to be published all the same. checked: the texts looked at.

    knows: what the check for rare facts can know, in a sentence.
    """

    referral: CouncilReferral
    faults: tuple[ReferralFault, ...]
    findings: tuple[Finding, ...]
    checked: tuple[str, ...]
    knows: str


def publication_check(*, actor: Actor, referral_id: UUID, at: datetime) -> PublicationCheck:
    """Both lists for a referral of the actor's own council. The child's record is compared with, never shown."""
    row = referral_for_council(actor=actor, referral_id=referral_id)
    story = ChildStory.objects.filter(referral=referral_id).first()
    known = known_of_child(referral_id)
    items = (*row.needs, *row.features)
    texts = {f"outcome_{place}": outcome.wording for place, outcome in enumerate(row.outcomes, 1)}
    texts |= {f"item_{one.code}": one.name for one in items if one.code.startswith(OWN)}
    if story is not None:
        texts |= {name: reveal(story, name) or "" for name in ("narrative", "own_words", "family_words")}
    places = names_of_places(possible_places(texts.values()))
    held = held_nearby(row)
    needs = {one.code: one.name for one in row.needs if not one.code.startswith(OWN)}
    findings = (
        *privacy_findings(texts, known, places),
        *coded_findings(gender=row.gender, district=row.district, items=len(items)),
        *rare_findings(needs, held),
    )
    facts = replace(row, date_of_birth=known.date_of_birth)
    faults = (*referral_faults(facts, at.astimezone(LONDON).date()), *_unanswered(waiting_comments(referral_id)))
    if not faults and approval_is_missing(referral_id):
        faults = (ReferralFault("approval", "", "A second person must approve the referral as it stands."),)
    return PublicationCheck(row, faults, findings, tuple(texts), what_the_check_knows(held))


_HELD = """
    WITH held AS (
        SELECT id FROM referrals_referral
         WHERE category_id = %(category)s AND district = %(district)s AND age BETWEEN %(youngest)s AND %(oldest)s
           AND state IN ('published', 'closed') AND id <> %(referral)s
    )
    SELECT '', count(*) FROM held
    UNION ALL
    SELECT i.code, count(DISTINCT i.referral_id) FROM referrals_referralitem i JOIN held ON held.id = i.referral_id
     WHERE i.kind = 'need' GROUP BY i.code
"""


def held_nearby(row: CouncilReferral) -> HeldNearby:
    """Counts alone, over all councils of the system: no other council's referral is shown."""
    if row.age is None or not row.district:
        return HeldNearby()
    youngest, oldest = ages_in_band(row.age)
    values: dict[str, Any] = {
        "category": row.category_id,
        "district": row.district,
        "youngest": youngest,
        "oldest": oldest,
        "referral": row.id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_HELD, values)
        sharing = dict(cursor.fetchall())
    return HeldNearby(row.district, row.age_band, sharing.pop(""), sharing)


def _unanswered(waiting: int) -> list[ReferralFault]:
    """R12: what the family said is taken up, or it is said why not, before anybody outside reads the referral."""
    sentence = "Reply to each comment of the family: taken up, or why not."
    return [ReferralFault("voices", "taken_up", sentence)] if waiting else []
