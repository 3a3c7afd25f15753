"""The decision letter about a line, as the lead authority sent it (Q11)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from fairplace.dps.qualification.queries.decision_letters import decision_letter, decision_letter_document
from fairplace.web.components.agreements.decision_letter import letter_page
from fairplace.web.components.downloads import as_attachment
from fairplace.web.council.applications.roles import DESK, SIGNERS
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.COUNCIL, roles=SIGNERS)
def letter(request: PageRequest, line_id: UUID) -> HttpResponse:
    row = decision_letter(request.actor, line_id)
    at_desk = request.actor.holds(*(role.value for role in DESK))
    shown = letter_page(
        row,
        back=reverse("council:applications:line", args=[line_id])
        if at_desk
        else reverse("council:applications:agreements"),
        document=reverse("council:applications:letter_document", args=[line_id]),
    )
    return render(request, "web/components/agreements/decision_letter.jinja", **shown)


@page(Audience.COUNCIL, roles=SIGNERS)
def document(request: PageRequest, line_id: UUID) -> HttpResponse:
    return as_attachment(decision_letter_document(request.actor, line_id))
