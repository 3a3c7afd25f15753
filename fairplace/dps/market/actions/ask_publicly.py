"""A provider asks about joining; the lead authority answers for everybody (Q5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from fairplace.dps.market import events
from fairplace.dps.market.models import Category, PublicAnswer, PublicQuestion
from fairplace.dps.market.permissions import check_may_answer_publicly, check_may_ask_publicly, person_of
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.organisations.queries.people import people_by_id, people_with_role
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queue import queue_message

LONGEST = 4000


@transaction.atomic
def ask_publicly(*, actor: Actor, text: str, category_id: UUID | None, at: datetime) -> UUID:
    """The lead's procurement officers are told. Nothing is published before it is answered."""
    check_may_ask_publicly(actor)
    system = the_system()
    words = text.strip()
    if not words:
        raise Refused("Write your question.", "text")
    if len(words) > LONGEST:
        raise Refused(f"Shorten your question to {LONGEST} characters.", "text")
    if category_id is not None and not Category.objects.filter(id=category_id, system_id=system.id).exists():
        raise NotThere
    question = PublicQuestion.objects.create(
        system_id=system.id, category_id=category_id, text=words, asked_by_id=person_of(actor), at=at
    )
    audit.record(actor=actor, kind=events.PUBLIC_QUESTION_ASKED, subject=question, about=system.id)
    for officer in people_with_role(system.lead_id, Role.PROCUREMENT_OFFICER):
        queue_message(
            key=f"public-question:{question.id}:{officer.id}",
            to=officer.email,
            subject="A provider asks about joining",
            body=f"Dear {officer.name}\n\nA question waits for an answer that everybody can read:"
            f" {settings.PUBLIC_ADDRESS}/council/questions/{question.id}/\n\nFairplace",
        )
    return question.id


@transaction.atomic
def answer_publicly(
    *, actor: Actor, question_id: UUID, question_text: str, text: str, published: bool, at: datetime
) -> None:
    """question_text: as everybody reads it, without what names the asker. Answered again, the last answer counts."""
    system = the_system()
    check_may_answer_publicly(actor, system.lead_id)
    question = PublicQuestion.objects.filter(id=question_id, system_id=system.id).first()
    if question is None:
        raise NotThere
    if not question_text.strip():
        raise Refused("Say what was asked, without what names anybody.", "question_text")
    if not text.strip():
        raise Refused("Write the answer.", "text")
    answer = PublicAnswer.objects.create(
        question=question,
        question_text=question_text.strip(),
        text=text.strip(),
        published=published,
        by_id=person_of(actor),
        at=at,
    )
    audit.record(
        actor=actor, kind=events.PUBLIC_QUESTION_ANSWERED, subject=question, about=system.id, published=published
    )
    asker = people_by_id([question.asked_by_id]).get(question.asked_by_id)
    if asker is not None:
        where = f"/how-to-join/questions/#q-{question.id}" if published else "/provider/questions/"
        queue_message(
            key=f"public-answer:{answer.id}",
            to=asker.email,
            subject="Your question about joining is answered",
            body=f"Dear {asker.name}\n\nRead the answer: {settings.PUBLIC_ADDRESS}{where}\n\nFairplace",
        )
