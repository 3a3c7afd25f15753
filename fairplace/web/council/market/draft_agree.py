"""Put a draft to the partners, take it back, or give it up (P8)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.actions.abandon_draft import abandon_draft
from fairplace.dps.market.actions.put_draft_to_partners import put_draft_to_partners
from fairplace.dps.market.actions.take_back_draft import take_back_draft
from fairplace.dps.market.permissions import READERS
from fairplace.dps.market.queries.consultations import consultations_of
from fairplace.dps.market.queries.drafts import draft_for_council
from fairplace.dps.market.rules.draft_lifecycle import OPEN, DraftStage
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.rows import Reason
from fairplace.web.council.market.draft_parts import editable_draft, href_of_fault
from fairplace.web.page import Audience, PageRequest, page, render


class PutForm(forms.Form):
    when = fields.Radios(
        "When is it in force?",
        choices=[
            Choice("at_once", "As soon as the last council has agreed"),
            Choice("on", "From a day", reveals=("in_force_on",)),
        ],
        missing="Select when it is in force",
    )
    in_force_on = fields.Date("From which day?", hint="For example, 5 1 2027")
    no_consultation_because = fields.LongText(
        "Why was nobody outside asked?",
        hint="Every council reads this, and it stays on the record.",
        rows=3,
        max_words=200,
        missing="Say why nobody outside was asked, or put the draft out for comments first",
    )


class BecauseForm(forms.Form):
    because = fields.LongText("Why?", rows=3, max_words=200, missing="Say why")


@page(Audience.COUNCIL, roles=READERS)
def put_to_partners(request: PageRequest, draft_id: UUID) -> HttpResponse:
    row = editable_draft(request, draft_id)
    asked = consultations_of(draft_id, request.now)
    form = PutForm(request.POST if request.method == "POST" else None)
    if asked:
        del form.fields["no_consultation_because"]
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            put_draft_to_partners(
                actor=request.actor,
                draft_id=draft_id,
                in_force_on=told["in_force_on"],
                no_consultation_because=told.get("no_consultation_because", ""),
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The draft is fixed. Every partner has been asked to agree.")
            return redirect("council:categories:draft", draft_id=draft_id)
    reasons = [Reason(fault.sentence, href_of_fault(row.id, fault)) for fault in row.faults]
    return render(
        request, "web/council/market/draft_put.jinja", row=row, form=form, asked=asked, reasons=reasons,
        part_title="Put it to the partners",
    )  # fmt: skip


@page(Audience.COUNCIL, roles=READERS)
def take_back(request: PageRequest, draft_id: UUID) -> HttpResponse:
    """Says plainly how many agreements become void."""
    row = draft_for_council(request.actor, draft_id)
    if not row.may_draft or row.stage is not DraftStage.AGREEING:
        raise Http404
    form = BecauseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            take_back_draft(actor=request.actor, draft_id=draft_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "You can change the draft again. Councils that had answered are told.")
            return redirect("council:categories:draft", draft_id=draft_id)
    return render(
        request, "web/council/market/draft_take_back.jinja", row=row, form=form,
        part_title="Take it back to change it",
    )  # fmt: skip


@page(Audience.COUNCIL, roles=READERS)
def give_up(request: PageRequest, draft_id: UUID) -> HttpResponse:
    """The version in force stays in force."""
    row = draft_for_council(request.actor, draft_id)
    if not row.may_draft or row.stage not in OPEN:
        raise Http404
    form = BecauseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            abandon_draft(actor=request.actor, draft_id=draft_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The draft is given up. What is in force stays in force.")
            return redirect("council:categories:board")
    return render(
        request, "web/council/market/draft_give_up.jinja", row=row, form=form, part_title="Give this draft up"
    )
