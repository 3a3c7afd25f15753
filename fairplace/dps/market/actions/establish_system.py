"""Set up a purchasing system (P1, P2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market import events
from fairplace.dps.market.actions.notice_part import record_notice
from fairplace.dps.market.actions.publish_terms import keep_terms
from fairplace.dps.market.models import Category, Partner, PurchasingSystem
from fairplace.dps.market.permissions import check_may_establish_system
from fairplace.dps.market.rules.period import check_period
from fairplace.dps.market.rules.regimes import regime_of
from fairplace.dps.market.rules.terms_content import read_terms
from fairplace.dps.market.seeds import CODES, read_seed, read_terms_seed
from fairplace.dps.organisations.queries.organisations import organisation_row
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def establish_system(
    *,
    actor: Actor,
    name: str,
    regime: str,
    lead_id: UUID,
    partners: Mapping[UUID, str],
    begins_on: date,
    ends_on: date,
    terms_version: str,
    notice_reference: str = "",
    categories: Mapping[str, str] | None = None,
    at: datetime,
) -> UUID:
    """partners: every other council of the notice -> "partner" or "associate".

    categories: those that the notice names, code -> name (the five of §7.2 unless told); criteria are published after.
    Refused, citing the rule, when the regime does not allow the period.
    terms_version: the label of the first terms, published with the system.
    """
    check_may_establish_system(actor)
    law = regime_of(regime)
    check_period(law, begins_on, ends_on)
    standings = {lead_id: Partner.Standing.LEAD.value, **{council: partners[council] for council in partners}}
    if standings[lead_id] != Partner.Standing.LEAD:
        raise Refused("The lead authority cannot also be a partner.", "partners")
    for council_id, standing in standings.items():
        row = organisation_row(council_id)
        if row is None or row.kind != "council" or standing not in Partner.Standing.values:
            raise Refused("Only councils can be named in the notice, each as lead, partner or associate.", "partners")
    system = PurchasingSystem.objects.create(
        name=name,
        regime=regime,
        lead_id=lead_id,
        notice_reference=notice_reference,
        begins_on=begins_on,
        ends_on=ends_on,
        terms_version=terms_version,
    )
    audit.record(
        actor=actor,
        kind=events.SYSTEM_ESTABLISHED,
        subject=system,
        name=name,
        regime=regime,
        lead_id=lead_id,
        begins_on=begins_on,
        ends_on=ends_on,
        terms_version=terms_version,
    )
    for council_id, standing in standings.items():
        Partner.objects.create(system=system, council_id=council_id, standing=standing)
        audit.record(actor=actor, kind=events.PARTNER_NAMED, subject=system, council_id=council_id, standing=standing)
    named = {code: read_seed(code)["name"] for code in CODES} if categories is None else categories
    Category.objects.bulk_create(
        Category(system=system, code=code, name=called, position=position)
        for position, (code, called) in enumerate(named.items(), 1)
    )
    if notice_reference:
        about = "System set up"
        record_notice(
            actor=actor, system=system, regime=law, act="establish", reference=notice_reference, about=about, at=at
        )
    keep_terms(actor=actor, system_id=system.id, label=terms_version, content=read_terms(read_terms_seed()), at=at)
    return system.id
