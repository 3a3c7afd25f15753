"""The signed heads that this council was sent, so that it can hold the record to them (T3)."""

from __future__ import annotations

from django.http import HttpResponse

from fairplace.dps.transparency.queries.heads import heads_of
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.COUNCIL)
def heads(request: PageRequest) -> HttpResponse:
    return render(request, "web/council/record/heads.jinja", heads=heads_of(request.actor))
