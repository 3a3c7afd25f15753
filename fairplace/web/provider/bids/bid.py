"""The bid: draft, receipt, or the question for its code. One address for all of it (C1, C2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.actions.held_slot import too_late
from fairplace.dps.competitions.actions.save_bid import save_bid
from fairplace.dps.competitions.actions.start_bid_again import start_bid_again
from fairplace.dps.competitions.actions.submit_bid import submit_bid
from fairplace.dps.competitions.actions.withdraw_bid import withdraw_bid
from fairplace.dps.competitions.queries.bid_terms import terms_of
from fairplace.dps.competitions.queries.bidder_invitation import BidderInvitation
from fairplace.dps.competitions.queries.earlier_statements import earlier_statements
from fairplace.dps.competitions.queries.own_bid import own_bid
from fairplace.dps.competitions.rules.bid_content import BidContent, content_from_json, words
from fairplace.dps.competitions.rules.bid_faults import BidTerms, price_of, workings
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.bid_sealing import read_bid_code
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.formats import clock, money
from fairplace.web.components.rows import Fact
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.bids.bid_form import BidForm
from fairplace.web.provider.bids.bid_summary import bid_sections, not_ready, show_check
from fairplace.web.provider.bids.code_cookie import keep_code, kept_code
from fairplace.web.provider.bids.earlier import EarlierForm, show_earlier
from fairplace.web.provider.bids.invited import at, invited


class CodeForm(forms.Form):
    bid_code = fields.Text(
        "Your bid code",
        hint="25 letters and figures in five groups, like 7K2QF-9XW3T-…",
        width=30,
        autocomplete="off",
        spellcheck=False,
        missing="Enter your bid code",
    )


class AgainForm(forms.Form):
    sure = fields.Tick(
        "Delete whatever was saved or submitted for this place, and start again with an empty bid",
        missing="Tick to say that whatever was saved or submitted for this place may be deleted",
    )


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def bid(request: PageRequest, invitation: UUID) -> HttpResponse:
    row = invited(request, invitation)
    act = _ACTS.get(request.POST.get("act", "")) if request.method == "POST" else _show
    return redirect(at(row, "bid")) if act is None else act(request, row)


def _show(request: PageRequest, row: BidderInvitation) -> HttpResponse:
    if row.bid_content is not None:
        return _show_receipt(request, row, content_from_json(row.bid_content))
    if not row.will_bid or row.opened_at is not None or row.state == "cancelled":
        return redirect(at(row, "referral"))
    code = kept_code(request)
    if not code:
        return _ask_code(request, row, CodeForm())
    try:
        content = own_bid(request.actor, row.id, code)
    except Refused:
        return _ask_code(request, row, CodeForm(), stale=True)
    if content is None:
        return redirect(at(row, "referral"))
    if content.submission is not None:
        return _show_receipt(request, row, content)
    if row.closed:
        return render(request, "web/provider/bids/never_submitted.jinja", row=row, referral=row.referral)
    response = _show_draft(request, row, content)
    keep_code(response, request, row, code)
    return response


def _show_draft(
    request: PageRequest, row: BidderInvitation, content: BidContent, form: BidForm | None = None
) -> HttpResponse:
    terms = terms_of(row.referral, row.line_id, row.establishment_kind)
    asked = content_of(row.referral.category_version_id).statement
    if not content.carried:  # never saved: the carried costs are where a bid starts from
        content = replace(content, core_costs=terms.carried_by_heading, discount_percent=terms.least_discount)
    return render(
        request,
        "web/provider/bids/bid.jinja",
        row=row,
        referral=row.referral,
        terms=terms,
        form=form or BidForm(None, terms=terms, content=content),
        statement_asked=asked,
        progress=_progress(content, terms),
        reasons=not_ready(content, terms) if content.carried else [],
        price=price_of(content),
        workings=workings(content, terms),
        carried_total=sum(cost.weekly for cost in terms.carried),
    )


def _progress(content: BidContent, terms: BidTerms) -> list[Fact]:
    """The progress line: what is saved, part by part."""
    parts = [
        ("needs", "Needs", f"{len(content.needs_met)} of {len(terms.needs)} met"),
        ("features", "Features", f"{len(content.features_met)} of {len(terms.features)} offered"),
        ("statement", "Statement", f"{words(content.statement)} of {terms.most_words} words"),
        ("price", "Price", f"{money(price_of(content).weekly)} a week"),
    ]
    if not terms.most_words:
        parts = [part for part in parts if part[0] != "statement"]
    if not terms.features:
        parts = [part for part in parts if part[0] != "features"]
    return [
        Fact(f"{number}. {name}", said, change_href=f"#{anchor}")
        for number, (anchor, name, said) in enumerate(parts, start=1)
    ]


def _show_receipt(request: PageRequest, row: BidderInvitation, content: BidContent) -> HttpResponse:
    terms = terms_of(row.referral, row.line_id, row.establishment_kind)
    return render(
        request,
        "web/provider/bids/receipt.jinja",
        row=row,
        referral=row.referral,
        submission=content.submission,
        sections=bid_sections(content, terms),
        price=price_of(content),
        asks_statement=bool(terms.most_words),
    )


def _ask_code(
    request: PageRequest,
    row: BidderInvitation,
    code_form: CodeForm,
    again_form: AgainForm | None = None,
    stale: bool = False,
) -> HttpResponse:
    again = again_form or AgainForm()
    return render(
        request,
        "web/provider/bids/open_bid.jinja",
        row=row,
        referral=row.referral,
        code_form=code_form,
        again_form=again,
        forms=[code_form, again],
        stale=stale,
    )


def _open(request: PageRequest, row: BidderInvitation) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            code = read_bid_code(form.cleaned_data["bid_code"])
            own_bid(request.actor, row.id, code)
        except Refused as refused:
            form.refuse(refused, "bid_code")
        else:
            response = redirect(at(row, "bid"))
            keep_code(response, request, row, code)
            return response
    return _ask_code(request, row, form)


def _again(request: PageRequest, row: BidderInvitation) -> HttpResponse:
    form = AgainForm(request.POST)
    if form.is_valid():
        try:
            code = start_bid_again(actor=request.actor, invitation_id=row.id, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            response = redirect(at(row, "code"))
            keep_code(response, request, row, code)
            return response
    return _ask_code(request, row, CodeForm(), form)


def _save(request: PageRequest, row: BidderInvitation) -> HttpResponse:
    """Nothing typed is lost: whatever stands in the way, the page comes back with it."""
    code = kept_code(request)
    stored, stale = _stored(request, row, code)
    terms = terms_of(row.referral, row.line_id, row.establishment_kind)
    form = BidForm(request.POST, terms=terms, content=stored, ask_code=stale or "bid_code" in request.POST)
    if form.is_valid():
        try:
            if form.cleaned_data.get("bid_code"):
                code = _typed(form)
            saved = save_bid(
                actor=request.actor,
                invitation_id=row.id,
                bid_code=code,
                content=form.content(),
                edition=form.cleaned_data["edition"],
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
            _renew_edition(form, stored)
        else:
            return _saved(request, row, code, saved)
    elif row.closed:
        form.refuse(too_late())
    return _show_draft(request, row, stored, form)


def _reuse(request: PageRequest, row: BidderInvitation) -> HttpResponse:
    """An earlier text goes below what the draft has: sealed like everything else that is typed here."""
    code = kept_code(request)
    statements = earlier_statements(request.actor, row.id)
    form = EarlierForm(request.POST, statements=statements)
    if not code:
        return _ask_code(request, row, CodeForm())
    if form.is_valid():
        text = next(one.text for one in statements if one.key == form.cleaned_data["source"])
        try:
            stored = own_bid(request.actor, row.id, code) or BidContent()
            terms = terms_of(row.referral, row.line_id, row.establishment_kind)
            save_bid(
                actor=request.actor,
                invitation_id=row.id,
                bid_code=code,
                content=replace(
                    stored,
                    statement="\n\n".join(filter(None, (stored.statement, text))),
                    core_costs=stored.core_costs if stored.carried else terms.carried_by_heading,
                ),
                edition=stored.edition,
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The earlier text is in your draft. It was written about another child: read it.")
            response = redirect(f"{at(row, 'bid')}#statement")
            keep_code(response, request, row, code)
            return response
    return show_earlier(request, row, statements, form)


def _stored(request: PageRequest, row: BidderInvitation, code: str) -> tuple[BidContent, bool]:
    """What lies in the slot, and whether this browser's code no longer opens it."""
    try:
        return (own_bid(request.actor, row.id, code) if code else None) or BidContent(), not code
    except Refused:
        return BidContent(), True


