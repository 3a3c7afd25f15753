"""Who of those who run Fairplace may see, or saw, this council's pages, and why; and the button that ends it (X1)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.actions.support_access import end_support_access
from fairplace.dps.organisations.queries.support import access_to_own
from fairplace.dps.organisations.rules.roles import Role
from fairplace.web.components.support import access_shown
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.COUNCIL, roles={Role.ADMINISTRATOR})
def support(request: PageRequest) -> HttpResponse:
    """The newest first, each with every page that was opened."""
    return render(
        request,
        "web/components/support_page.jinja",
        rows=[access_shown(row) for row in access_to_own(request.actor, at=request.now)],
        people="council:people:people",
        end="council:people:end_support",
    )


@page(Audience.COUNCIL, roles={Role.ADMINISTRATOR})
def end_support(request: PageRequest, access_id: UUID) -> HttpResponse:
    """By a button alone: it counts from the operator's next click."""
    if request.method == "POST":
        end_support_access(actor=request.actor, access_id=access_id, at=request.now)
        messages.success(request, "Ended: they see your pages no more.")
    return redirect("council:people:support")
