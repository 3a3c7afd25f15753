"""The statutory clock of a consultation: the place is reminded, and the council told when it has run out (R10)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from fairplace.dps.competitions.actions.tell_people import tell_officers, tell_provider
from fairplace.dps.placements import events
from fairplace.dps.placements.models import Consultation
from fairplace.dps.placements.rules.named_preference import calendar_days_left, reminders_due
from fairplace.dps.referrals.queries.referral_for_named_place import referral_for_named_place
from fairplace.foundations import audit
from fairplace.foundations.encryption import reveal
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.working_days import LONDON
from fairplace.foundations.messages.queue import queue_message

_LETTER = """Hello {name},

We have not heard yet whether {place} can take the child for whom a family has named it ({reference}). \
Please answer by {due}. The page is in the message that we sent you on {asked}.

If you cannot find it, ring {council} and say {reference}: they can send you the link again.
"""


@transaction.atomic
def remind_place(*, actor: Actor, consultation_id: UUID, at: datetime) -> bool:
    """For the job. Whether anybody was told: each reminder goes once, and late ones not at all."""
    consultation = Consultation.objects.select_for_update().get(id=consultation_id)
    if consultation.answered_at is not None or consultation.revoked_at is not None:
        return False
    if at > consultation.due_at:
        return _overdue(consultation)
    wanted = reminders_due(consultation.asked_at, consultation.due_at, at)
    if wanted <= consultation.reminders:
        return False
    consultation.reminders = wanted
    consultation.save(update_fields=["reminders"])
    _remind(consultation, wanted)
    audit.record(actor=actor, kind=events.PLACE_REMINDED, subject=consultation, about=consultation.referral_id)
    left = calendar_days_left(at, consultation.due_at)
    reference = referral_for_named_place(consultation.referral_id).reference
    tell_officers(
        consultation.council_id,
        key=f"place-reminded:{consultation.id}:{wanted}",
        subject=f"The named place has not answered yet: {reference}",
        body=f"The place that was named for {reference} has {left} calendar {'day' if left == 1 else 'days'} left, and"
        " was reminded.",
    )
    return True


def _overdue(consultation: Consultation) -> bool:
    if consultation.told_overdue:
        return False
    consultation.told_overdue = True
    consultation.save(update_fields=["told_overdue"])
    reference = referral_for_named_place(consultation.referral_id).reference
    tell_officers(
        consultation.council_id,
        key=f"place-overdue:{consultation.id}",
        subject=f"The named place did not answer in time: {reference}",
        body=f"The calendar days in which the place that was named for {reference} should have answered are over.",
    )
    return True


def _remind(consultation: Consultation, number: int) -> None:
    referral = referral_for_named_place(consultation.referral_id)
    due = f"{consultation.due_at.astimezone(LONDON):%A %-d %B %Y}"
    key = f"place-reminder:{consultation.id}:{number}"
    if consultation.provider_id is not None:
        tell_provider(
            consultation.provider_id,
            key=key,
            subject=f"Please answer: {referral.reference}",
            body=f"A family has named {consultation.place_name} ({referral.reference}), and {referral.council_name}"
            f" waits for your answer until {due}. It is under your tasks: {settings.PUBLIC_ADDRESS}/provider/tasks/",
        )
        return
    queue_message(
        key=key,
        to=reveal(consultation, "contact_email") or "",
        subject="Please answer: a family has named you",
        body=_LETTER.format(
            name=reveal(consultation, "contact_name") or "there",
            place=consultation.place_name,
            reference=referral.reference,
            due=due,
            asked=f"{consultation.asked_at.astimezone(LONDON):%A %-d %B}",
            council=referral.council_name,
        ),
        private=True,
    )
