"""The period of validity is extended, shortened or ended with a notice (P2, §5.6)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market import events
from fairplace.dps.market.actions.notice_part import check_reason, lock_system, record_notice
from fairplace.dps.market.models import PeriodChange
from fairplace.dps.market.rules.period import check_change, kind_of_change
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def change_period(
    *, actor: Actor, system_id: UUID, ends_on: date, because: str, notice_reference: str, at: datetime
) -> None:
    """Another last day, later or earlier. Refused, citing the rule, where the regime forbids it."""
    _change(actor, system_id, ends_on, because, notice_reference, at, ended=False)


@transaction.atomic
def end_system(
    *, actor: Actor, system_id: UUID, ends_on: date, because: str, notice_reference: str, at: datetime
) -> None:
    """The system is given up: its last day is today or an earlier one than planned, with the notice of its end."""
    _change(actor, system_id, ends_on, because, notice_reference, at, ended=True)


def _change(
    actor: Actor, system_id: UUID, ends_on: date, because: str, notice_reference: str, at: datetime, *, ended: bool
) -> None:
    system, regime = lock_system(actor, system_id)
    was = system.ends_on
    today = at.astimezone(LONDON).date()
    check_change(regime, today=today, begins_on=system.begins_on, old=was, new=ends_on, ending=ended)
    reason = check_reason(because)
    kind = PeriodChange.Kind.ENDED.value if ended else kind_of_change(was, ends_on)
    said = {"extended": "Extended to", "shortened": "Shortened to", "ended": "Ended early, on"}[kind]
    notice = record_notice(
        actor=actor,
        system=system,
        regime=regime,
        act="end" if ended else "change-period",
        reference=notice_reference,
        about=f"{said} {ends_on.day} {ends_on:%B %Y}",
        at=at,
    )
    system.ends_on = ends_on
    system.save(update_fields=["ends_on"])
    change = PeriodChange.objects.create(
        system=system,
        kind=kind,
        ended_on=was,
        ends_on=ends_on,
        because=reason,
        notice=notice,
        at=at,
        by_id=actor.person_id,
    )
    audit.record(
        actor=actor,
        kind=events.PERIOD_CHANGED,
        subject=change,
        about=system,
        became=kind,
        ended_on=was,
        ends_on=ends_on,
        because=reason,
        notice_reference=notice.reference,
    )
