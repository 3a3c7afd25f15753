"""Before you apply: the criteria, why they are asked and what passes (Q5); then one button."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.actions.start_application import start_application
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def start(request: PageRequest) -> HttpResponse:
    if request.method == "POST":
        application_id = start_application(actor=request.actor, at=request.now)
        return redirect("provider:applications:show", application_id=application_id)
    rows = categories()
    return render(
        request,
        "web/provider/applications/start.jinja",
        contents=[content_of(row.version_id) for row in rows if row.filled],
        later=[row for row in rows if not row.filled],
    )
