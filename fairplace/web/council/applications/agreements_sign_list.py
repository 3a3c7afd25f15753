"""Many agreements of accreditation, countersigned in one go by the lead authority (Q11)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fairplace.dps.market.queries.the_system import the_system
from fairplace.foundations.kernel.refused import NotThere
from fairplace.web.components.agreements.sign_list import sign_many
from fairplace.web.components.formats import counted
from fairplace.web.council.applications.roles import SIGNERS
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.COUNCIL, roles=SIGNERS)
def sign_list(request: PageRequest) -> HttpResponse:
    """Nothing is selected beforehand."""
    if request.actor.organisation_id != the_system().lead_id:
        raise NotThere
    signed, shown = sign_many(
        request,
        actor=request.actor,
        at=request.now,
        hint=lambda line: line.provider_name,
        all_selected=False,
    )
    if signed:
        messages.success(request, f"Signed by both sides: {counted(signed, 'place')} now on the system.")
        return redirect("council:applications:agreements")
    return render(
        request,
        "web/components/agreements/sign_list.jinja",
        **shown,
        read_name="council:applications:agreement",
        back_href=reverse("council:applications:agreements"),
    )
