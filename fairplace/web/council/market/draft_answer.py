"""A council agrees to a draft or objects (P8)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.actions.answer_draft import answer_draft
from fairplace.dps.market.permissions import AGREEING
from fairplace.dps.market.queries.drafts import draft_for_council
from fairplace.dps.market.rules.difference_words import changed_parts
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.page import Audience, PageRequest, page, render


class AnswerForm(forms.Form):
    agrees = fields.Radios(
        "What has your council decided?",
        choices=[
            Choice("yes", "It agrees", reveals=("reference",)),
            Choice("no", "It objects", reveals=("reason",)),
        ],
        missing="Select what your council has decided",
    )
    reference = fields.Text(
        "Reference of your council’s own decision",
        hint="For example, Cabinet member decision CM27/041.",
        longest=120,
        missing="Enter the reference of your council’s own decision",
    )
    reason = fields.LongText(
        "Why, and what would change that?",
        hint="Every council reads this.",
        rows=4,
        max_words=300,
        missing="Say why your council objects, and what would change that",
    )


@page(Audience.COUNCIL, roles=AGREEING)
def answer(request: PageRequest, draft_id: UUID) -> HttpResponse:
    """What it changes stands above the question. Once answered, the draft's page shows the answers."""
    row = draft_for_council(request.actor, draft_id)
    if not row.may_answer:
        return redirect("council:categories:draft", draft_id=draft_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            version = answer_draft(
                actor=request.actor,
                draft_id=draft_id,
                agrees=told["agrees"] == "yes",
                reference=told["reference"] or "",
                reason=told["reason"] or "",
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _done(told["agrees"] == "yes", version is not None))
            return redirect("council:categories:draft", draft_id=draft_id)
    parts = changed_parts(row.before, row.document)
    return render(request, "web/council/market/draft_answer.jinja", row=row, form=form, parts=parts)


def _done(agrees: bool, published: bool) -> str:
    if published:
        return "Your council agrees, as the last one. The new version is published."
    return "Your council’s agreement is recorded." if agrees else "Your council’s objection is recorded."
