"""Explain a price that seems abnormally low, before anybody decides about it (reg 69)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.explain_price import LONGEST, explain_price
from fairplace.dps.competitions.queries.price_questions import price_question
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.bids.invited import at, invited


class ExplainForm(forms.Form):
    answer = fields.LongText(
        "What explains your price?",
        hint="For example: a building that you own, staff shared with another place, a grant. Say what it covers.",
        max_characters=LONGEST,
        threshold=75,
        rows=8,
        missing="Explain your price in a sentence or more",
    )


@page(Audience.PROVIDER, roles={Role.BID_MANAGER, Role.PROVIDER_SIGNATORY})
def price(request: PageRequest, invitation: UUID) -> HttpResponse:
    row = invited(request, invitation)
    asked = price_question(row.bid_id) if row.bid_id else None
    if asked is None:
        raise Http404
    form = ExplainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            explain_price(actor=request.actor, bid_id=asked.bid_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Your explanation is with the council. Two people decide about it.")
            return redirect(at(row, "price"))
    content = content_of(row.referral.category_version_id)
    return render(
        request,
        "web/provider/bids/price.jinja",
        row=row,
        asked=asked,
        form=form,
        content=content,
        open=asked.answered_at is None and not asked.decided and request.now < asked.answer_by,
    )
