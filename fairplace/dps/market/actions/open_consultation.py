"""Put a draft out for comments (P9)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market import events
from fairplace.dps.market.actions.draft_part import check_drafting, lock_for_drafting
from fairplace.dps.market.actions.tell_people import tell, tell_councils
from fairplace.dps.market.models import Consultation
from fairplace.dps.market.permissions import READERS, person_of
from fairplace.dps.market.queries.the_system import partner_ids
from fairplace.dps.organisations.queries.people import everyone_with_role
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def open_consultation(
    *,
    actor: Actor,
    draft_id: UUID,
    introduction: str,
    young_words: str,
    closes_on: date,
    open_at_least_until: date | None = None,
    at: datetime,
) -> UUID:
    """The draft as it is now is what people comment on; it may be worked on meanwhile. One at a time for each draft.

    open_at_least_until: published with it, and kept whatever happens. Every provider's bid manager and the councils'
    people are told. Returns the consultation.
    """
    draft, _ = lock_for_drafting(actor, draft_id)
    check_drafting(draft)
    today = at.astimezone(LONDON).date()
    if closes_on <= today:
        raise Refused("The last day must come after today.", "closes_on")
    if open_at_least_until is not None and open_at_least_until > closes_on:
        raise Refused("This must not come after the last day for comments.", "open_at_least_until")
    if not introduction.strip():
        raise Refused("Say what the draft changes and what you would like to hear.", "introduction")
    if not young_words.strip():
        raise Refused("Say the same in words for children and young people.", "young_words")
    if Consultation.objects.filter(draft=draft, closes_on__gte=today).exists():
        raise Refused("This draft is out for comments already.")
    consultation = Consultation.objects.create(
        draft=draft,
        introduction=introduction.strip(),
        young_words=young_words.strip(),
        document=draft.document,
        opened_by_id=person_of(actor),
        opened_at=at,
        closes_on=closes_on,
        open_at_least_until=open_at_least_until,
    )
    audit.record(
        actor=actor,
        kind=events.CONSULTATION_OPENED,
        subject=consultation,
        about=draft.category_id,
        draft_id=draft.id,
        closes_on=closes_on,
    )
    name = draft.category.name
    cause, subject = f"consultation-opened:{consultation.id}", f"Tell us what you think: {name}"
    sentence = f"A draft of what we ask for in {name} is out for comments until {closes_on.day} {closes_on:%B %Y}."
    path = f"/consultations/{consultation.id}/"
    tell(everyone_with_role(Role.BID_MANAGER), cause=cause, subject=subject, sentence=sentence, path=path)
    tell_councils(cause=cause, council_ids=partner_ids(), roles=READERS, subject=subject, sentence=sentence, path=path)
    return consultation.id