def _typed(form: BidForm) -> str:
    try:
        return read_bid_code(form.cleaned_data["bid_code"])
    except Refused as refused:
        raise Refused(refused.sentence, "bid_code") from None


def _renew_edition(form: BidForm, stored: BidContent) -> None:
    """So that saving again replaces what was saved elsewhere: the sentence on the page said so."""
    if stored.edition:
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["edition"] = stored.edition  # type: ignore[index]


def _saved(request: PageRequest, row: BidderInvitation, code: str, saved: BidContent) -> HttpResponse:
    wants_check = request.POST.get("then") == "check"
    if not wants_check:
        weekly = money(price_of(saved).weekly)
        messages.success(request, f"Draft saved and sealed at {clock(request.now)}. Price so far: {weekly} a week.")
    response = redirect(at(row, "check" if wants_check else "bid"))
    keep_code(response, request, row, code)
    return response


def _submit(request: PageRequest, row: BidderInvitation) -> HttpResponse:
    code = kept_code(request)
    if not code:
        return _ask_code(request, row, CodeForm())
    try:
        submit_bid(
            actor=request.actor,
            invitation_id=row.id,
            bid_code=code,
            edition=request.POST.get("edition", ""),
            at=request.now,
        )
    except Refused as refused:
        return show_check(request, row, _stored(request, row, code)[0], refused=refused.sentence)
    return redirect(at(row, "bid"))


def _withdraw(request: PageRequest, row: BidderInvitation) -> HttpResponse:
    code = kept_code(request)
    if not code:
        return _ask_code(request, row, CodeForm())
    try:
        withdraw_bid(actor=request.actor, invitation_id=row.id, bid_code=code, at=request.now)
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect(at(row, "bid"))


_ACTS: dict[str, Callable[[Any, BidderInvitation], HttpResponse]] = {
    "save": _save,
    "reuse": _reuse,
    "open": _open,
    "again": _again,
    "submit": _submit,
    "withdraw": _withdraw,
}
