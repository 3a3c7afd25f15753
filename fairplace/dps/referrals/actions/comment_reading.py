"""The family says what is wrong or missing, or that it is right as it is (R12)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from fairplace.dps.organisations.queries.people import people_with_role
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.reading_part import lock_reading
from fairplace.dps.referrals.events import COMMENTS_GIVEN
from fairplace.dps.referrals.models import FamilyComment, Referral
from fairplace.dps.referrals.rules.the_reader import the_reader
from fairplace.foundations import audit
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queue import Letter, queue_messages

MOST_CHARACTERS = 2000


@transaction.atomic
def comment_reading(*, token: str, comments: Mapping[str, str], at: datetime) -> None:
    """Part (FamilyComment.About) -> words; none: it is right as it is. Sent once, and only after the code."""
    reading = lock_reading(token)
    if reading.opened_at is None or not set(comments) <= set(FamilyComment.About.values):
        raise NotThere
    said = {about: text.strip() for about, text in comments.items() if text.strip()}
    for about, text in said.items():
        if len(text) > MOST_CHARACTERS:
            raise Refused("Shorten what you wrote: there is room for about 300 words.", about)
    rows = []
    for about, text in said.items():
        row = FamilyComment(reading=reading, about=about, at=at)
        seal_onto(row, text=text)
        rows.append(row)
    FamilyComment.objects.bulk_create(rows)
    reading.answered_at = at
    reading.save(update_fields=["answered_at"])
    audit.record(
        actor=the_reader(reading.council_id),
        kind=COMMENTS_GIVEN,
        subject=reading,
        about=reading.referral_id,
        comments=len(rows),
    )
    reference = Referral.objects.values_list("reference", flat=True).get(pk=reading.referral_id)
    queue_messages(
        Letter(
            f"family-commented:{reading.id}:{person.id}",
            person.email,
            f"The family has checked what is written: {reference}",
            f"Hello {person.name},\n\nThe family has answered about {reference}.\n\n{settings.PUBLIC_ADDRESS}/home/\n",
        )
        for person in people_with_role(reading.council_id, Role.PLACEMENT_OFFICER.value)
    )
