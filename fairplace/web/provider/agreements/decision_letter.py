"""The decision letter about one of the provider's lines (Q11)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.queries.decision_letters import decision_letter, decision_letter_document
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.web.components.agreements.decision_letter import letter_page
from fairplace.web.components.downloads import as_attachment
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.PROVIDER)
def letter(request: PageRequest, line_id: UUID) -> HttpResponse:
    """The words, and the one thing to do next: sign, or apply again with what failed."""
    row = decision_letter(request.actor, line_id)
    shown = letter_page(
        row,
        back=reverse("provider:applications:overview"),
        document=reverse("provider:agreements:letter_document", args=[line_id]),
    )
    return render(
        request,
        "web/provider/agreements/decision_letter.jinja",
        **shown,
        may_sign=row.line.standing is LineStanding.APPROVED and request.actor.holds(Role.PROVIDER_SIGNATORY.value),
        may_apply_again=not row.letter.approved and request.actor.holds(Role.BID_MANAGER.value),
    )


@page(Audience.PROVIDER)
def document(request: PageRequest, line_id: UUID) -> HttpResponse:
    """The PDF of the letter."""
    return as_attachment(decision_letter_document(request.actor, line_id))
