"""A council's own sign-in page that comes to those who run Fairplace: the council has one administrator (X1)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.queries.single_sign_on import waiting_sign_on
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.web.components.addresses import address
from fairplace.web.components.people import DecideForm, decided_on_sign_on
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.OPERATOR, roles={Role.OPERATOR})
def decide(request: PageRequest, sign_on_id: UUID) -> HttpResponse:
    row = waiting_sign_on(request.actor, sign_on_id)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, decided_on_sign_on(request.actor, row, form, request.now))
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("operator:people:people")
    people_href = address("operator:people:people")
    return render(request, "web/components/sign_on_decide.jinja", form=form, row=row, people_href=people_href)
