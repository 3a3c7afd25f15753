"""Files that go with the referral, each for those who will bid or for the winner alone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.attach_file import attach_file, remove_attachment, say_looked_at
from fairplace.dps.referrals.permissions import may_approve_referral
from fairplace.dps.referrals.queries.attachments import attachments_of, read_attachment
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.dps.referrals.rules.attachments import KINDS
from fairplace.dps.referrals.rules.plan_sections import STAGES
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.downloads import as_attachment
from fairplace.web.council.referrals.drafts import draft
from fairplace.web.page import Audience, PageRequest, page, render


class FileForm(forms.Form):
    file = fields.Upload(
        "Add a file", extensions=KINDS, max_megabytes=10, hint="PDF, Word, Excel, JPEG, PNG, text or CSV, up to 10 MB."
    )
    stage = fields.Radios(
        "Who reads it?",
        choices=[(str(stage), words) for stage, words in STAGES.items()],
        missing="Say who reads the file",
    )


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def attachments(request: PageRequest, referral_id: UUID) -> HttpResponse:
    row = draft(request, referral_id)
    act = request.POST.get("act", "")
    if act.startswith("remove_"):
        return _remove(request, referral_id, act.removeprefix("remove_"))
    if act.startswith("looked_"):
        return _looked(request, referral_id, act.removeprefix("looked_"))
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            attach_file(
                actor=request.actor,
                referral_id=referral_id,
                file=form.cleaned_data["file"],
                stage=int(form.cleaned_data["stage"]),
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The file is added, without what it said of who made it.")
            return redirect("council:referrals:attachments", referral_id=referral_id)
    return render(
        request,
        "web/council/referrals/attachments.jinja",
        form=form,
        referral=row,
        files=attachments_of(referral_id),
        stages=STAGES,
    )


def _remove(request: PageRequest, referral_id: UUID, named: str) -> HttpResponse:
    remove_attachment(actor=request.actor, referral_id=referral_id, attachment_id=_named(named), at=request.now)
    messages.success(request, "The file is taken out, and destroyed here.")
    return redirect("council:referrals:attachments", referral_id=referral_id)


def _named(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise NotThere from None


def _looked(request: PageRequest, referral_id: UUID, named: str) -> HttpResponse:
    say_looked_at(actor=request.actor, referral_id=referral_id, attachment_id=_named(named), at=request.now)
    messages.success(request, "It is recorded that you looked at the file.")
    return redirect("council:referrals:attachments", referral_id=referral_id)


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER, Role.COUNCIL_SIGNATORY})
def attachment(request: PageRequest, referral_id: UUID, attachment_id: UUID) -> HttpResponse:
    """For those who write the referral, and whoever approves it as a second person."""
    row = referral_for_council(actor=request.actor, referral_id=referral_id)
    if not may_approve_referral(request.actor, row.council_id):
        raise NotThere
    return as_attachment(read_attachment(actor=request.actor, referral_id=row.id, attachment_id=attachment_id))
