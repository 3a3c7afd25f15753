"""The lead authority replays closed referrals under other rules before it changes one (C10): asked, worked on, told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from fairplace.dps.competitions import events
from fairplace.dps.competitions.models import Rehearsal
from fairplace.dps.competitions.permissions import check_may_rehearse, person_of
from fairplace.dps.competitions.queries.closed_referrals import ClosedReferral, closed_records
from fairplace.dps.competitions.rules.evaluation_record import EvaluationRecord, PriceFormula, PriceFormulaKind
from fairplace.dps.competitions.rules.rehearsal import Tally, Trial, replay, total
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.category_content import ABSOLUTE, RELATIVE
from fairplace.dps.referrals.rules.children import read_code
from fairplace.dps.referrals.rules.weights import price_weight_fault
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.rounding import half_up

REHEARSE = "competitions.rehearse"
NOTHING = Decimal(0)


@transaction.atomic
def ask_rehearsal(
    *,
    actor: Actor,
    category_id: UUID | None,
    price_weight: Decimal | None,
    price_formula: str,
    floor_percent: Decimal = NOTHING,
    ceiling_percent: Decimal = NOTHING,
    at: datetime,
) -> UUID:
    """Returns the rehearsal; a job works on it. Refused where nothing would be another."""
    check_may_rehearse(actor, the_system().lead_id)
    if price_weight is not None and (fault := price_weight_fault(price_weight)):
        raise Refused(fault, "price_weight")
    if price_weight is None and not price_formula:
        raise Refused("Enter another weight of price, or select another way to score prices.", "price_weight")
    if price_formula not in {"", RELATIVE, ABSOLUTE}:
        raise Refused("Select how prices are scored.", "price_formula")
    if price_formula == ABSOLUTE and not 0 <= floor_percent < ceiling_percent:
        raise Refused("Enter a floor that is below the ceiling.", "ceiling_percent")
    row = Rehearsal.objects.create(
        category_id=category_id,
        price_weight=price_weight,
        price_formula=price_formula,
        floor_percent=floor_percent if price_formula == ABSOLUTE else NOTHING,
        ceiling_percent=ceiling_percent if price_formula == ABSOLUTE else NOTHING,
        asked_by_id=person_of(actor),
        asked_at=at,
    )
    audit.record(
        actor=actor,
        kind=events.REHEARSAL_ASKED,
        subject=row,
        category=category_id,
        price_weight=price_weight,
        price_formula=price_formula,
    )
    app.configure_task(REHEARSE).defer(rehearsal_id=str(row.id))
    return row.id


def begin_rehearsal(*, rehearsal_id: UUID, closed: int) -> None:
    """From the start, also when a job is run again."""
    Rehearsal.objects.filter(id=rehearsal_id, finished_at=None).update(closed=closed, done=0)


def rehearse_some(*, rehearsal_id: UUID, closed: Sequence[ClosedReferral], so_far: Tally, done: int) -> Tally:
    """Some referrals of the council that the transaction acts for; its row wall shows no other. Only numbers leave."""
    row = Rehearsal.objects.get(id=rehearsal_id)
    records = closed_records([one.competition_id for one in closed])
    found = so_far + total(
        replay(records[one.competition_id], trial)
        for one in closed
        if one.competition_id in records and (trial := _trial(row, one, records[one.competition_id])) is not None
    )
    Rehearsal.objects.filter(id=rehearsal_id).update(done=done + len(closed))
    return found


@transaction.atomic
def finish_rehearsal(*, actor: Actor, rehearsal_id: UUID, tally: Tally, at: datetime) -> None:
    """Twice is once."""
    row = Rehearsal.objects.select_for_update().get(id=rehearsal_id)
    if row.finished_at is not None:
        return
    row.replayed, row.other_first, row.asked, row.would_ask = (
        tally.replayed,
        tally.other_first,
        tally.asked,
        tally.would_ask,
    )
    row.finished_at = at
    row.save()
    audit.record(actor=actor, kind=events.REHEARSAL_FINISHED, subject=row, replayed=tally.replayed)


def _trial(row: Rehearsal, one: ClosedReferral, record: EvaluationRecord) -> Trial | None:
    """None: there is no cap to take floor and ceiling from. A cap is for one child, a price for all of a referral."""
    formula = PriceFormula(PriceFormulaKind.RELATIVE) if row.price_formula == RELATIVE else None
    if row.price_formula == ABSOLUTE:
        cap = content_of(one.category_version_id).cap_for(one.placement_kind)
        if cap is None:
            return None
        children = max((read_code(need.code)[0] for need in record.referral.needs), default=1)
        floor, ceiling = (
            half_up(cap * percent / 100, 2) * children for percent in (row.floor_percent, row.ceiling_percent)
        )
        if floor >= ceiling:
            return None
        formula = PriceFormula(PriceFormulaKind.ABSOLUTE, floor=floor, ceiling=ceiling)
    return Trial(row.price_weight, formula)
