"""Mark the statements of providers that apply to join: declare, mark blind, agree (Q9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.actions.declare_application_interests import declare_application_interests
from fairplace.dps.qualification.actions.mark_qualification_statement import mark_qualification_statement
from fairplace.dps.qualification.actions.moderate_qualification_statement import moderate_qualification_statement
from fairplace.dps.qualification.queries.marking import (
    StatementToMark,
    interest_to_declare,
    statement_to_mark,
    statements_to_mark,
)
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import end_of_working_day
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.formats import counted, listed
from fairplace.web.components.rows import Status
from fairplace.web.council.marking.mark import MarkForm
from fairplace.web.page import Audience, PageRequest, page, render

_ORDER = ("active", "waiting", "good", "quiet")  # what is to be done first; within it, the least time left
EVALUATORS = frozenset({Role.EVALUATOR, Role.PROCUREMENT_OFFICER, Role.CONTRACT_MANAGER})


@dataclass(frozen=True, slots=True)
class JoiningRow:
    """One statement on the page "To score". href empty: nothing for this evaluator to open."""

    statement: StatementToMark
    href: str
    status: Status
    decide_at: datetime | None


class InterestForm(forms.Form):
    has_interest = fields.Radios(
        "Do you have an interest in any provider that is applying to join?",
        hint="Money, family, friendship or past work, yours or of somebody close to you.",
        choices=[
            Choice("no", "No, and I will say so at once if that changes"),
            Choice("yes", "Yes, or I am not sure", reveals=("interest",)),
        ],
        missing="Say whether you have an interest",
    )
    interest = fields.LongText("What is it?", max_words=150, rows=4, missing="Say in a few words what the interest is")


class SameWords(MarkForm):
    """An answer copied forward is marked once, if the evaluator says so."""

    same_words = fields.Tick("", required=False, mark_optional=False)

    def __init__(self, *args: Any, same_words: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["same_words"].label = (
            f"Record the same for {counted(same_words, 'more statement')} that {'says' if same_words == 1 else 'say'}"
            " the same, word for word"
        )
        if not same_words:
            del self.fields["same_words"]


class ProviderMarkForm(SameWords):
    reason = fields.LongText(
        "Why this mark?",
        hint="Say what the statement does and what it leaves out. The provider may read your words.",
        max_words=200,
        rows=5,
        missing="Give the reason for your mark",
    )


class ProviderAgreedForm(SameWords):
    reason = fields.LongText(
        "Why this mark?",
        hint="What you agreed on together. The provider reads this in its decision letter.",
        max_words=200,
        rows=5,
        missing="Give the reason for the agreed mark",
    )


def joining_rows(request: PageRequest) -> list[JoiningRow]:
    """Nothing for somebody whose council is no partner: an evaluator of an associate has competitions alone."""
    try:
        found = statements_to_mark(request.actor)
    except NotThere:
        return []
    rows = [JoiningRow(one, *_next(one), end_of_working_day(one.decide_by) if one.decide_by else None) for one in found]
    return sorted(rows, key=lambda row: _ORDER.index(row.status.tone))


@page(Audience.COUNCIL, roles=EVALUATORS)
def declare(request: PageRequest, application_id: UUID) -> HttpResponse:
    row = interest_to_declare(request.actor, application_id)
    form = InterestForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        has_interest = form.cleaned_data["has_interest"] == "yes"
        try:
            declare_application_interests(
                actor=request.actor,
                application_id=application_id,
                has_interest=has_interest,
                interest=form.cleaned_data["interest"] or "",
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Your declaration is recorded.")
            if has_interest:
                return redirect("council:marking:to_score")
            return redirect("council:marking:joining_statement", line_id=row.line_id, code=row.code)
    return render(request, "web/council/marking/joining_declare.jinja", form=form, row=row)


@page(Audience.COUNCIL, roles=EVALUATORS)
def statement(request: PageRequest, line_id: UUID, code: str) -> HttpResponse:
    found = statement_to_mark(request.actor, line_id, code)
    given = {"mark": found.own.mark.normalize(), "reason": found.own.reason} if found.own else None
    form = ProviderMarkForm(
        request.POST if request.method == "POST" else None, initial=given, same_words=found.same_words
    )
    if request.method == "POST" and form.is_valid():
        try:
            mark_qualification_statement(
                actor=request.actor, line_id=line_id, question=code, at=request.now, **form.cleaned_data
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"Your mark for {found.statement.label} is in.")
            if found.next:
                return redirect("council:marking:joining_statement", line_id=found.next.line_id, code=found.next.code)
            return redirect("council:marking:to_score")
    return render(request, "web/council/marking/joining_statement.jinja", form=form, found=found)


@page(Audience.COUNCIL, roles=EVALUATORS)
def agree(request: PageRequest, line_id: UUID, code: str) -> HttpResponse:
    """Not there until every mark is in, the actor's own among them."""
    found = statement_to_mark(request.actor, line_id, code)
    if not found.marks:
        raise Http404
    given = {"mark": found.agreed.mark.normalize(), "reason": found.agreed.reason} if found.agreed else None
    form = ProviderAgreedForm(
        request.POST if request.method == "POST" else None, initial=given, same_words=found.same_words
    )
    if request.method == "POST" and form.is_valid():
        try:
            moderate_qualification_statement(
                actor=request.actor, line_id=line_id, question=code, at=request.now, **form.cleaned_data
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"The agreed mark for {found.statement.label} is in.")
            return redirect("council:marking:to_score")
    return render(request, "web/council/marking/joining_agree.jinja", form=form, found=found)


def _next(one: StatementToMark) -> tuple[str, Status]:
    """(address, what comes next)."""
    page = reverse("council:marking:joining_statement", args=[one.line_id, one.code])
    agree_page = reverse("council:marking:joining_agree", args=[one.line_id, one.code])
    if one.has_interest is None:
        href = reverse("council:marking:joining_declare", args=[one.application_id])
        return href, Status("Declare your interests", "active")
    if one.has_interest:
        return "", Status("You take no part", "quiet")
    if one.own is None:
        return page, Status("To mark", "active")
    if one.agreed is not None:
        return agree_page if one.ready else page, Status("Agreed", "good")
    if one.ready:
        return agree_page, Status("To agree", "active")
    if one.waiting_for:
        return page, Status(f"Waiting for {listed(list(one.waiting_for))}", "waiting")
    return page, Status("Waiting for a second evaluator", "waiting")
