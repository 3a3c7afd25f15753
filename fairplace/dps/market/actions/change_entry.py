"""The lead changes who may come in, and when (P4, §7.19): each change with its reason, kept for ever."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market import events
from fairplace.dps.market.models import Category, EntryChange, FirstReferral, PurchasingSystem
from fairplace.dps.market.permissions import check_may_run_system
from fairplace.dps.market.queries.entry import Entry, entry_of, reopenings
from fairplace.dps.market.rules.entry import check_closing, check_initial_evaluation
from fairplace.dps.market.rules.regimes import Regime, regime_of
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def extend_initial_evaluation(
    *, actor: Actor, category_id: UUID, until: date, because: str, notice_reference: str = "", at: datetime
) -> None:
    """First applications are assessed together until that day: applications go on, no referral is published.

    Said again with another day it is longer or shorter. Refused, citing the rule, after the category's first referral.
    """
    category, system, regime = _locked(actor, category_id)
    if entry_of(category_id, at).closed_until:
        raise Refused("Entry is closed. Open it first.")
    check_initial_evaluation(
        regime,
        today=at.astimezone(LONDON).date(),
        until=until,
        begins_on=system.begins_on,
        ends_on=system.ends_on,
        referred=FirstReferral.objects.filter(category=category).exists(),
    )
    _record(actor, category, EntryChange.Became.INITIAL_EVALUATION, until, because, notice_reference, at)


@transaction.atomic
def close_entry(
    *, actor: Actor, category_id: UUID, until: date, because: str, notice_reference: str = "", at: datetime
) -> None:
    """Nobody may apply until the day after. Refused, citing the rule, unless the regime lets entry close and reopen."""
    category, system, regime = _locked(actor, category_id)
    today = at.astimezone(LONDON).date()
    check_closing(
        regime,
        today=today,
        until=until,
        begins_on=system.begins_on,
        ends_on=system.ends_on,
        reopened=reopenings(category_id, today),
    )
    if entry_of(category_id, at).initial_evaluation_until:
        raise Refused("First applications are still being assessed together. End that first.")
    _record(actor, category, EntryChange.Became.CLOSED, until, because, notice_reference, at)


@transaction.atomic
def open_entry(*, actor: Actor, category_id: UUID, because: str, notice_reference: str = "", at: datetime) -> None:
    """An initial evaluation or a closure ends now. Refused when the category is open already."""
    category, _, _ = _locked(actor, category_id)
    entry: Entry = entry_of(category_id, at)
    if not (entry.initial_evaluation_until or entry.closed_until):
        raise Refused("This category is open already.")
    _record(actor, category, EntryChange.Became.OPEN, None, because, notice_reference, at)


def _locked(actor: Actor, category_id: UUID) -> tuple[Category, PurchasingSystem, Regime]:
    """The system, then the category: publication of a referral waits here, and this waits for it."""
    found = Category.objects.filter(id=category_id).values_list("system_id", flat=True).first()
    if found is None:
        raise NotThere
    system = PurchasingSystem.objects.select_for_update(no_key=True).get(id=found)
    check_may_run_system(actor, system.lead_id)
    return Category.objects.select_for_update().get(id=category_id), system, regime_of(system.regime)


def _record(
    actor: Actor,
    category: Category,
    became: str,
    until: date | None,
    because: str,
    notice_reference: str,
    at: datetime,
) -> None:
    if not because.strip():
        raise Refused("Say why, so that everyone who asks later can be told.", "because")
    change = EntryChange.objects.create(
        category=category,
        became=became,
        until=until,
        because=because.strip(),
        notice_reference=notice_reference.strip(),
        at=at,
        by_id=actor.person_id,
    )
    audit.record(
        actor=actor,
        kind=events.ENTRY_CHANGED,
        subject=change,
        about=category,
        code=category.code,
        became=became,
        until=until,
        because=change.because,
        notice_reference=change.notice_reference,
    )
