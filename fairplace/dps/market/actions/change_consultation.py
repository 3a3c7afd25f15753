"""Give people longer to comment on a draft, or end it early for a reason (P9)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market import events
from fairplace.dps.market.actions.draft_part import lock_for_drafting
from fairplace.dps.market.actions.tell_people import tell, tell_councils
from fairplace.dps.market.models import Consultation, ConsultationChange
from fairplace.dps.market.permissions import READERS, person_of
from fairplace.dps.market.queries.the_system import partner_ids
from fairplace.dps.organisations.queries.people import everyone_with_role
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def change_consultation(
    *, actor: Actor, consultation_id: UUID, closes_on: date, because: str = "", at: datetime
) -> None:
    """Refused once it is over, before the day until which it was promised to stay open, and earlier without a reason.

    Whoever was told of it is told the new day. Comments that came stay.
    """
    draft_id = Consultation.objects.filter(id=consultation_id).values_list("draft_id", flat=True).first()
    if draft_id is None:
        raise NotThere
    draft, _ = lock_for_drafting(actor, draft_id)
    found = Consultation.objects.select_for_update().get(id=consultation_id)
    today, before = at.astimezone(LONDON).date(), found.closes_on
    if before < today:
        raise Refused("The time for comments is over. Put the draft out again instead.")
    if closes_on == before:
        raise Refused("This is the last day already.", "closes_on")
    if closes_on < today:
        raise Refused("The last day must be today or later: nobody can comment in the past.", "closes_on")
    promised = found.open_at_least_until
    if closes_on < before and promised is not None and closes_on < promised:
        raise Refused(
            f"It was published that comments may come until {_day(promised)} at least. Choose that day or a later one.",
            "closes_on",
        )
    if closes_on < before and not because.strip():
        raise Refused("Say why it ends earlier than was published.", "because")
    found.closes_on = closes_on
    found.save(update_fields=["closes_on"])
    ConsultationChange.objects.create(
        consultation=found,
        was_to_close_on=before,
        closes_on=closes_on,
        because=because.strip(),
        by_id=person_of(actor),
        at=at,
    )
    audit.record(
        actor=actor,
        kind=events.CONSULTATION_CHANGED,
        subject=found,
        about=draft.category_id,
        was_to_close_on=before,
        closes_on=closes_on,
    )
    name = draft.category.name
    longer = closes_on > before
    cause = f"consultation-changed:{found.id}:{closes_on}:{at.timestamp():.0f}"
    subject = f"{'More time' if longer else 'Less time'} to tell us what you think: {name}"
    sentence = f"Comments on the draft of {name} may now come until {_day(closes_on)}, not {_day(before)}."
    path = f"/consultations/{found.id}/"
    tell(everyone_with_role(Role.BID_MANAGER), cause=cause, subject=subject, sentence=sentence, path=path)
    tell_councils(cause=cause, council_ids=partner_ids(), roles=READERS, subject=subject, sentence=sentence, path=path)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
