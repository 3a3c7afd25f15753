"""Many agreements of accreditation, signed in one go by the provider's signatory (Q11)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fairplace.dps.organisations.rules.roles import Role
from fairplace.web.components.agreements.sign_list import sign_many
from fairplace.web.components.formats import counted
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.PROVIDER, roles={Role.PROVIDER_SIGNATORY})
def sign_list(request: PageRequest) -> HttpResponse:
    """Every place is selected to begin with."""
    signed, shown = sign_many(
        request,
        actor=request.actor,
        at=request.now,
        hint=lambda line: "" if line.competency_score is None else f"Score {line.competency_score}",
        all_selected=True,
    )
    if signed:
        messages.success(
            request,
            f"You have signed {counted(signed, 'agreement')}. The places join when the lead authority has signed too.",
        )
        return redirect("provider:agreements:list")
    return render(
        request,
        "web/components/agreements/sign_list.jinja",
        **shown,
        read_name="provider:agreements:accreditation",
        back_href=reverse("provider:agreements:list"),
    )
