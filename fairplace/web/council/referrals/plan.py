"""Sections of the child's EHC plan or care plan, each for those who will bid or for the winner alone."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.change_plan import change_plan
from fairplace.dps.referrals.queries.plan import plan_stages, read_plan
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.dps.referrals.rules.plan_sections import (
    MOST_CHARACTERS,
    PARTS,
    PLANS,
    STAGES,
    PlanPart,
    parts_of,
)
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.rows import Task, TaskSection
from fairplace.web.council.referrals.drafts import child_asked, draft, whose
from fairplace.web.council.referrals.write import part_href
from fairplace.web.page import Audience, PageRequest, page, render

_STANDING = {0: ("Not written", "neutral"), 2: ("For those who will bid", "active"), 3: ("For the winner", "good")}


class SectionForm(forms.Form):
    text = fields.LongText(
        "What the plan says",
        hint="As it stands there. For those who will bid: no names, dates of birth, addresses or schools. Leave it"
        " empty to take the section out.",
        rows=14,
        max_characters=MOST_CHARACTERS,
        threshold=90,
        required=False,
    )
    stage = fields.Radios(
        "Who reads it?", choices=[(str(stage), words) for stage, words in STAGES.items()], missing="Say who reads it"
    )


class PlanShown(NamedTuple):
    """What both pages are drawn from."""

    row: CouncilReferral
    child: int


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def plan(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = draft(request, referral_id)
    shown = PlanShown(row, child_asked(request, row))
    code = request.GET.get("section", "")
    if not code:
        return _list(request, shown)
    if code not in PARTS:
        raise Http404
    return _section(request, shown, PARTS[code])


def _href(shown: PlanShown, code: str) -> str:
    href = part_href(shown.row.id, "plan", shown.child)
    return f"{href}{'&' if '?' in href else '?'}section={code}"


def _list(request: PageRequest, shown: PlanShown) -> HttpResponse:
    written = plan_stages(shown.row.id, shown.child)
    return render(
        request,
        "web/council/referrals/plan.jinja",
        referral=shown.row,
        whose=whose(shown.row, shown.child),
        sections=[
            TaskSection(
                name,
                [
                    Task(part.name, _href(shown, part.code), *_STANDING[written.get(part.code, 0)])  # type: ignore[arg-type]
                    for part in parts_of(kind)
                ],
            )
            for kind, name in PLANS.items()
        ],
    )


def _section(request: PageRequest, shown: PlanShown, part: PlanPart) -> HttpResponse:
    written = {"text": "", "stage": str(part.usual)}
    if request.method != "POST":
        for one in read_plan(actor=request.actor, referral_id=shown.row.id, child=shown.child, code=part.code):
            written = {"text": one.text, "stage": str(one.stage)}
    form = SectionForm(request.POST if request.method == "POST" else None, initial=written)
    if request.method == "POST" and form.is_valid():
        try:
            change_plan(
                actor=request.actor,
                referral_id=shown.row.id,
                child=shown.child,
                code=part.code,
                text=form.cleaned_data["text"],
                stage=int(form.cleaned_data["stage"]),
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(part_href(shown.row.id, "plan", shown.child))
    return render(
        request,
        "web/council/referrals/part.jinja",
        form=form,
        referral=shown.row,
        heading=part.name,
        whose=whose(shown.row, shown.child),
        back_href=part_href(shown.row.id, "plan", shown.child),
    )
