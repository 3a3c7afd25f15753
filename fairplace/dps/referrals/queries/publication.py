"""What would stop, or should give pause to, the publication of a referral (R1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.queries.register_names import names_of_places
from fairplace.dps.referrals.models import ChildStory, PlanSection
from fairplace.dps.referrals.queries.approvals import approval_is_missing
from fairplace.dps.referrals.queries.attachments import attachment_texts, files_to_look_at
from fairplace.dps.referrals.queries.incentive import incentive_of
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.dps.referrals.queries.said_of_child import known_of_child
from fairplace.dps.referrals.queries.voices import waiting_comments
from fairplace.dps.referrals.rules.age_bands import age_band, ages_in_band
from fairplace.dps.referrals.rules.children import ChildFacts, child_name
from fairplace.dps.referrals.rules.plan_sections import BIDDERS
from fairplace.dps.referrals.rules.privacy import (
    Finding,
    coded_findings,
    group_findings,
    possible_places,
    privacy_findings,
)
from fairplace.dps.referrals.rules.rarity import HeldNearby, rare_findings, what_the_check_knows
from fairplace.dps.referrals.rules.readiness import ReferralFault, referral_faults
from fairplace.foundations import audit
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


def is_urgent(row: CouncilReferral) -> bool:
    """Whether its category answers this urgency by the short form: within hours, not by the nature of its places."""
    times = content_of(row.category_version_id).response_times
    return any(time.short_form for time in times if time.urgency == row.urgency)


def publication_check(*, actor: Actor, referral_id: UUID, at: datetime) -> PublicationCheck:
    """Both lists for a referral of the actor's own council. The child's record is compared with, never shown."""
    row = referral_for_council(actor=actor, referral_id=referral_id)
    known = known_of_child(referral_id)
    texts = _texts(row)
    places = names_of_places(possible_places(texts.values()))
    held = {child.number: held_nearby(row, child) for child in row.children}
    findings = (
        *privacy_findings(texts, known, places),
        *group_findings(row.several, row.children, district=row.district),
        *(finding for child in row.children for finding in _few_children(row, child, held[child.number])),
    )
    facts = replace(
        row,
        date_of_birth=known.births.get(1),
        further=tuple(replace(child, date_of_birth=known.births.get(child.number)) for child in row.further),
    )
    faults = (
        *referral_faults(facts, at.astimezone(LONDON).date(), urgent=is_urgent(row)),
        *_unscored_categories(row),
        *_premium_too_early(row),
        *_unanswered(waiting_comments(referral_id)),
        *_not_looked_at(files_to_look_at(referral_id)),
    )
    if not faults and approval_is_missing(referral_id):
        faults = (ReferralFault("approval", "", "A second person must approve the referral as it stands."),)
    knows = what_the_check_knows(*held.values())
    return PublicationCheck(row, faults, findings, tuple(texts), knows)


def _texts(row: CouncilReferral) -> dict[str, str]:
    """Every free text that others than the council will read before an award, by the name of its field and, of several,
    its child. What the winner alone reads is not looked at: the winner learns who the child is.
    """

    def of(child: int, name: str) -> str:
        return f"{name}@{child}" if row.several and child else name

    texts = {
        of(outcome.child, f"outcome_{place}"): outcome.own_wording or outcome.wording
        for place, outcome in enumerate(row.outcomes, 1)
    }
    texts |= {
        of(one.child, f"item_{one.own_code}"): one.plain_name for one in (*row.needs, *row.features) if one.in_own_words
    }
    for story in ChildStory.objects.filter(referral=row.id).order_by("child"):
        texts |= {
            of(story.child, name): reveal(story, name) or "" for name in ("narrative", "own_words", "family_words")
        }
    for section in PlanSection.objects.filter(referral=row.id, stage=BIDDERS).order_by("child", "code"):
        texts[of(section.child, f"plan_{section.code}")] = reveal(section, "text") or ""
    return {**texts, **attachment_texts(row.id, BIDDERS)}


def _few_children(row: CouncilReferral, child: ChildFacts, held: HeldNearby) -> Iterator[Finding]:
    """Each child by itself; child 1 alone where there is but one."""
    needs = {one.own_code: one.plain_name for one in row.needs_of(child.number) if not one.in_own_words}
    items = len(row.needs_of(child.number)) + len(row.features_of(child.number))
    for finding in (
        *coded_findings(gender=child.gender, district=row.district, items=items),
        *rare_findings(needs, held),
    ):
        if row.several:
            yield replace(
                finding,
                field=f"{finding.field}@{child.number}",
                excerpt=f"{child_name(child.number).lower()}, {finding.excerpt}",
            )
        else:
            yield finding


def _unscored_categories(row: CouncilReferral) -> list[ReferralFault]:
    """A category without competency scores cannot be compared by them."""
    if not row.quality_weights.get("competency"):
        return []
    unscored = [one.name for one in row.other_categories if not content_of(one.version_id).is_scored]
    return [
        ReferralFault("weights", "competency", f"Places of {name} have no competency score, so it must weigh 0.")
        for name in unscored
    ]


def _premium_too_early(row: CouncilReferral) -> list[ReferralFault]:
    """The start may have moved behind the day of the premium, or the premium was copied."""
    premium = incentive_of(row.id)
    if premium is None or row.start_on is None or premium.by > row.start_on:
        return []
    return [ReferralFault("incentive", "by", "The day of the premium must come after the placement starts.")]


CHILDREN_NEARBY = """
    WITH published AS (
        SELECT id, age FROM referrals_referral
         WHERE category_id = %(category)s AND district = %(district)s
           AND state IN ('published', 'placed', 'closed') AND id <> %(referral)s
    ), held AS (
        SELECT id, 1 AS child FROM published WHERE age BETWEEN %(youngest)s AND %(oldest)s
        UNION ALL
        SELECT f.referral_id, f.number FROM referrals_furtherchild f JOIN published ON published.id = f.referral_id
         WHERE f.age BETWEEN %(youngest)s AND %(oldest)s
    )
    SELECT '', count(*) FROM held
    UNION ALL
    SELECT i.code, count(*) FROM referrals_referralitem i JOIN held ON held.id = i.referral_id AND held.child = i.child
     WHERE i.kind = 'need' GROUP BY i.code
"""


def held_nearby(row: CouncilReferral, child: ChildFacts) -> HeldNearby:
    """Counts of children alone, over all councils of the system: no other council's referral is shown."""
    if child.age is None or not row.district:
        return HeldNearby()
    youngest, oldest = ages_in_band(child.age)
    values: dict[str, Any] = {
        "category": row.category_id,
        "district": row.district,
        "youngest": youngest,
        "oldest": oldest,
        "referral": row.id,
    }
    with audit.over_all_organisations(), connection.cursor() as cursor:  # counts
        cursor.execute(CHILDREN_NEARBY, values)
        sharing = dict(cursor.fetchall())
    return HeldNearby(row.district, age_band(child.age), sharing.pop(""), sharing)


def _not_looked_at(files: Sequence[int]) -> list[ReferralFault]:
    """R1: what the check cannot read, a person must."""
    return [
        ReferralFault(
            "attachments",
            "",
            f"We could not read all of file {place}: look at every page of it, and say on the page of files that"
            " nothing in it tells who the child is.",
        )
        for place in files
    ]


def _unanswered(waiting: int) -> list[ReferralFault]:
    """R12: what the family said is taken up, or it is said why not, before anybody outside reads the referral."""
    sentence = "Reply to each comment of the family: taken up, or why not."
    return [ReferralFault("voices", "taken_up", sentence)] if waiting else []
