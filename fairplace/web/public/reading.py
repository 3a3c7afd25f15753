"""Pages to read: how scores are worked out, what families can expect, accessibility, privacy."""

from __future__ import annotations

from django.http import HttpResponse

from fairplace.web.page import Audience, PageRequest, page, render


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
