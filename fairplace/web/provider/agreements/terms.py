"""New terms to accept: what changed, by when, what follows, and one typed name for all places or some (A8)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.qualification.actions.accept_terms import accept_terms
from fairplace.dps.qualification.queries.terms_held import Asked, terms_to_accept
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.formats import counted
from fairplace.web.page import Audience, PageRequest, page, render


class AcceptForm(forms.Form):
    """Every place is selected to begin with."""

    lines = fields.Checkboxes("For which places do you accept?", missing="Select at least one place")
    name_typed = fields.Text(
        "Your full name",
        hint="Type it as it stands in your account. It is your signature under each of them.",
        autocomplete="name",
        missing="Type your full name to accept",
    )

    def __init__(self, *args: object, asked: Asked, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [Choice(str(line.id), f"{line.establishment_name}: {line.category_name}") for line in asked.lines]
        self.fields["lines"].set_choices(choices)  # type: ignore[attr-defined]


@page(Audience.PROVIDER)
def to_accept(request: PageRequest) -> HttpResponse:
    """Every version that waits, the nearest date first."""
    return render(request, "web/provider/agreements/terms_list.jinja", asked=terms_to_accept(request.actor))


@page(Audience.PROVIDER)
def accept(request: PageRequest, terms_id: UUID) -> HttpResponse:
    asked = next((one for one in terms_to_accept(request.actor) if one.terms.id == terms_id), None)
    if asked is None:
        raise NotThere
    everything = {"lines": [str(line.id) for line in asked.lines]}
    form = AcceptForm(request.POST if request.method == "POST" else None, asked=asked, initial=everything)
    if request.method == "POST" and form.is_valid():
        lines = [UUID(line) for line in form.cleaned_data["lines"]]
        try:
            accept_terms(
                actor=request.actor,
                terms_id=terms_id,
                line_ids=lines,
                name_typed=form.cleaned_data["name_typed"],
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(
                request, f"You have accepted version {asked.terms.label} for {counted(len(lines), 'place')}."
            )
            return redirect("provider:agreements:terms")
    return render(request, "web/provider/agreements/terms_accept.jinja", asked=asked, form=form)
