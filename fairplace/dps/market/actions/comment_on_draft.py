"""Say something about a draft (P9). Nobody needs an account, and nobody's account is recorded."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market import events
from fairplace.dps.market.models import Comment, Consultation
from fairplace.dps.market.rules.difference_words import PART_NAMES
from fairplace.dps.market.rules.personal_details import personal_details
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON

LONGEST_COMMENT = 4000
VISITOR = Actor(
    person_id=None,
    name="A visitor",
    organisation_id=None,
    organisation_kind=None,
    organisation_name="",
    roles=frozenset(),
)


@transaction.atomic
def comment_on_draft(*, consultation_id: UUID, who: str, name: str, about: str, text: str, at: datetime) -> UUID:
    """name: of whoever writes, if they like; never published. Read by the councils before any of it is public.

    Refused once the last day is over.
    """
    consultation = Consultation.objects.filter(id=consultation_id).first()
    if consultation is None:
        raise NotThere
    if at.astimezone(LONDON).date() > consultation.closes_on:
        raise Refused("The time for comments is over.")
    if who not in Comment.Who.values:
        raise Refused("Say who you are.", "who")
    if about and about not in PART_NAMES:
        raise Refused("Choose what your comment is about from the list.", "about")
    written = text.replace("\0", "").strip()
    if not written:
        raise Refused("Write what you think.", "text")
    if len(written) > LONGEST_COMMENT:
        raise Refused(f"Shorten what you wrote to {LONGEST_COMMENT} characters or fewer.", "text")
    comment = Comment.objects.create(
        consultation=consultation,
        who=who,
        name=name.replace("\0", "").strip()[:120],
        about=about,
        text=written,
        found=list(personal_details(written)),
        at=at,
    )
    audit.record(actor=VISITOR, kind=events.COMMENT_MADE, subject=comment, about=consultation, who=who)
    return comment.id
