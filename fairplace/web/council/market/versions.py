"""The versions of a category, and what changed between any two (P3)."""

from __future__ import annotations

from django.http import HttpResponse

from fairplace.dps.competitions.permissions import may_rehearse
from fairplace.dps.market.permissions import READERS
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.queries.versions import compare_versions, versions_of
from fairplace.web.components.versions import compared_numbers
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.COUNCIL, roles=READERS)
def versions(request: PageRequest, code: str) -> HttpResponse:
    """Without a choice, the newest against the one before."""
    rows = versions_of(code)
    numbers = compared_numbers(request, [row.number for row in rows])
    return render(
        request,
        "web/council/market/versions.jinja",
        rows=rows,
        code=code,
        may_rehearse=may_rehearse(request.actor, the_system().lead_id),
        comparison=compare_versions(code, *numbers) if numbers else None,
    )
