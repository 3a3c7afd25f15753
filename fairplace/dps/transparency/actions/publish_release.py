"""Publish what happened as open contracting data (T2, §5.7)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import transaction

from fairplace.dps.competitions.queries.contracting_facts import AwardFacts, award_facts
from fairplace.dps.placements.queries.direct_award_facts import DirectAwardFacts, direct_award_facts
from fairplace.dps.transparency import events
from fairplace.dps.transparency.models import Release
from fairplace.dps.transparency.rules.releases import ContractingFacts, Party, award_release, contract_release
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor


@transaction.atomic
def publish_award_release(*, actor: Actor, award_id: UUID, at: datetime) -> None:
    """The release of an accepted award. Asked again it does nothing: a release is made once."""
    facts = award_facts(award_id)
    if facts is not None:
        _publish(actor, _contracting(facts), "award", at)


@transaction.atomic
def publish_contract_release(
    *, actor: Actor, award_id: UUID, agreement_reference: str, signed_at: datetime, at: datetime
) -> None:
    """The release of a placement agreement that both sides have signed. Made once."""
    facts = award_facts(award_id)
    if facts is not None:
        _publish(actor, _contracting(facts, agreement_reference, signed_at), "contract", at)


@transaction.atomic
def publish_direct_release(*, actor: Actor, award_id: UUID, at: datetime) -> None:
    """The release of a direct award to a place that a family named (R10). Made once."""
    facts = direct_award_facts(award_id)
    if facts is not None:
        _publish(actor, _direct(facts), "award", at)


@transaction.atomic
def publish_direct_contract_release(
    *, actor: Actor, award_id: UUID, agreement_reference: str, signed_at: datetime, at: datetime
) -> None:
    """The release of its agreement, signed by both sides. Made once."""
    facts = direct_award_facts(award_id)
    if facts is not None:
        _publish(actor, _direct(facts, agreement_reference, signed_at), "contract", at)


def _publish(actor: Actor, facts: ContractingFacts, tag: str, at: datetime) -> None:
    release_id = f"{facts.reference}-{tag}"
    if Release.objects.filter(release_id=release_id).exists():
        return
    build = award_release if tag == "award" else contract_release
    release = Release.objects.create(
        ocid=facts.ocid,
        release_id=release_id,
        published_at=at,
        tag=tag,
        content=build(facts, release_id=release_id, at=at),
    )
    audit.record(
        actor=actor,
        kind=events.RELEASE_PUBLISHED,
        subject=release,
        release_id=release_id,
        ocid=facts.ocid,
        tag=tag,
    )


def _contracting(
    facts: AwardFacts, agreement_reference: str = "", signed_at: datetime | None = None
) -> ContractingFacts:
    return ContractingFacts(
        ocid=f"{settings.FAIRPLACE_OCID_PREFIX}-{facts.reference}",
        reference=facts.reference,
        category=facts.category,
        system=facts.system,
        buyer=Party("GB-ONS", facts.council_ons_code, facts.council_name),
        supplier=Party("GB-COH", facts.provider_number, facts.provider_name),
        published_at=facts.published_at,
        closed_at=facts.closed_at,
        bids=facts.bids,
        price_weight=facts.price_weight,
        awarded_at=facts.made_at,
        estimated_value=facts.weekly_price * facts.expected_weeks,
        agreement_reference=agreement_reference,
        signed_at=signed_at,
    )


def _direct(
    facts: DirectAwardFacts, agreement_reference: str = "", signed_at: datetime | None = None
) -> ContractingFacts:
    return ContractingFacts(
        ocid=f"{settings.FAIRPLACE_OCID_PREFIX}-{facts.reference}",
        reference=facts.reference,
        category=facts.category,
        system=facts.system,
        buyer=Party("GB-ONS", facts.council_ons_code, facts.council_name),
        supplier=Party("GB-COH" if facts.supplier_number else "", facts.supplier_number, facts.supplier),
        published_at=facts.made_at,
        closed_at=facts.made_at,
        bids=1,
        price_weight=Decimal(0),
        awarded_at=facts.made_at,
        estimated_value=facts.weekly_price * facts.expected_weeks,
        agreement_reference=agreement_reference,
        signed_at=signed_at,
        ground=facts.ground,
    )
