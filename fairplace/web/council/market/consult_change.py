"""Another last day for comments (P9)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.actions.change_consultation import change_consultation
from fairplace.dps.market.permissions import READERS
from fairplace.dps.market.queries.consultations import consultation_for_council
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.formats import weekday
from fairplace.web.page import Audience, PageRequest, page, render


class ChangeForm(forms.Form):
    closes_on = fields.Date(
        "New last day for comments", hint="A later day, or an earlier one for a reason. It is open until that day ends."
    )
    because = fields.LongText(
        "Why?",
        hint="Published beside the new day. You must say it if comments end earlier than you published.",
        rows=4,
        max_words=150,
        required=False,
    )


@page(Audience.COUNCIL, roles=READERS)
def change(request: PageRequest, consultation_id: UUID) -> HttpResponse:
    """404 for those who only read, and once it is over."""
    found = consultation_for_council(request.actor, consultation_id, request.now)
    if not found.may_reply or found.row.closed:
        raise Http404
    form = ChangeForm(request.POST if request.method == "POST" else None, initial={"closes_on": found.row.closes_on})
    if request.method == "POST" and form.is_valid():
        try:
            change_consultation(
                actor=request.actor, consultation_id=consultation_id, at=request.now, **form.cleaned_data
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            day = weekday(form.cleaned_data["closes_on"])
            messages.success(request, f"Comments may come until {day}. Providers and councils have been told.")
            return redirect("council:categories:comments", consultation_id=consultation_id)
    return render(request, "web/council/market/consult_change.jinja", found=found, form=form)
