"""The bid code, shown to the bidder so that it can be typed on another device (C2)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.rules.roles import Role
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.bids.code_cookie import kept_code
from fairplace.web.provider.bids.invited import at, invited


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def code(request: PageRequest, invitation: UUID) -> HttpResponse:
    """Only what this browser keeps: we have no copy to show."""
    row = invited(request, invitation)
    kept = kept_code(request)
    if not kept:
        return redirect(at(row, "bid"))
    return render(request, "web/provider/bids/code.jinja", row=row, referral=row.referral, code=kept)
