"""The provider's own application as every page of joining needs it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponseRedirect
from django.shortcuts import redirect

from fairplace.dps.qualification.queries.provider_places import LineForm, ProviderApplication, application_of
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.kernel.working_days import LONDON
from fairplace.web.page import PageRequest


def unsent(request: PageRequest, application_id: UUID) -> ProviderApplication:
    """The application while it can be changed; NotThere once it is sent: its pages of questions are gone then."""
    row = application_of(request.actor, application_id, request.now)
    if row.application.submitted_at is not None:
        raise NotThere
    return row


def back_to(row: ProviderApplication, line: LineForm | None = None) -> HttpResponseRedirect:
    """The task list, at the part that was worked on."""
    response = redirect("provider:applications:show", application_id=row.application.id)
    if line is not None:
        response["Location"] += f"#line-{line.line.id}"
    return response


def today(request: PageRequest) -> date:
    """The day in London."""
    return request.now.astimezone(LONDON).date()
