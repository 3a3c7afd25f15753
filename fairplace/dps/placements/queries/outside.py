"""What a council bought without a competition: places outside the system, and places that families named (R10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements.models import DirectAward, OutsidePlacement
from fairplace.dps.placements.rules.named_preference import outside_reason_named
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.foundations.encryption import reveal_value
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere

NAMED = "Named by the family"


@dataclass(frozen=True, slots=True)
class BoughtRow:
    """weekly_price: pounds. referral_id: of a named place. struck_because: such an entry counts in no figure."""

    id: UUID
    category: str
    placement_kind: str
    place_name: str
    place_kind: str
    place_urn: str
    place_area: str
    run_by: str
    weekly_price: Decimal
    starts_on: date
    reason: str
    words: str
    logged_at: datetime
    logged_by: str
    referral_id: UUID | None = None
    reference: str = ""
    struck_because: str = ""


def bought_outside(actor: Actor) -> list[BoughtRow]:
    """Of the actor's own council, newest first. Three statements, however many there are."""
    if not actor.is_council or not actor.holds(Role.PLACEMENT_OFFICER.value, Role.COUNCIL_SIGNATORY.value):
        raise NotThere
    return sorted([*_logged(actor), *_named(actor)], key=lambda row: (row.logged_at, row.id), reverse=True)


_PRICES = """
    SELECT o.weekly_price FROM placements_outsideplacement o
     WHERE o.council_id = %(council)s AND o.category_id = %(category)s AND o.placement_kind = %(kind)s
       AND o.struck_at IS NULL AND o.starts_on > (SELECT fairplace_now())::date - %(days)s
    UNION ALL
    SELECT d.weekly_price FROM placements_directaward d JOIN referrals_referral r ON r.id = d.referral_id
     WHERE d.council_id = %(council)s AND r.category_id = %(category)s AND r.placement_kind = %(kind)s
       AND d.starts_on > (SELECT fairplace_now())::date - %(days)s
"""
YEARS = 3
"""How far back the price of what was bought outside counts beside that of bids."""


def prices_outside(actor: Actor, referral: CouncilReferral) -> list[Decimal]:
    """Pounds a week, of places of the referral's category and kind that its council bought without a competition, so
    that what history says of prices is whole (R10). One statement.
    """
    if actor.organisation_id != referral.council_id:
        raise NotThere
    values: dict[str, Any] = {
        "council": referral.council_id,
        "category": referral.category_id,
        "kind": referral.placement_kind,
        "days": YEARS * 365,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PRICES, values)
        return [price for (price,) in cursor.fetchall()]


def _logged(actor: Actor) -> list[BoughtRow]:
    rows = OutsidePlacement.objects.filter(council_id=actor.organisation_id).values_list(
        "id", "category__name", "category_id", "placement_kind", "place_name", "place_kind", "place_urn", "place_area",
        "run_by", "weekly_price", "starts_on", "reason", "words", "logged_at", "logged_by__name", "struck_because",
    )  # fmt: skip
    kinds = _kinds()
    return [
        BoughtRow(
            id=key,
            category=category,
            placement_kind=kinds.get((category_id, kind), kind),
            place_name=place,
            place_kind=place_kind,
            place_urn=urn,
            place_area=area,
            run_by=run_by,
            weekly_price=price,
            starts_on=starts_on,
            reason=outside_reason_named(reason),
            words=reveal_value(OutsidePlacement, "words", key, words) or "",
            logged_at=at,
            logged_by=by,
            struck_because=struck,
        )
        for (
            key, category, category_id, kind, place, place_kind, urn, area, run_by, price, starts_on, reason, words, at,
            by, struck,
        ) in rows
    ]  # fmt: skip


def _named(actor: Actor) -> list[BoughtRow]:
    rows = DirectAward.objects.filter(council_id=actor.organisation_id).values_list(
        "id", "referral__category__name", "referral__category_id", "referral__placement_kind", "preference__place_name",
        "preference__place_kind", "preference__place_urn", "preference__place_area", "supplier", "weekly_price",
        "starts_on", "made_at", "made_by__name", "referral_id", "referral__reference",
    )  # fmt: skip
    kinds = _kinds()
    return [
        BoughtRow(
            id=key,
            category=category,
            placement_kind=kinds.get((category_id, kind), kind),
            place_name=place,
            place_kind=place_kind,
            place_urn=urn,
            place_area=area,
            run_by=supplier,
            weekly_price=price,
            starts_on=starts_on,
            reason=NAMED,
            words="",
            logged_at=at,
            logged_by=by,
            referral_id=referral_id,
            reference=reference,
        )
        for (
            key, category, category_id, kind, place, place_kind, urn, area, supplier, price, starts_on, at, by,
            referral_id, reference,
        ) in rows
    ]  # fmt: skip


def _kinds() -> dict[tuple[UUID, str], str]:
    return {
        (row.id, kind.code): kind.name for row in categories() for kind in content_of(row.version_id).placement_kinds
    }
