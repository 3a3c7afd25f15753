"""Where a fostering agency has carers: its bid managers declare it, everybody of the provider reads it (R4)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.actions.declare_carer_areas import declare_carer_areas
from fairplace.dps.organisations.queries.carer_areas import OwnAreas, own_areas
from fairplace.dps.organisations.rules.carer_areas import MOST_AREAS
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.formats import counted
from fairplace.web.components.rows import TimelineEntry
from fairplace.web.page import Audience, PageRequest, page, render


class AreasForm(forms.Form):
    """Empty: the office counts again."""

    districts = fields.LongText(
        "Postcode districts in which you have carers",
        hint="The first half of each postcode, such as GU2 GU3 RH12. Between them a space, a comma or a new line."
        f" {MOST_AREAS} at most. Leave it empty to be measured from your office.",
        required=False,
        mark_optional=False,
        rows=6,
        spellcheck=False,
    )


@page(Audience.PROVIDER)
def carer_areas(request: PageRequest, establishment_id: UUID) -> HttpResponse:
    found = own_areas(request.actor, establishment_id)
    form = AreasForm(request.POST or None, initial={"districts": " ".join(found.districts)})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data["districts"] or ""
        try:
            declared = declare_carer_areas(
                actor=request.actor, establishment_id=establishment_id, typed=typed, at=request.now
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _saved(declared))
            return redirect("provider:agreements:carer_areas", establishment_id=establishment_id)
    return render(
        request,
        "web/provider/agreements/carer_areas.jinja",
        found=found,
        form=form,
        declares=request.actor.holds(Role.BID_MANAGER.value),
        timeline=_timeline(found),
    )


def _saved(declared: tuple[str, ...]) -> str:
    since = "This counts for referrals published from now on."
    if not declared:
        return f"No areas are declared: distances are measured from your office. {since}"
    return f"Your carers are in {counted(len(declared), 'postcode district')}. {since}"


def _timeline(found: OwnAreas) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            at=one.at,
            title=counted(len(one.districts), "postcode district") if one.districts else "None: the office counts",
            by=one.by,
            text=", ".join(one.districts),
        )
        for one in found.declared
    ]
