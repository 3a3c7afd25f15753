"""After every award: a plain account for the family, by a link, without an account of its own (C12)."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from fairplace.dps.competitions.queries.family_account import account_by_link
from fairplace.dps.competitions.rules.family_code import token_digest
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.FAMILY)
def account(request: PageRequest, token: str) -> HttpResponse:
    found = account_by_link(token_digest(token), at=request.now)
    if found is None:
        raise Http404
    return render(request, "web/family/account.jinja", found=found)
