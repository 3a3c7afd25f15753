"""The young people's model answer to a scored statement: written, and signed off by whom (P9, §6.3)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.actions.change_draft import ChangedMeanwhile
from fairplace.dps.market.actions.sign_off_model_answer import sign_off_model_answer
from fairplace.dps.market.permissions import READERS
from fairplace.dps.market.queries.model_answers import model_answers
from fairplace.dps.market.queries.the_system import partners
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.council.market.draft_parts import editable_draft
from fairplace.web.council.market.editing import revision_read
from fairplace.web.page import Audience, PageRequest, page, render


class ModelAnswerForm(forms.Form):
    revision = fields.Hidden(required=False)
    text = fields.LongText(
        "The model answer",
        hint="What a very good answer says, as the children and young people put it.",
        rows=8,
        max_characters=5000,
        threshold=90,
        missing="Write the model answer",
    )
    group = fields.Text(
        "Which group wrote it?",
        hint="The name of the group, for example Youth Voice. Never the name of a child.",
        longest=120,
        missing="Enter what the group is called",
    )
    worker = fields.Text(
        "Who signed it off with them?",
        hint="The participation worker.",
        longest=120,
        missing="Enter who signed it off with them",
    )
    council = fields.Select("Which council do they work for?", missing="Select the council")
    signed_on = fields.Date("When was it signed off?", hint="For example, 5 1 2027")


@page(Audience.COUNCIL, roles=READERS)
def sign_off(request: PageRequest, draft_id: UUID, code: str) -> HttpResponse:
    """404 when the draft has no such scored statement."""
    row = editable_draft(request, draft_id)
    question = next((one for one in row.content.questions if one.code == code and one.kind == "statement"), None)
    if question is None:
        raise Http404
    initial = {"revision": row.revision, "text": question.model_answer}
    form = ModelAnswerForm(request.POST if request.method == "POST" else None, initial=initial)
    form.fields["council"].set_choices((str(one.council_id), one.name) for one in partners())  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            sign_off_model_answer(
                actor=request.actor,
                draft_id=draft_id,
                revision=revision_read(request, row.revision),
                question=code,
                text=told["text"],
                group=told["group"],
                worker=told["worker"],
                council_id=UUID(told["council"]),
                signed_on=told["signed_on"],
                at=request.now,
            )
        except ChangedMeanwhile as meanwhile:
            form.refuse(meanwhile)
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["revision"] = str(meanwhile.revision)  # type: ignore[index]
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The model answer and who signed it off are kept with the draft.")
            return redirect("council:categories:draft", draft_id=draft_id)
    return render(
        request,
        "web/council/market/draft_model_answer.jinja",
        row=row,
        form=form,
        question=question,
        part_title="Young people’s model answer",
        earlier=[one for one in model_answers(row.category_id) if one.question == code],
    )
