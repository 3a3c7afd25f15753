"""Copy the answers of another line here, in one click (Q2)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.actions.copy_line_answers import copy_line_answers
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.web.page import Audience, PageRequest, page
from fairplace.web.provider.applications.own import back_to, unsent


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def copy_answers(request: PageRequest, application_id: UUID, line_id: UUID) -> HttpResponse:
    row = unsent(request, application_id)
    line = row.line(line_id)
    if request.method != "POST":
        return back_to(row, line)
    try:
        other = row.line(UUID(request.POST.get("from_line", "")))
    except ValueError:
        raise NotThere from None
    try:
        copy_line_answers(actor=request.actor, line_id=line_id, from_line_id=other.line.id, at=request.now)
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        places = f"from {other.establishment.name} to {line.establishment.name}"
        messages.success(request, f"Copied {places}. Read it through: it is yours to change.")
    return back_to(row, line)
