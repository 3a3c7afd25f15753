"""What is held about a child and the family, for them, once it is sure who asks (T5)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.custody.actions.subject_export import ask_child_export, take_export
from fairplace.dps.custody.permissions import KEEPER_ROLES
from fairplace.dps.custody.queries.exports import exports_of
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.downloads import as_attachment
from fairplace.web.page import Audience, PageRequest, page, render


class AskForm(forms.Form):
    reference = fields.Text("Which referral?", hint="Its reference", width=20, missing="Enter the reference")
    identity_checked = fields.Text(
        "How did you make sure who asks?",
        hint="For example: a parent with parental responsibility, passport seen. No numbers of documents.",
        longest=300,
        missing="Say how you made sure who asks",
    )
    reason = fields.Text(
        "Why is it made?",
        hint="Who asked, not by name, and when. This is recorded.",
        longest=300,
        missing="Say who asked, not by name, and why",
    )


@page(Audience.COUNCIL, roles=KEEPER_ROLES)
def exports(request: PageRequest) -> HttpResponse:
    form = AskForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_child_export(actor=request.actor, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "The file is being made. It is ready in some seconds: open this page again.")
            return redirect("council:retention:exports")
    shown = exports_of(request.actor, about="child", at=request.now)
    return render(request, "web/council/retention/exports.jinja", form=form, exports=shown)


@page(Audience.COUNCIL, roles=KEEPER_ROLES)
def take(request: PageRequest, export_id: UUID) -> HttpResponse:
    """The zip; each download is recorded."""
    return as_attachment(take_export(actor=request.actor, export_id=export_id, at=request.now))
