"""A draft as providers and the public will see it, and what it changes (P8)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.market.permissions import READERS
from fairplace.dps.market.queries.drafts import draft_for_council
from fairplace.dps.market.queries.the_system import partners
from fairplace.dps.market.rules.category_content import CategoryContent, Question
from fairplace.dps.market.rules.difference_words import changed_parts
from fairplace.govuk import fields, forms
from fairplace.web.page import Audience, PageRequest, page, render


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question with the name of its field in the form that is only looked at."""

    question: Question
    field: str


@page(Audience.COUNCIL, roles=READERS)
def preview(request: PageRequest, draft_id: UUID) -> HttpResponse:
    row = draft_for_council(request.actor, draft_id)
    form = forms.Form(prefix="shown")
    shown = _questions(row.content, form)
    return render(
        request,
        "web/council/market/draft_preview.jinja",
        row=row,
        content=row.content,
        councils={one.ons_code: one.name for one in partners()},
        shown_form=form,
        provider_questions=[one for one in shown if one.question.level == "provider"],
        place_questions=[one for one in shown if one.question.level != "provider"],
    )


@page(Audience.COUNCIL, roles=READERS)
def changes(request: PageRequest, draft_id: UUID) -> HttpResponse:
    """Nothing that stays the same is shown."""
    row = draft_for_council(request.actor, draft_id)
    parts = changed_parts(row.before, row.document)
    return render(request, "web/council/market/draft_changes.jinja", row=row, parts=parts)


def _questions(content: CategoryContent, form: forms.Form) -> list[ShownQuestion]:
    shown = []
    for number, question in enumerate(content.questions):
        name = f"question{number}"
        form.fields[name] = _field(question)
        shown.append(ShownQuestion(question, name))
    return shown


def _field(question: Question) -> fields.Looks:
    label, hint = question.text or question.name or question.code, question.hint
    match question.kind:
        case "yes_no":
            return fields.YesNo(label, hint=hint)
        case "statement":
            return fields.LongText(label, hint=hint, max_words=question.most_words or None, rows=8)
        case "evidence":
            return fields.Upload(label, hint=hint)
    return fields.Text(label, hint=hint)
