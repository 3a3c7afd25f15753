"""Before you apply: the criteria, why they are asked and what passes (Q5); then one button."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.market.queries.entry import entries
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.regimes import regime_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.actions.start_application import start_application
from fairplace.foundations.kernel.refused import Refused
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def start(request: PageRequest) -> HttpResponse:
    if request.method == "POST":
        try:
            application_id = start_application(actor=request.actor, at=request.now)
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            return redirect("provider:applications:show", application_id=application_id)
    rows = categories()
    entry = entries(request.now)
    contents = [content_of(row.version_id) for row in rows if row.filled]
    return render(
        request,
        "web/provider/applications/start.jinja",
        contents=contents,
        documents=list(
            dict.fromkeys(q.name or q.text for content in contents for q in content.questions if q.kind == "evidence")
        ),
        entry={row.code: entry[row.id].sentence for row in rows},
        closed="" if any(one.open for one in entry.values()) else next(one.sentence for one in entry.values()),
        decide_within=regime_of(the_system().regime).decide_within,
        later=[row for row in rows if not row.filled],
    )
