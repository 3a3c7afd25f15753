"""Name who leads the drafting of a category (P8)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.actions.appoint_category_lead import appoint_category_lead
from fairplace.dps.market.queries.drafts import category_board, possible_leads
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.page import Audience, PageRequest, page, render


class LeadForm(forms.Form):
    person = fields.Radios("Who leads this category?", missing="Select who leads this category")


@page(Audience.COUNCIL, roles={Role.PROCUREMENT_OFFICER})
def appoint(request: PageRequest, category_id: UUID) -> HttpResponse:
    """One of those who hold the role in any council of the system."""
    row = next((one for one in category_board(request.actor) if one.id == category_id and one.may_appoint), None)
    if row is None:
        raise Http404
    able = possible_leads()
    form = LeadForm(request.POST if request.method == "POST" else None)
    form.fields["person"].set_choices(  # type: ignore[attr-defined]
        Choice(str(one.id), one.name, hint=f"{one.job_title}, {one.council}" if one.job_title else one.council)
        for one in able
    )
    if request.method == "POST" and form.is_valid():
        try:
            appoint_category_lead(
                actor=request.actor,
                category_id=category_id,
                person_id=UUID(form.cleaned_data["person"]),
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The lead is named, and has been told.")
            return redirect("council:categories:board")
    return render(request, "web/council/market/draft_lead.jinja", form=form, row=row, able=able)
