"""A family that has not answered is reminded once, half way through its time (C5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.choice_part import lock_open_choice
from fairplace.dps.competitions.actions.tell_people import tell_officers
from fairplace.dps.competitions.models import FamilyChoice
from fairplace.dps.competitions.queries.due_award import lots_are_due
from fairplace.dps.competitions.rules.awarding import if_nothing_is_heard
from fairplace.dps.competitions.rules.family_reminder import remind_at
from fairplace.dps.referrals.queries.child import family_contact
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.london_clock import day_and_time
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.working_days import LONDON
from fairplace.foundations.messages.queue import queue_message

_LETTER = """Hello {name},

We have not heard yet which place you prefer. The page is in the message that we sent you on {asked}.

You can answer until {until}. If we hear nothing by then, {silence}. That is fine too.

If you cannot find the message, ring {council} and say {reference}: they can send you the link again.
"""


@transaction.atomic
def remind_family(*, actor: Actor, choice_id: UUID, at: datetime) -> None:
    """For the job. The link itself is not in it: the database keeps its digest alone."""
    competition, choice = lock_open_choice(FamilyChoice.objects.get(id=choice_id))
    if choice.reminded_at is not None or at < remind_at(choice.asked_at, choice.expires_at):
        raise Refused("The family has been reminded, or it is too early.")
    choice.reminded_at = at
    choice.save(update_fields=["reminded_at"])
    referral = referral_for_bidder(competition.referral_id)
    with audit.transaction_as(actor):
        contact = family_contact(referral_id=competition.referral_id)
    if contact.email:
        queue_message(
            key=f"family-reminder:{choice.id}",
            to=contact.email,
            subject="A choice that waits for you",
            body=_LETTER.format(
                name=contact.name or "there",
                asked=f"{choice.asked_at.astimezone(LONDON):%A %-d %B}",
                until=day_and_time(choice.expires_at),
                silence=if_nothing_is_heard(lots=lots_are_due(competition, referral.choice_by)),
                council=referral.council_name,
                reference=referral.reference,
            ),
            private=True,
        )
    audit.record(actor=actor, kind=events.FAMILY_REMINDED, subject=choice, about=competition.referral_id)
    tell_officers(
        competition.council_id,
        key=f"family-reminded:{choice.id}",
        subject=f"The family has not answered yet: {referral.reference}",
        body=f"The family's time to choose for {referral.reference} is half over, and it was reminded.",
    )
