"""Referrals that own places were not sent: why, and opting in where a declared fact or the cap is why (R5, R11)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.opt_in import opt_in
from fairplace.dps.competitions.queries.own_snapshot import NotSent, own_snapshot
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import forms
from fairplace.web.components.lists import read_paging
from fairplace.web.components.rows import Fact
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.bids.invited import measured_from

PER_PAGE = 50


@page(Audience.PROVIDER, roles={Role.BID_MANAGER, Role.PROVIDER_SIGNATORY})
def not_sent(request: PageRequest) -> HttpResponse:
    asked = read_paging(request, 10**6, PER_PAGE)
    found = own_snapshot(request.actor, limit=PER_PAGE, offset=asked.offset)
    paging = read_paging(request, found.total, PER_PAGE)
    return render(request, "web/provider/bids/not_sent.jinja", rows=found.rows, paging=paging)


@page(Audience.PROVIDER, roles={Role.BID_MANAGER, Role.PROVIDER_SIGNATORY})
def why_not_sent(request: PageRequest, eligibility_id: UUID) -> HttpResponse:
    found = own_snapshot(request.actor, only=eligibility_id).rows
    form = forms.Form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = opt_in(actor=request.actor, eligibility_id=eligibility_id, at=request.now)
        except Refused as refused:
            form.refuse(refused.sentence)
        else:
            messages.success(request, "You have opted in. The council sees that, and you are invited like the others.")
            return redirect("provider:bids:referral", invitation=invitation)
    if not found:
        raise Http404
    (row,) = found
    return render(request, "web/provider/bids/why_not_sent.jinja", row=row, form=form, at_a_glance=_facts(row))


def _facts(row: NotSent) -> list[Fact]:
    asked = Fact("What is asked", row.title) if row.title else Fact("Kind of place", row.placement_kind_name)
    return [asked, Fact("Distance from home", row.distance_band, measured_from(row.kind, from_areas=row.from_areas))]
