"""A referral for each of several brothers and sisters, when nobody takes all of them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.split_apart import split_apart
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.permissions import check_may_write_referral
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import forms
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def split(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = referral_for_council(actor=request.actor, referral_id=referral_id)
    check_may_write_referral(request.actor, row.council_id)
    if not row.may_be_apart:
        raise Http404
    form = forms.Form(request.POST or None)
    if request.method == "POST":
        try:
            made = split_apart(actor=request.actor, referral_id=referral_id, at=request.now)
        except Refused as refused:
            form.is_valid()
            form.refuse(refused)
        else:
            messages.success(request, f"There are {len(made)} drafts now, one for each child, linked to one another.")
            return redirect("council:referrals:show", referral_id=referral_id)
    return render(request, "web/council/referrals/split.jinja", form=form, referral=row)
