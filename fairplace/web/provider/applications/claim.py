"""It is ours: a place that another provider has added already (Q1)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.organisations.actions.claim_establishment import claim_establishment
from fairplace.dps.organisations.queries.register_search import providers_of, register_entries
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.own import unsent
from fairplace.web.provider.roles import FILL_IN


class ClaimForm(forms.Form):
    """In the provider's own words."""

    words = fields.LongText(
        "Since when is it yours, and what shows it?",
        hint="For example, the day of the sale and the new registration certificate.",
        max_words=150,
        missing="Say since when it is yours, and what shows it",
    )


@page(Audience.PROVIDER, roles=FILL_IN)
def claim(request: PageRequest, application_id: UUID, urn: str) -> HttpResponse:
    """An establishment that another provider has added: the lead authority is told, and looks (Q1)."""
    row = unsent(request, application_id)
    other = providers_of([urn]).get(urn)
    if other is None or other == request.actor.organisation_id:
        raise NotThere
    lead = the_system()
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        try:
            claim_establishment(actor=request.actor, urn=urn, words=words, lead_id=lead.lead_id, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{lead.lead_name} is told. It will look at the register and write to you.")
            return redirect("provider:applications:add_establishment", application_id=application_id)
    entry = register_entries([urn]).get(urn)
    return render(
        request,
        "web/provider/applications/claim.jinja",
        row=row,
        form=form,
        urn=urn,
        name=entry.shown_name if entry else "",
        lead_name=lead.lead_name,
    )
