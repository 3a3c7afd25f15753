"""Somebody puts forward what is to go; a second person agrees or refuses (T5)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from fairplace.dps.custody import events
from fairplace.dps.custody.models import Disposal, DisposalItem
from fairplace.dps.custody.permissions import check_may_keep
from fairplace.dps.custody.queries.retention import counted_before, retention_report
from fairplace.dps.custody.rules.retention import ERASURE
from fairplace.dps.referrals.queries.kept import kept_referral
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding
from fairplace.foundations.audit import record
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON

CARRY_OUT: Final = "custody.carry_out_disposal"
_ENDED = (ReferralStanding.CLOSED, ReferralStanding.CANCELLED)


@transaction.atomic
def ask_disposal(*, actor: Actor, codes: Collection[str], at: datetime) -> UUID:
    """Everything of these classes that falls due today and is not held, as a list that a second person agrees to."""
    council_id, person_id = check_may_keep(actor)
    due = [one for one in retention_report(council_id, at) if one.rule.code in codes and one.number]
    if not due:
        raise Refused("Select at least one kind of record of which something falls due.", "codes")
    disposal = _asked(actor, council_id, person_id, "", at)
    DisposalItem.objects.bulk_create(
        DisposalItem(
            disposal=disposal,
            council_id=council_id,
            code=one.rule.code,
            thing_id=thing.id,
            name=thing.name,
            due_on=thing.due_on,
        )
        for one in due
        for thing in one.due
    )
    DisposalItem.objects.bulk_create(
        DisposalItem(
            disposal=disposal,
            council_id=council_id,
            code=one.rule.code,
            name=f"all before {one.before:%-d %B %Y}",
            before=counted_before(one.months, at),
            due_on=at.astimezone(LONDON).date(),
        )
        for one in due
        if one.before is not None
    )
    _record_asked(actor, disposal)
    return disposal.id


@transaction.atomic
def ask_erasure(*, actor: Actor, reference: str, because: str, at: datetime) -> UUID:
    """What the law lets a family demand: who the child is goes before its time. Refused while the search goes on."""
    council_id, person_id = check_may_keep(actor)
    found = kept_referral(council_id, reference)
    if found is None:
        raise Refused("Your council has no referral with this reference.", "reference")
    if found.state not in _ENDED:
        raise Refused(
            "A place is being looked for, or has been found: close or cancel the referral first.", "reference"
        )
    if not because.strip():
        raise Refused("Say on what ground it is erased, and who asked for it (not by name).", "because")
    disposal = _asked(actor, council_id, person_id, because.strip(), at)
    DisposalItem.objects.create(
        disposal=disposal,
        council_id=council_id,
        code=ERASURE,
        thing_id=found.id,
        name=found.reference,
        due_on=at.astimezone(LONDON).date(),
    )
    _record_asked(actor, disposal)
    return disposal.id


@transaction.atomic
def decide_disposal(*, actor: Actor, disposal_id: UUID, agree: bool, because: str, at: datetime) -> None:
    """By somebody other than who asked; the database refuses the same person too."""
    council_id, person_id = check_may_keep(actor)
    disposal = Disposal.objects.select_for_update().filter(id=disposal_id, council_id=council_id).first()
    if disposal is None:
        raise NotThere
    if disposal.agreed_at or disposal.refused_at:
        raise Refused("This has been decided already.")
    if disposal.asked_by_id == person_id:
        raise Refused("You put this forward: a second person must decide it.")
    if agree:
        disposal.agreed_at, disposal.agreed_by_id = at, person_id
        disposal.save(update_fields=["agreed_at", "agreed_by"])
        record(actor=actor, kind=events.DISPOSAL_AGREED, subject=disposal, about=council_id)
        app.configure_task(CARRY_OUT).defer(disposal_id=str(disposal.id), council_id=str(council_id))
        return
    if not because.strip():
        raise Refused("Say why it is not to go.", "because")
    disposal.refused_at, disposal.refused_by_id, disposal.refused_because = at, person_id, because.strip()
    disposal.save(update_fields=["refused_at", "refused_by", "refused_because"])
    record(
        actor=actor, kind=events.DISPOSAL_REFUSED, subject=disposal, about=council_id, because=disposal.refused_because
    )


def _asked(actor: Actor, council_id: UUID, person_id: UUID, because: str, at: datetime) -> Disposal:
    number = new_id()
    return Disposal.objects.create(
        id=number,
        council_id=council_id,
        reference=f"D-{at.astimezone(LONDON):%Y%m%d}-{number.hex[-6:].upper()}",
        because=because,
        asked_at=at,
        asked_by_id=person_id,
    )


def _record_asked(actor: Actor, disposal: Disposal) -> None:
    items = DisposalItem.objects.filter(disposal=disposal)
    record(
        actor=actor,
        kind=events.DISPOSAL_ASKED,
        subject=disposal,
        about=disposal.council_id,
        classes=sorted(set(items.values_list("code", flat=True))),
        things=items.count(),
        erasure=bool(disposal.because),
    )
