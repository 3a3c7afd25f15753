"""What the family is told after the award, as it reads it: to print where no e-mail could be sent (C12)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.competitions.queries.family_account import account_for_officer
from fairplace.dps.organisations.rules.roles import Role
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def account(request: PageRequest, competition_id: UUID) -> HttpResponse:
    typed = request.GET.get("child", "1")
    child = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
    found = account_for_officer(request.actor, competition_id, child)
    return render(
        request, "web/council/awarding/account.jinja", found=found, competition_id=competition_id, child=child
    )
