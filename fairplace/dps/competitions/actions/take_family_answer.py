"""An officer writes down what a family answered on paper, by telephone or at a meeting (C5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions.actions.choice_part import check_answer, keep_answer, lock_open_choice
from fairplace.dps.competitions.models import FamilyChoice
from fairplace.dps.competitions.permissions import check_may_run, person_of
from fairplace.dps.competitions.queries.due_award import latest_choice
from fairplace.dps.referrals.queries.child import family_contact
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queue import queue_message

_TOLD = """Hello {name},

{council} has written down the answer that you gave about the place ({reference}). It counts like an answer on the \
page. Your link still opens the page, which says what was written down. If it is not what you said, ring the council \
at once.
"""


@transaction.atomic
def take_family_answer(
    *, actor: Actor, competition_id: UUID, bid_id: UUID | None, reason: str, how: str, at: datetime
) -> None:
    """bid_id None: no preference. Who wrote it down, and how it was given, stays beside the answer; the family is
    told, so that nobody can answer for it unseen. Refused when the family has answered, or its time is up.
    """
    found = latest_choice(competition_id)
    if found is None:
        raise NotThere
    check_may_run(actor, found.council_id)
    if how not in {FamilyChoice.TakenBy.PAPER, FamilyChoice.TakenBy.TELEPHONE, FamilyChoice.TakenBy.MEETING}:
        raise Refused("Say how the family answered.", "how")
    competition, choice = lock_open_choice(found)
    check_answer(choice, bid_id, reason)
    choice.taken_how = how
    choice.taken_by_id = person_of(actor)
    keep_answer(competition, choice, bid_id, reason, actor=actor, at=at)
    contact = family_contact(referral_id=competition.referral_id)
    if contact.email:
        referral = referral_for_bidder(competition.referral_id)
        queue_message(
            key=f"family-answer-taken:{choice.id}",
            to=contact.email,
            subject="We have written down your answer",
            body=_TOLD.format(
                name=contact.name or "there", council=referral.council_name, reference=referral.reference
            ),
            private=True,
        )
