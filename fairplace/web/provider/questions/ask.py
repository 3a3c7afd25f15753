"""Ask about joining: the answer is for everybody, who asked is for nobody (Q5)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.actions.ask_publicly import ask_publicly
from fairplace.dps.market.queries.categories import categories
from fairplace.dps.market.queries.public_questions import questions_asked
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.page import Audience, PageRequest, page, render


class AskForm(forms.Form):
    """One question."""

    category = fields.Select("What is it about?", empty=None, required=False, mark_optional=False)
    text = fields.LongText(
        "Your question",
        hint="Leave out what names you: the question is published with its answer.",
        max_words=300,
        missing="Write your question",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [Choice("", "Joining in general"), *(Choice(str(row.id), row.name) for row in categories())]
        self.fields["category"].set_choices(choices)  # type: ignore[attr-defined]


@page(Audience.PROVIDER)
def ask(request: PageRequest) -> HttpResponse:
    """The form, and what this provider asked before."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["category"]
        try:
            ask_publicly(
                actor=request.actor,
                text=form.cleaned_data["text"],
                category_id=UUID(chosen) if chosen else None,
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The lead authority has your question. You get an e-mail when it is answered.")
            return redirect("provider:questions:ask")
    return render(request, "web/provider/questions/ask.jinja", form=form, asked=questions_asked(request.actor))
