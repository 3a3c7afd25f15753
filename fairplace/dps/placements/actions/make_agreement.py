"""Make the Individual Placement Agreement of an accepted award (K1)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions.queries.awards import AwardRow, accepted_bid, award_for
from fairplace.dps.competitions.queries.bid_terms import category_asked
from fairplace.dps.competitions.rules.bid_content import BidContent, content_from_json
from fairplace.dps.competitions.rules.bid_faults import child_prices
from fairplace.dps.competitions.rules.whose import of_child
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.queries.terms import terms_in_force
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.placements import events
from fairplace.dps.placements.models import DirectAward, NamedPreference, PlacementAgreement
from fairplace.dps.placements.rules.agreement_content import AgreementFacts, PriceLine, document_data, money
from fairplace.dps.placements.rules.lifecycle import AgreementStanding
from fairplace.dps.placements.rules.named_preference import enactment_named
from fairplace.dps.qualification.queries.terms_held import terms_of_line
from fairplace.dps.referrals.queries.child import read_identity
from fairplace.dps.referrals.queries.incentive import incentive_of
from fairplace.dps.referrals.queries.referral_for_bidder import BidderReferral, referral_for_bidder
from fairplace.dps.referrals.queries.referral_for_named_place import referral_for_named_place
from fairplace.dps.referrals.rules.children import read_code
from fairplace.foundations import audit
from fairplace.foundations.audit import RecordedEvent
from fairplace.foundations.documents.store import store_made
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.paper import render_pdf

TEMPLATE = Path(__file__).resolve().parent.parent / "letters" / "agreement.typ"


@transaction.atomic
def make_agreement(*, actor: Actor, award_id: UUID, at: datetime) -> list[UUID]:
    """Draw the documents and offer them for signature: the provider first. One agreement for each child of the award,
    made once; their prices add up to the award's.

    Runs as the provider that accepts: by then its disclosure of the child's identity is live, and this reading of it is
    recorded like any other.
    """
    award = award_for(actor, award_id)
    if award is None or award.accepted_at is None:
        raise NotThere
    made = PlacementAgreement.objects.filter(award_id=award_id).order_by("child").values_list("id", flat=True)
    if made:
        return list(made)
    referral = referral_for_bidder(award.referral_id)
    bid = content_from_json(accepted_bid(award_id))
    prices = child_prices(bid, award.weekly_price)
    if len(prices) < len(referral.children):  # an old bid that names no child, or costs nothing for one
        prices = (*prices, *[Decimal("0.00")] * (len(referral.children) - len(prices)))
    return [
        _make(actor, award, referral, bid, child.number, price, at)
        for child, price in zip(referral.children, prices, strict=True)
    ]


def _make(
    actor: Actor,
    award: AwardRow,
    referral: BidderReferral,
    bid: BidContent,
    child: int,
    weekly_price: Decimal,
    at: datetime,
) -> UUID:
    identity = read_identity(actor=actor, referral_id=award.referral_id, child=child)
    asked = category_asked(referral, award.line_id)
    headings = {heading.code: heading.name for heading in content_of(asked.version_id).headings}
    needs = {need.code: need for need in referral.needs if need.child == child}
    features = {feature.code: feature for feature in referral.features if feature.child == child}
    terms = terms_of_line(award.line_id).label
    reference = f"IPA-{referral.reference}" + (f"-{child}" if referral.several else "")
    facts = AgreementFacts(
        reference=reference,
        referral_reference=referral.reference,
        system=the_system().name,
        terms_version=terms,
        council=referral.council_name,
        provider=award.provider_name,
        establishment=award.establishment_name,
        category=asked.name,
        placement_kind=asked.placement_kind_name,
        child_name=identity.full_name,
        child_born=identity.date_of_birth,
        starts_on=referral.start_on,
        expected_weeks=referral.expected_weeks,
        core_costs=[
            PriceLine(headings.get(read_code(code)[1], code), cost)
            for code, cost in of_child(child, bid.core_costs).items()
        ],
        priced_needs=[
            PriceLine(
                needs[code].plain_in_full if code in needs else code,
                cost,
                bid.quoted[code].words if code in bid.quoted else "",
            )
            for code, cost in of_child(child, bid.priced_needs).items()
        ],
        discount_percent=bid.discount_percent,
        weekly_price=weekly_price,
        needs_met=[
            *(needs[code].plain_in_full for code in bid.needs_met if code in needs),
            *(features[code].plain_name for code in bid.features_met if code in features),
        ],
        outcomes=[one.own_wording for one in referral.outcomes if one.child in {0, child}],
        how=bid.statement,
        incentive=_premium(award, weekly_price),
        together=_together(referral, child),
    )
    return _keep(
        facts,
        PlacementAgreement(
            award_id=award.id,
            child=child,
            referral_id=award.referral_id,
            council_id=award.council_id,
            provider_id=award.provider_id,
            establishment_id=award.establishment_id,
            supplier_name=award.provider_name,
            place_name=award.establishment_name,
        ),
        actor=actor,
        at=at,
        award_id=award.id,
    )


def make_direct_agreement(
    *, actor: Actor, award: DirectAward, preference: NamedPreference, words: str, at: datetime
) -> UUID:
    """Part of the direct award to a named place, acting for the council: one price for all that is asked for (R10).

    words: how the place says that it will meet the needs. A place that is not on the system signs the terms in force.
    """
    referral = referral_for_named_place(award.referral_id)
    identity = read_identity(actor=actor, referral_id=award.referral_id)
    line = preference.line_id
    facts = AgreementFacts(
        reference=f"IPA-{referral.reference}",
        referral_reference=referral.reference,
        system=the_system().name,
        terms_version=(terms_of_line(line) if line else terms_in_force(referral.category_id)).label,
        council=referral.council_name,
        provider=award.supplier,
        establishment=preference.place_name,
        category=referral.category_name,
        placement_kind=referral.placement_kind_name,
        child_name=identity.full_name,
        child_born=identity.date_of_birth,
        starts_on=award.starts_on,
        expected_weeks=referral.expected_weeks,
        core_costs=[PriceLine("The place, with everything named here", award.weekly_price)],
        priced_needs=[],
        discount_percent=Decimal(0),
        weekly_price=award.weekly_price,
        needs_met=[*referral.needs, *referral.features],
        outcomes=referral.outcomes,
        how=words,
        ground=f"Awarded directly to the place that the family named ({enactment_named(preference.enactment)}).",
    )
    return _keep(
        facts,
        PlacementAgreement(
            direct_award=award,
            referral_id=award.referral_id,
            council_id=award.council_id,
            provider_id=award.provider_id,
            establishment_id=preference.establishment_id,
            supplier_name=award.supplier,
            place_name=preference.place_name,
        ),
        actor=actor,
        at=at,
        direct_award_id=award.id,
    )


def _keep(facts: AgreementFacts, agreement: PlacementAgreement, *, actor: Actor, at: datetime, **award: UUID) -> UUID:
    """Draw the document and keep both."""
    pdf = render_pdf(TEMPLATE, document_data(facts), at=at)
    agreement.document_id = store_made(
        actor=actor,
        content=pdf,
        name=f"{facts.reference}.pdf",
        media_type="application/pdf",
        kind="placement_agreement",
        owner=agreement.council_id,
    )
    agreement.reference = facts.reference
    agreement.state = AgreementStanding.OFFERED.value
    agreement.terms_version = facts.terms_version
    agreement.weekly_price = facts.weekly_price
    agreement.starts_on = facts.starts_on
    agreement.made_at = at
    agreement.save(force_insert=True)
    audit.record(
        actor=actor,
        kind=events.AGREEMENT_MADE,
        subject=agreement,
        about=agreement.referral_id,
        reference=facts.reference,
        weekly_price=facts.weekly_price,
        **award,
    )
    return agreement.id


def _together(referral: BidderReferral, child: int) -> str:
    """That this placement is one of several under the same award; empty for one child."""
    if not referral.several:
        return ""
    return (
        f"This is the agreement for child {child} of {len(referral.children)}. They were placed together by one award;"
        " the discount above is for all of them together. Each has an agreement of its own."
    )


def _premium(award: AwardRow, weekly_price: Decimal) -> str:
    """C8: the term as it was published, with what it comes to at the price of the agreement."""
    incentive = incentive_of(award.referral_id)
    if incentive is None:
        return ""
    worth = money(incentive.premium(weekly_price))
    return f"{incentive.sentence} At the weekly price of this agreement it is {worth}."


def when_award_accepted(*, actor: Actor, event: RecordedEvent) -> None:
    """Reaction to competitions.award_accepted, in its transaction: an accepted award always has its agreement."""
    make_agreement(actor=actor, award_id=event.subject_id, at=event.at)
