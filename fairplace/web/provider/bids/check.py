"""Check the draft before it is submitted: "Not yet ready because…" (C1)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.queries.own_bid import own_bid
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.web.page import Audience, PageRequest, page
from fairplace.web.provider.bids.bid_summary import show_check
from fairplace.web.provider.bids.code_cookie import kept_code
from fairplace.web.provider.bids.invited import at, invited


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def check(request: PageRequest, invitation: UUID) -> HttpResponse:
    row = invited(request, invitation)
    code = kept_code(request)
    try:
        content = own_bid(request.actor, row.id, code) if code and row.will_bid else None
    except Refused:
        content = None
    if content is None or content.submission is not None or not row.open_to_bids:
        return redirect(at(row, "bid"))
    return show_check(request, row, content)
