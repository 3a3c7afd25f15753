"""Places bought outside the system are logged with a reason, so that market figures are whole (R10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.placements import events
from fairplace.dps.placements.models import OutsidePlacement
from fairplace.dps.placements.permissions import check_may_buy
from fairplace.dps.placements.rules.named_preference import outside_reasons
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.dps.referrals.rules.privacy import Kind
from fairplace.foundations import audit
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused

LONGEST = 1000
MOST_A_WEEK = Decimal(50_000)


@dataclass(frozen=True, slots=True)
class BoughtOutside:
    """weekly_price: pounds. reason: of rules.named_preference.outside_reasons. Nothing of the child."""

    category_id: UUID
    placement_kind: str
    place_name: str
    weekly_price: Decimal
    starts_on: date
    reason: str
    words: str
    place_kind: str = ""
    place_urn: str = ""
    place_area: str = ""
    run_by: str = ""


@transaction.atomic
def log_outside_placement(*, actor: Actor, bought: BoughtOutside, at: datetime) -> UUID:
    """By a placement officer, for their own council."""
    council_id = actor.organisation_id
    person_id = check_may_buy(actor, council_id)
    assert council_id is not None
    _check(bought)
    row = OutsidePlacement(
        council_id=council_id,
        category_id=bought.category_id,
        placement_kind=bought.placement_kind,
        place_name=bought.place_name.strip(),
        place_kind=bought.place_kind.strip(),
        place_urn=bought.place_urn.strip(),
        place_area=bought.place_area.strip(),
        run_by=bought.run_by.strip(),
        weekly_price=bought.weekly_price,
        starts_on=bought.starts_on,
        reason=bought.reason,
        logged_at=at,
        logged_by_id=person_id,
    )
    seal_onto(row, words=bought.words.strip())
    row.save(force_insert=True)
    audit.record(
        actor=actor, kind=events.OUTSIDE_LOGGED, subject=row, reason=bought.reason, weekly_price=bought.weekly_price
    )
    return row.id


@transaction.atomic
def strike_outside_placement(*, actor: Actor, placement_id: UUID, because: str, at: datetime) -> None:
    """A wrong entry stays, struck out with the reason: figures leave it out."""
    row = OutsidePlacement.objects.select_for_update().filter(id=placement_id).first()
    if row is None:
        raise NotThere
    person_id = check_may_buy(actor, row.council_id)
    if row.struck_at is not None:
        raise Refused("This entry has been struck out already.")
    if not because.strip():
        raise Refused("Say what is wrong with this entry.", "because")
    check_tells_nothing(referral_id=None, texts={"because": because}, but={Kind.SCHOOL})
    row.struck_at, row.struck_by_id, row.struck_because = at, person_id, because.strip()[:200]
    row.save(update_fields=["struck_at", "struck_by", "struck_because"])
    audit.record(actor=actor, kind=events.OUTSIDE_STRUCK, subject=row)


def _check(bought: BoughtOutside) -> None:
    category = next((row for row in categories() if row.id == bought.category_id), None)
    if category is None:
        raise Refused("Choose a category of the system.", "category")
    kinds = {kind.code for kind in content_of(category.version_id).placement_kinds}
    if bought.placement_kind not in kinds:
        raise Refused(f"Choose a kind of place that {category.name} has.", "placement_kind")
    if not bought.place_name.strip():
        raise Refused("Enter the name of the place.", "place_name")
    if not 0 < bought.weekly_price <= MOST_A_WEEK:
        raise Refused(f"Enter the price a week, up to £{MOST_A_WEEK:,.0f}.", "weekly_price")
    if bought.reason not in outside_reasons(category.code):
        raise Refused("Choose the reason.", "reason")
    if not bought.words.strip():
        raise Refused("Say why in your own words.", "words")
    if len(bought.words) > LONGEST:
        raise Refused("Shorten this: there is room for about 150 words.", "words")
    check_tells_nothing(
        referral_id=None,
        texts={"words": bought.words, "place_name": bought.place_name, "run_by": bought.run_by},
        but={Kind.SCHOOL},
    )
