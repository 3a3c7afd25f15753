"""What would stop, or should give pause to, the publication of a referral (R1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from fairplace.dps.referrals.models import ChildIdentity, ChildStory
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.dps.referrals.rules.facts import OWN
from fairplace.dps.referrals.rules.privacy import Finding, KnownOfChild, coded_findings, privacy_findings
from fairplace.dps.referrals.rules.readiness import ReferralFault, referral_faults
from fairplace.foundations.encryption import reveal
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.working_days import LONDON


@dataclass(frozen=True, slots=True)
class PublicationCheck:
    """faults: must be put right. findings: need a reason to be published all the same."""

    referral: CouncilReferral
    faults: tuple[ReferralFault, ...]
    findings: tuple[Finding, ...]


def publication_check(*, actor: Actor, referral_id: UUID, at: datetime) -> PublicationCheck:
    """Both lists for a referral of the actor's own council. The child's record is compared with, never shown."""
    row = referral_for_council(actor=actor, referral_id=referral_id)
    identity = ChildIdentity.objects.filter(referral=referral_id).first()
    story = ChildStory.objects.filter(referral=referral_id).first()
    known = _known(identity)
    texts = {f"outcome_{place}": outcome.wording for place, outcome in enumerate(row.outcomes, 1)}
    texts |= {f"item_{one.code}": one.name for one in (*row.needs, *row.features) if one.code.startswith(OWN)}
    if story is not None:
        texts |= {name: reveal(story, name) or "" for name in ("narrative", "own_words", "family_words")}
    findings = privacy_findings(texts, known) + coded_findings(
        gender=row.gender, district=row.district, items=len(row.needs) + len(row.features)
    )
    facts = replace(row, date_of_birth=known.date_of_birth)
    return PublicationCheck(row, tuple(referral_faults(facts, at.astimezone(LONDON).date())), tuple(findings))


def _known(identity: ChildIdentity | None) -> KnownOfChild:
    if identity is None:
        return KnownOfChild()
    names = (reveal(identity, name) or "" for name in ("full_name", "called", "family_name"))
    born = reveal(identity, "date_of_birth")
    return KnownOfChild(tuple(filter(None, names)), date.fromisoformat(born) if born else None)
