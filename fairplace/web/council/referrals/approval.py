"""A second person reads the referral and agrees to it; and the council's rule whether one is wanted."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.approve_referral import approve_referral
from fairplace.dps.referrals.actions.ask_approval import ask_approval
from fairplace.dps.referrals.actions.change_approval_rule import change_approval_rule
from fairplace.dps.referrals.queries.approvals import approval_of, second_person_wanted
from fairplace.dps.referrals.queries.attachments import attachments_of
from fairplace.dps.referrals.queries.child import read_story
from fairplace.dps.referrals.queries.plan import read_plan
from fairplace.dps.referrals.queries.publication import publication_check
from fairplace.dps.referrals.rules.plan_sections import STAGES
from fairplace.foundations.kernel.refused import NotThere
from fairplace.govuk import fields, forms
from fairplace.web.council.referrals.check import findings_shown
from fairplace.web.council.referrals.drafts import draft, whose
from fairplace.web.council.referrals.summary import fact_sections
from fairplace.web.page import Audience, PageRequest, page, render


class RuleForm(forms.Form):
    wanted = fields.YesNo(
        "Must a second person approve each referral before it is published?",
        hint="Another placement officer or a signatory of your council; never the one who wrote it.",
        missing="Say whether a second person must approve",
    )


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER, Role.COUNCIL_SIGNATORY})
def approval(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = draft(request, referral_id)
    if request.method == "POST" and request.POST.get("act") == "ask":
        ask_approval(actor=request.actor, referral_id=referral_id, at=request.now)
        messages.success(request, "Everybody who may approve it has been told.")
        return redirect("council:referrals:approval", referral_id=referral_id)
    if request.method == "POST":
        approve_referral(actor=request.actor, referral_id=referral_id, at=request.now)
        messages.success(request, f"You approved {row.reference} as it stands.")
        return redirect("council:referrals:approval", referral_id=referral_id)
    check = publication_check(actor=request.actor, referral_id=referral_id, at=request.now)
    return render(
        request,
        "web/council/referrals/approval.jinja",
        referral=row,
        approval=approval_of(actor=request.actor, referral_id=referral_id),
        ready=not [fault for fault in check.faults if fault.part != "approval"],
        stories=[
            (whose(row, child.number), read_story(actor=request.actor, referral_id=referral_id, child=child.number))
            for child in row.children
            if child.has_story
        ],
        plans=[
            (whose(row, child.number), sections)
            for child in row.children
            if (sections := read_plan(actor=request.actor, referral_id=referral_id, child=child.number))
        ],
        files=attachments_of(referral_id),
        stages=STAGES,
        findings=findings_shown(referral_id, check.findings),
        sections=fact_sections(row, may_change=False),
        writes=request.actor.holds(Role.PLACEMENT_OFFICER.value),
    )


@page(Audience.COUNCIL, roles={Role.COUNCIL_SIGNATORY})
def second_person(request: PageRequest) -> HttpResponse:
    council_id = request.actor.organisation_id
    if council_id is None:
        raise NotThere
    form = RuleForm(request.POST or None, initial={"wanted": second_person_wanted(council_id)})
    if request.method == "POST" and form.is_valid():
        change_approval_rule(actor=request.actor, wanted=form.cleaned_data["wanted"], at=request.now)
        messages.success(request, "Saved. It holds for every referral that is not published yet.")
        return redirect("council:referrals:second_person")
    return render(request, "web/council/referrals/second_person.jinja", form=form)
