"""What the family is told after the award, as it reads it: to print where no e-mail could be sent (C12)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.renew_account import renew_account, revoke_account
from fairplace.dps.competitions.queries.family_account import account_for_officer
from fairplace.dps.organisations.rules.roles import Role
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def account(request: PageRequest, competition_id: UUID) -> HttpResponse:
    typed = request.GET.get("child", "1")
    child = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
    found = account_for_officer(request.actor, competition_id, child)
    if request.method == "POST":
        given = {"actor": request.actor, "competition_id": competition_id, "child": child, "at": request.now}
        if request.POST.get("act") == "revoke":
            revoke_account(**given)  # type: ignore[arg-type]
            messages.success(request, "The link opens nothing any more.")
        else:
            renew_account(**given)  # type: ignore[arg-type]
            messages.success(request, "A new link is on its way. The earlier one opens nothing.")
        return redirect(request.get_full_path())
    return render(
        request, "web/council/awarding/account.jinja", found=found, competition_id=competition_id, child=child
    )
