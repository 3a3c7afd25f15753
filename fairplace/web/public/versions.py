"""What changed in a category and when (P3, T1)."""

from __future__ import annotations

from django.http import HttpResponse

from fairplace.dps.market.queries.versions import compare_versions, versions_of
from fairplace.web.components.versions import compared_numbers
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.PUBLIC)
def versions(request: PageRequest, code: str) -> HttpResponse:
    """Every version is kept, for whoever applied or was referred under it."""
    rows = versions_of(code)
    numbers = compared_numbers(request, [row.number for row in rows])
    return render(
        request,
        "web/public/versions.jinja",
        code=code,
        rows=rows,
        comparison=compare_versions(code, *numbers) if numbers else None,
    )
