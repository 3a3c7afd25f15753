"""Put the young people's model answer into a draft, with who wrote and signed it off (P9, §6.3)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market import events
from fairplace.dps.market.actions.change_draft import change_draft
from fairplace.dps.market.actions.draft_part import check_drafting, lock_for_drafting
from fairplace.dps.market.models import ModelAnswer
from fairplace.dps.market.permissions import person_of
from fairplace.dps.market.queries.the_system import partner_ids
from fairplace.dps.market.rules.edits import ChangeThing
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def sign_off_model_answer(
    *,
    actor: Actor,
    draft_id: UUID,
    revision: int,
    question: str,
    text: str,
    group: str,
    worker: str,
    council_id: UUID,
    signed_on: date,
    at: datetime,
) -> None:
    """question: the code of a scored statement. Evaluators see the text and the group beside what they mark."""
    draft, _ = lock_for_drafting(actor, draft_id)
    check_drafting(draft)
    scored = {one["code"] for one in draft.document.get("questions", []) if one.get("kind") == "statement"}
    if question not in scored:
        raise NotThere
    for given, name, sentence in (
        (text, "text", "Write the model answer."),
        (group, "group", "Enter what the group of children and young people is called."),
        (worker, "worker", "Enter who works with them and signed it off."),
    ):
        if not given.strip():
            raise Refused(sentence, name)
    if council_id not in partner_ids():
        raise Refused("Choose a council.", "council")
    if signed_on > at.astimezone(LONDON).date():
        raise Refused("The day of signing off cannot lie ahead.", "signed_on")
    change = ChangeThing("questions", question, {"model_answer": text.strip()})
    change_draft(actor=actor, draft_id=draft_id, revision=revision, edit=change, at=at)
    earlier = ModelAnswer.objects.filter(category_id=draft.category_id, question=question).count()
    answer = ModelAnswer.objects.create(
        category_id=draft.category_id,
        draft=draft,
        question=question,
        number=earlier + 1,
        text=text.strip(),
        group=group.strip(),
        worker=worker.strip(),
        council_id=council_id,
        signed_on=signed_on,
        recorded_by_id=person_of(actor),
        at=at,
    )
    audit.record(
        actor=actor,
        kind=events.MODEL_ANSWER_SIGNED_OFF,
        subject=answer,
        about=draft.category_id,
        question=question,
        number=answer.number,
        council_id=council_id,
    )
