"""Who of those who run Fairplace may see, or saw, our pages, and why; and the button that ends it (X1)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.actions.support_access import end_support_access
from fairplace.dps.organisations.queries.support import access_to_own
from fairplace.web.components.support import access_shown
from fairplace.web.page import PageRequest, render
from fairplace.web.people.desk import Desk


def support(desk: Desk, request: PageRequest) -> HttpResponse:
    """Who of those who run Fairplace may see our pages: the newest first, each with every page that was opened."""
    rows = [access_shown(row) for row in access_to_own(request.actor, at=request.now)]
    return render(request, "web/people/support.jinja", desk=desk, rows=rows)


def end_support(desk: Desk, request: PageRequest, access_id: UUID) -> HttpResponse:
    """By a button alone: it counts from the operator's next click."""
    if request.method == "POST":
        end_support_access(actor=request.actor, access_id=access_id, at=request.now)
        messages.success(request, "Ended: they see your pages no more.")
    return redirect(desk.name("support"))
