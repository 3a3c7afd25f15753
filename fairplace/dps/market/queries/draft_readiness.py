"""What keeps a draft from being agreed, and what the partners have answered (P8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.market.models import CategoryDraft, DraftAgreement, ModelAnswer
from fairplace.dps.market.rules.category_content import Fault, typed_content
from fairplace.dps.market.rules.content_faults import faults_of, unsigned_answers
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What a council recorded last in the round at hand."""

    council_id: UUID
    person_name: str
    at: datetime
    agrees: bool
    reference: str
    reason: str


def faults_of_draft(draft_id: UUID) -> list[Fault]:
    """Every fault of the document, and model answers that are not signed off. Empty: ready."""
    row = CategoryDraft.objects.filter(id=draft_id).values_list("document", "begun_from__content", "category_id")
    found = row.first()
    if found is None:
        raise NotThere
    document, in_force, category_id = found
    signed = set(ModelAnswer.objects.filter(category_id=category_id).values_list("question", "text"))
    content = typed_content(document)
    return [*faults_of(content), *unsigned_answers(content, typed_content(in_force), signed)]


def answers_of_round(draft_id: UUID, round_number: int) -> dict[UUID, AnswerRow]:
    """By council; the newest answer of each."""
    rows = DraftAgreement.objects.filter(draft_id=draft_id, round=round_number).order_by("at", "id")
    columns = ("council_id", "person__name", "at", "agrees", "reference", "reason")
    return {row[0]: AnswerRow(*row) for row in rows.values_list(*columns)}
