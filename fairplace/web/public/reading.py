"""Pages to read: how to join, how scores are worked out, what families can expect, accessibility, privacy."""

from __future__ import annotations

from django.http import HttpResponse

from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.market.queries.the_system import partners, the_system
from fairplace.foundations.kernel.refused import NotThere
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.PUBLIC)
def how_to_join(request: PageRequest) -> HttpResponse:
    """Every criterion and question with why it is asked and what passes, before anyone applies (Q5)."""
    try:
        system = the_system()
    except NotThere:
        return render(request, "web/public/not_open.jinja")
    contents = [(row, content_of(row.version_id)) for row in categories()]
    councils = {row.ons_code: row.name for row in partners()}
    return render(request, "web/public/how_to_join.jinja", system=system, contents=contents, councils=councils)


@page(Audience.PUBLIC)
def method(request: PageRequest) -> HttpResponse:
    """The published method of scoring, with our own decisions marked as such."""
    return render(request, "web/public/method.jinja")


@page(Audience.PUBLIC)
def families(request: PageRequest) -> HttpResponse:
    """What a parent or carer can expect (R12, C5, C12)."""
    return render(request, "web/public/families.jinja")


@page(Audience.PUBLIC)
def accessibility(request: PageRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "web/public/accessibility.jinja")


@page(Audience.PUBLIC)
def privacy(request: PageRequest) -> HttpResponse:
    """What is kept about whom, who can read it, and which cookies there are."""
    return render(request, "web/public/privacy.jinja")
