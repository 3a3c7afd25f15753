"""An award offered to the provider: accept it in time, or decline it and say why (C6)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.accept_award import accept_award
from fairplace.dps.competitions.actions.decline_award import decline_award
from fairplace.dps.competitions.rules.bid_content import content_from_json
from fairplace.dps.competitions.rules.bid_faults import price_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.queries.incentive import incentive_of
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.bids.invited import at, invited


class AcceptForm(forms.Form):
    sure = fields.Tick(
        "We offer this place to the child, as in our bid and at its price",
        missing="Tick that you offer this place as in your bid",
    )


class DeclineForm(forms.Form):
    because = fields.LongText(
        "Why can you not take the child after all?",
        hint="The council sees this. It must say nothing that identifies another child.",
        max_characters=300,
        rows=3,
        missing="Say why you decline the award",
    )


@page(Audience.PROVIDER, roles={Role.BID_MANAGER, Role.PROVIDER_SIGNATORY})
def award(request: PageRequest, invitation: UUID) -> HttpResponse:
    row = invited(request, invitation)
    if row.award_id is None or row.bid_content is None:
        raise Http404
    act = request.POST.get("act") if request.method == "POST" else None
    accept = AcceptForm(request.POST if act == "accept" else None)
    decline = DeclineForm(request.POST if act == "decline" else None)
    try:
        if act == "accept" and accept.is_valid():
            accept_award(actor=request.actor, award_id=row.award_id, at=request.now)
            messages.success(
                request, "You accepted the award. The agreement comes next: sign it first, then the council."
            )
            return redirect(at(row, "award"))
        if act == "decline" and decline.is_valid():
            because = decline.cleaned_data["because"]
            decline_award(actor=request.actor, award_id=row.award_id, because=because, at=request.now)
            messages.success(request, "You declined the award. The council has been told why.")
            return redirect(at(row, "referral"))
    except Refused as refused:
        (accept if act == "accept" else decline).refuse(refused)
    return render(
        request,
        "web/provider/bids/award.jinja",
        row=row,
        referral=row.referral,
        accept=accept,
        decline=decline,
        forms=[accept, decline],
        incentive=incentive_of(row.referral_id),
        standstill=row.accept_from is not None and request.now < row.accept_from,
        price=price_of(content_from_json(row.bid_content)),
    )
