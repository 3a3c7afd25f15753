"""The family, or the young person, is asked to check what is written, by an e-mailed link (R12)."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from fairplace.dps.referrals.actions.draft import check_child, lock_draft
from fairplace.dps.referrals.events import READING_SENT
from fairplace.dps.referrals.models import ChildStory, FamilyReading
from fairplace.dps.referrals.queries.child import family_contact
from fairplace.dps.referrals.rules.family_code import token_digest
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.london_clock import day_and_time
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import working_deadline
from fairplace.foundations.messages.queue import queue_message

READING_PATH = "/family/reading/"
WORKING_DAYS = 5
_LETTER = """Hello {name},

We are looking for a place, and have written down {what}. Before anybody else reads it, please check it:
{link}

You can say what is wrong or missing, and add your own words, until {until}. If we hear nothing, we carry on. \
If you would rather talk to somebody, ring the person at the council who is looking for the place.

Please do not pass this link on.

{council}
"""
_OF_ONE = "what one of your children needs and who they are; the page says which"
_WHAT = {
    "family": "what your child needs and who they are",
    "young_person": "what you need and who you are, in a version for young people",
}


@transaction.atomic
def send_reading(*, actor: Actor, referral_id: UUID, reader: str, at: datetime, child: int = 1) -> UUID:
    """reader: family or young_person, which differ in how the page speaks. An earlier link to the same reader ends.

    child: of several, whom it is about. A young person reads of nobody else; nor does the family of one of a cohort.
    """
    referral = lock_draft(actor, referral_id)
    check_child(referral, child)
    if reader not in FamilyReading.Reader.values:
        raise Refused("Choose who is asked.", "reader")
    if actor.person_id is None:
        raise NotThere
    if not ChildStory.objects.filter(referral=referral, child=child).exists():
        raise Refused("Write the child's story first, so that there is something to check.", "reader")
    try:
        contact = family_contact(referral_id=referral_id, child=child)
    except NotThere:
        contact = None
    if contact is None or not contact.email:
        raise Refused("Enter the family's email address first, under “The child and the family”.", "reader")
    FamilyReading.objects.filter(
        referral=referral, reader=reader, child=child, revoked_at__isnull=True, answered_at__isnull=True
    ).update(revoked_at=at, code_sha256=None)
    token = secrets.token_urlsafe(32)
    reading = FamilyReading.objects.create(
        referral=referral,
        council_id=referral.council_id,
        reader=reader,
        child=child,
        token_sha256=token_digest(token),
        sent_at=at,
        sent_by_id=actor.person_id,
        expires_at=working_deadline(at, WORKING_DAYS),
    )
    queue_message(
        key=f"family-reading:{reading.id}",
        to=contact.email,
        subject="Please check what we have written",
        body=_LETTER.format(
            name=contact.name or "there",
            what=_OF_ONE if referral.split_from_id and reader == "family" else _WHAT[reader],
            link=f"{settings.PUBLIC_ADDRESS}{READING_PATH}{token}/",
            until=day_and_time(reading.expires_at),
            council=actor.organisation_name,
        ),
        private=True,
    )
    audit.record(
        actor=actor,
        kind=READING_SENT,
        subject=reading,
        about=referral,
        reader=reader,
        expires_at=reading.expires_at,
    )
    return reading.id
