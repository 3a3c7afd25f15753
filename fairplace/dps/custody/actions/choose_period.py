"""A council keeps a class of records for its own time (T5)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fairplace.dps.custody import events
from fairplace.dps.custody.models import Period
from fairplace.dps.custody.permissions import check_may_keep
from fairplace.dps.custody.queries.retention import classes_of
from fairplace.dps.custody.rules.retention import wrong_period
from fairplace.foundations.audit import record
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def choose_period(*, actor: Actor, code: str, months: int | None, because: str, at: datetime) -> None:
    """Within what the law and the seed allow, with a reason where it is not the default."""
    council_id, person_id = check_may_keep(actor)
    rule = classes_of(council_id).get(code)
    if rule is None:
        raise NotThere
    wrong = wrong_period(rule, months, because)
    if wrong or months is None:
        raise Refused(wrong, "because" if wrong.startswith("Say") else "months")
    period = Period.objects.create(
        council_id=council_id, code=code, months=months, because=because.strip(), at=at, by_id=person_id
    )
    record(
        actor=actor, kind=events.PERIOD_CHOSEN, subject=period, about=council_id, code=code, months=months,
        because=period.because,
    )  # fmt: skip
