"""The answer to an invitation: a form on the referral's page, never a link that a mail scanner could follow (R6)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.answer_invitation import answer_invitation
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.web.page import Audience, PageRequest, page
from fairplace.web.provider.bids.code_cookie import forget_code, keep_code
from fairplace.web.provider.bids.invited import at, invited
from fairplace.web.provider.bids.referral import WillBidForm, show_referral


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def answer(request: PageRequest, invitation: UUID) -> HttpResponse:
    row = invited(request, invitation)
    if request.method != "POST":
        return redirect(at(row, "referral"))
    if request.POST.get("answer") == "cannot":
        return _cannot(request, invitation)
    form = WillBidForm(request.POST, several=row.referral.several)
    if not form.is_valid():
        return show_referral(request, row, form)
    try:
        code = answer_invitation(
            actor=request.actor,
            invitation_id=row.id,
            answer="will_bid",
            confidential=form.cleaned_data["confidential"],
            at=request.now,
        )
    except Refused as refused:
        form.refuse(refused)
        return show_referral(request, row, form)
    response = redirect(at(row, "code" if code else "bid"))
    if code:
        keep_code(response, request, row, code)
    return response


def _cannot(request: PageRequest, invitation: UUID) -> HttpResponse:
    row = invited(request, invitation)
    form = WillBidForm({}, several=row.referral.several)
    form.errors.clear()
    try:
        answer_invitation(
            actor=request.actor,
            invitation_id=row.id,
            answer="cannot",
            reason=request.POST.get("reason", ""),
            at=request.now,
        )
    except Refused as refused:
        form.refuse(refused.sentence)
        return show_referral(request, row, form)
    messages.success(request, "The council will see that you cannot offer this place, and why.")
    response = redirect(at(row, "referral"))
    forget_code(response, row.id)
    return response
