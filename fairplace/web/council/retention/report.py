"""What falls due, class by class: the dry run, from which somebody puts a disposal forward (T5)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.custody.actions.ask_disposal import ask_disposal, ask_erasure
from fairplace.dps.custody.actions.choose_period import choose_period
from fairplace.dps.custody.permissions import KEEPER_ROLES
from fairplace.dps.custody.queries.disposals import retention_desk
from fairplace.dps.custody.queries.retention import ClassReport
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.formats import counted, day
from fairplace.web.page import Audience, PageRequest, page, render


class DisposeForm(forms.Form):
    codes = fields.Checkboxes("What is to go?", missing="Select at least one kind of record")

    def __init__(self, due: list[ClassReport], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"].set_choices(  # type: ignore[attr-defined]
            [Choice(one.rule.code, f"{one.rule.title} ({counted(one.number, 'thing')})", hint=_why(one)) for one in due]
        )


class PeriodForm(forms.Form):
    months = fields.WholeNumber("How many months?", suffix="months", missing="Enter the number of months")
    because = fields.Text(
        "Why does your council keep it for this long?", longest=300, required=False, mark_optional=False
    )


class EraseForm(forms.Form):
    reference = fields.Text("Which referral?", hint="Its reference", width=20, missing="Enter the reference")
    because = fields.Text(
        "On what ground?",
        hint="Who asked and what the law says, without any name. This is recorded and printed on no certificate.",
        longest=300,
        missing="Say on what ground it is erased",
    )


@page(Audience.COUNCIL, roles=KEEPER_ROLES)
def report(request: PageRequest) -> HttpResponse:
    desk = retention_desk(request.actor, request.now)
    due = [one for one in desk.report if one.number]
    form = DisposeForm(due, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = ask_disposal(actor=request.actor, codes=form.cleaned_data["codes"], at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Put forward. It goes when a second person agrees.")
            return redirect("council:retention:disposal", disposal_id=made)
    return render(request, "web/council/retention/report.jinja", desk=desk, due=due, form=form)


@page(Audience.COUNCIL, roles=KEEPER_ROLES)
def period(request: PageRequest, code: str) -> HttpResponse:
    row = next((one for one in retention_desk(request.actor, request.now).report if one.rule.code == code), None)
    if row is None:
        raise Http404
    initial = {"months": row.months, "because": row.chosen}
    form = PeriodForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        months, because = form.cleaned_data["months"], form.cleaned_data["because"]
        try:
            choose_period(actor=request.actor, code=code, months=int(months), because=because, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{row.rule.title}: kept for {counted(int(months), 'month')} from now on.")
            return redirect("council:retention:report")
    return render(request, "web/council/retention/period.jinja", form=form, row=row)


@page(Audience.COUNCIL, roles=KEEPER_ROLES)
def erase(request: PageRequest) -> HttpResponse:
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = ask_erasure(actor=request.actor, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Put forward. It goes when a second person agrees.")
            return redirect("council:retention:disposal", disposal_id=made)
    return render(request, "web/council/retention/erase.jinja", form=form)


def _why(one: ClassReport) -> str:
    if one.before is not None:
        return f"All from before {day(one.before)}: kept for {counted(one.months, 'month')} from {one.rule.begins}."
    assert one.earliest is not None
    return (
        f"Kept for {counted(one.months, 'month')} from {one.rule.begins}; the oldest has been due since"
        f" {day(one.earliest)}. What goes: {one.rule.goes[0].lower()}{one.rule.goes[1:]}."
    )
