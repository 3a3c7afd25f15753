"""The purchasing system is set up: its law, its lead and its partners, as the notice names them (P1, P2)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.actions.establish_system import establish_system
from fairplace.dps.market.queries.councils import CouncilRow, councils
from fairplace.dps.market.queries.the_system import systems
from fairplace.dps.market.rules.regimes import regimes
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.page import Audience, PageRequest, page, render


class SystemForm(forms.Form):
    """As the notice says."""

    name = fields.Text("Name of the system", hint="As in its notice", longest=200, missing="Enter its name")
    regime = fields.Radios(
        "Which law does it run under?", hint="This can never be changed", choices=[], missing="Select the law"
    )
    lead = fields.Select("Lead contracting authority", missing="Select the lead")
    partners = fields.Checkboxes(
        "Partners", hint="Agree criteria, share costs, place children. Not the lead", required=False
    )
    associates = fields.Checkboxes("Associates", hint="Place children, and pay a charge for it", required=False)
    begins_on = fields.Date("First day", missing="Enter the first day")
    ends_on = fields.Date("Last day", missing="Enter the last day")
    notice_reference = fields.Text(
        "Reference of the notice", hint="Of the notice that set the system up", longest=100, width=20, required=False
    )
    terms_version = fields.Text(
        "What do you call the first version of the contract terms?",
        hint="For example 2026.1",
        longest=20,
        width=10,
        missing="Enter a short name",
    )

    def __init__(self, *args: Any, rows: list[CouncilRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(row.id), row.name) for row in rows]
        for name in ("lead", "partners", "associates"):
            self.fields[name].set_choices(named)  # type: ignore[attr-defined]
        laws = [Choice(law.code, law.name, hint=law.law) for law in regimes().values()]
        self.fields["regime"].set_choices(laws)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        both = set(said.get("partners") or ()) & set(said.get("associates") or ())
        if both:
            self.add_error("associates", "Select each council as a partner or as an associate, not both")
        return said


@page(Audience.OPERATOR, roles={Role.OPERATOR})
def system(request: PageRequest) -> HttpResponse:
    """Set up the system that is worked in, once, from its notice."""
    if systems():
        raise NotThere
    rows = councils(request.actor, request.now)
    form = SystemForm(request.POST if request.method == "POST" else None, rows=rows)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        named = {UUID(one): standing for standing in ("partner", "associate") for one in said.pop(f"{standing}s") or ()}
        try:
            establish_system(
                actor=request.actor,
                lead_id=UUID(said.pop("lead")),
                partners=named,
                notice_reference=said.pop("notice_reference") or "",
                at=request.now,
                **said,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{said['name']} is set up. The lead's procurement officers go on from here.")
            return redirect("operator:councils:councils")
    return render(request, "web/operator/councils/system.jinja", form=form, rows=rows)
