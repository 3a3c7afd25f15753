"""Make the Individual Placement Agreement of an accepted award (K1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from fairplace.dps.competitions.queries.awards import AwardRow, accepted_bid, award_for
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.placements import events
from fairplace.dps.placements.models import PlacementAgreement
from fairplace.dps.placements.rules.agreement_content import AgreementFacts, PriceLine, document_data, money
from fairplace.dps.placements.rules.lifecycle import AgreementStanding
from fairplace.dps.qualification.queries.terms_held import terms_of_line
from fairplace.dps.referrals.queries.child import read_identity
from fairplace.dps.referrals.queries.incentive import incentive_of
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.audit import RecordedEvent
from fairplace.foundations.documents.store import store_upload
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.paper import render_pdf

TEMPLATE = Path(__file__).resolve().parent.parent / "letters" / "agreement.typ"


@transaction.atomic
def make_agreement(*, actor: Actor, award_id: UUID, at: datetime) -> UUID:
    """Draw the document and offer it for signature: the provider first. One agreement per award, made once.

    Runs as the provider that accepts: by then its disclosure of the child's identity is live, and this reading of it is
    recorded like any other.
    """
    award = award_for(actor, award_id)
    if award is None or award.accepted_at is None:
        raise NotThere
    made = PlacementAgreement.objects.filter(award_id=award_id).values_list("id", flat=True).first()
    if made is not None:
        return made
    referral = referral_for_bidder(award.referral_id)
    identity = read_identity(actor=actor, referral_id=award.referral_id)
    bid: Mapping[str, Any] = accepted_bid(award_id)
    content = content_of(referral.category_version_id)
    headings = {heading.code: heading.name for heading in content.headings}
    needs = {need.code: need.in_full for need in referral.needs}
    features = {feature.code: feature.name for feature in referral.features}
    terms = terms_of_line(award.line_id).label
    reference = f"IPA-{referral.reference}"
    facts = AgreementFacts(
        reference=reference,
        referral_reference=referral.reference,
        system=the_system().name,
        terms_version=terms,
        council=referral.council_name,
        provider=award.provider_name,
        establishment=award.establishment_name,
        category=referral.category_name,
        placement_kind=referral.placement_kind_name,
        child_name=identity.full_name,
        child_born=identity.date_of_birth,
        starts_on=referral.start_on,
        expected_weeks=referral.expected_weeks,
        core_costs=[PriceLine(headings.get(code, code), Decimal(cost)) for code, cost in bid["core_costs"].items()],
        priced_needs=[PriceLine(needs.get(code, code), Decimal(cost)) for code, cost in bid["priced_needs"].items()],
        discount_percent=Decimal(bid["discount_percent"]),
        weekly_price=award.weekly_price,
        needs_met=[needs[code] for code in bid["needs_met"]] + [features[code] for code in bid["features_met"]],
        outcomes=[outcome.wording for outcome in referral.outcomes],
        how=bid["statement"],
        incentive=_premium(award),
    )
    pdf = render_pdf(TEMPLATE, document_data(facts), at=at)
    document = store_upload(
        actor=actor,
        upload=SimpleUploadedFile(f"{reference}.pdf", pdf, "application/pdf"),
        kind="placement_agreement",
        owner_organisation_id=award.council_id,
    )
    agreement = PlacementAgreement(
        reference=reference,
        award_id=award_id,
        referral_id=award.referral_id,
        council_id=award.council_id,
        provider_id=award.provider_id,
        establishment_id=award.establishment_id,
        state=AgreementStanding.OFFERED.value,
        terms_version=terms,
        weekly_price=award.weekly_price,
        starts_on=referral.start_on,
        document_id=document,
        made_at=at,
    )
    agreement.save(force_insert=True)
    audit.record(
        actor=actor,
        kind=events.AGREEMENT_MADE,
        subject=agreement,
        about=award.referral_id,
        reference=reference,
        award_id=award_id,
        weekly_price=award.weekly_price,
    )
    return agreement.id


def _premium(award: AwardRow) -> str:
    """C8: the term as it was published, with what it comes to at the price of the bid."""
    incentive = incentive_of(award.referral_id)
    if incentive is None:
        return ""
    worth = money(incentive.premium(award.weekly_price))
    return f"{incentive.sentence} At the weekly price of this agreement it is {worth}."


def when_award_accepted(*, actor: Actor, event: RecordedEvent) -> None:
    """Reaction to competitions.award_accepted, in its transaction: an accepted award always has its agreement."""
    make_agreement(actor=actor, award_id=event.subject_id, at=event.at)
