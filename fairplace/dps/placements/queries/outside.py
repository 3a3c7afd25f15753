"""What a council bought without a competition: places outside the system, and places that families named (R10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements.models import DirectAward, OutsidePlacement
from fairplace.dps.placements.rules.named_preference import outside_reason_named
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
