"""Placement agreements as the council reads and signs them (K1)."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fairplace.dps.market.queries.drafts import drafts_to_agree
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements.actions.premium import decide_premium
from fairplace.dps.placements.actions.sign_agreement import sign_agreement
from fairplace.dps.placements.queries.agreements import agreement, agreement_document, agreements_of
from fairplace.dps.placements.queries.premiums import PremiumRow, premium_of, premiums_of_council
from fairplace.dps.placements.rules.premium import Step
from fairplace.dps.qualification.queries.agreements import agreements_to_sign
from fairplace.dps.qualification.queries.rounds import rounds_to_approve
from fairplace.dps.referrals.rules.incentive import KINDS
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.web.components.agreements.placement import placement_page
from fairplace.web.components.agreements.premium import DecideForm, premium_status
from fairplace.web.components.downloads import as_attachment
from fairplace.web.components.formats import day
from fairplace.web.components.lists import read_paging
from fairplace.web.components.signing import SignForm
from fairplace.web.components.spreadsheet import as_spreadsheet
from fairplace.web.council.referrals.also_waiting import also_waiting
from fairplace.web.page import Audience, PageRequest, page, render

MOST_LISTED = 10_000
_ROLES = (Role.PLACEMENT_OFFICER, Role.COUNCIL_SIGNATORY)


@page(Audience.COUNCIL, roles=_ROLES)
def show(request: PageRequest, agreement_id: UUID) -> HttpResponse:
    """One agreement: what was agreed, who has signed, the document, and the signature where it is this side's turn."""
    row = agreement(actor=request.actor, agreement_id=agreement_id)
    form = SignForm(request.POST or None) if row.may_sign else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            sign_agreement(
                actor=request.actor, agreement_id=row.id, name_typed=form.cleaned_data["name_typed"], at=request.now
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"You have signed {row.reference}.")
            return redirect("council:agreements:placement", agreement_id=row.id)
    shown = placement_page(
        row,
        form,
        back="council:agreements:to_sign",
        document="council:agreements:placement_document",
        now=request.now,
        premium=premium_of(actor=request.actor, agreement_id=row.id, at=request.now),
        premium_href=reverse("council:agreements:premium", args=[row.id]) if _decides(request) else "",
        premium_label="Decide whether it was reached",
    )
    return render(request, "web/components/agreements/placement.jinja", **shown)


@page(Audience.COUNCIL, roles=_ROLES)
def document(request: PageRequest, agreement_id: UUID) -> HttpResponse:
    """The PDF, which names the child: each download is recorded."""
    return as_attachment(agreement_document(actor=request.actor, agreement_id=agreement_id))


def _decides(request: PageRequest) -> bool:
    return request.actor.holds(Role.PLACEMENT_OFFICER.value)


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def premium(request: PageRequest, agreement_id: UUID) -> HttpResponse:
    """After a review: reached or not, with what shows it (C8)."""
    row = premium_of(actor=request.actor, agreement_id=agreement_id, at=request.now)
    if row is None or not row.can_be_said:
        raise NotThere
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            decide_premium(
                actor=request.actor,
                agreement_id=agreement_id,
                reached=told["reached"] == "yes",
                day=told["day"],
                words=told["words"],
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "It is recorded, and the provider is told.")
            return redirect("council:agreements:placement", agreement_id=agreement_id)
    return render(request, "web/council/agreements/premium.jinja", form=form, premium=row)


@page(Audience.COUNCIL, roles=_ROLES)
def premiums(request: PageRequest) -> HttpResponse:
    """What was promised, what is due and what is to be decided, for those who pay (C8)."""
    rows = premiums_of_council(request.actor, request.now, limit=MOST_LISTED)
    paging = read_paging(request, len(rows))
    return render(
        request,
        "web/council/agreements/premiums.jinja",
        paging=paging,
        found=[(row, premium_status(row)) for row in rows[paging.slice]],
        due=sum((row.due for row in rows if row.due), Decimal(0)),
        number=len(rows),
    )


@page(Audience.COUNCIL, roles=_ROLES)
def premiums_export(request: PageRequest) -> HttpResponse:
    rows = premiums_of_council(request.actor, request.now, limit=MOST_LISTED)
    heads = ("Agreement", "Place", "Provider", "Paid for", "By", "Worth", "Where it stands", "Due", "Reached on",
             "Decided by", "Decided on")  # fmt: skip
    return as_spreadsheet("premiums", heads, map(_exported, rows))


def _exported(row: PremiumRow) -> list[object]:
    decided = row.steps[-1] if row.steps and row.steps[-1].step is not Step.SAID else None
    return [
        row.agreement.reference,
        row.agreement.establishment,
        row.agreement.provider,
        KINDS[row.term.kind],
        row.term.by.isoformat(),
        row.worth,
        row.standing.label,
        row.due if row.due else "",
        decided.day.isoformat() if decided and decided.day else "",
        decided.by if decided else "",
        day(decided.at) if decided else "",
    ]


@page(Audience.COUNCIL)
def to_sign(request: PageRequest) -> HttpResponse:
    """Placement agreements of this council, those that wait for its signature first."""
    rows = agreements_of(request.actor)
    return render(
        request,
        "web/council/agreements/to_sign.jinja",
        waiting=[row for row in rows if row.may_sign],
        others=[row for row in rows if not row.may_sign],
        premiums=len(premiums_of_council(request.actor, request.now, limit=MOST_LISTED)),
        drafts=drafts_to_agree(request.actor),
        rounds=rounds_to_approve(request.actor),
        also=also_waiting(request.actor, request.now),
        accreditations=[row.line for row in agreements_to_sign(request.actor) if row.yours],
    )
