"""Ask the place: a link goes to it, or a task to its provider. Send the link again, or end it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements.actions.ask_place import NOT_NEEDED, ask_place
from fairplace.dps.placements.actions.place_link import revoke_link, send_link_again
from fairplace.dps.placements.rules.named_preference import answer_due, answer_time
from fairplace.dps.referrals.queries.publication import publication_check
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.rows import Reason
from fairplace.web.council.named_places.found import the_preference
from fairplace.web.council.referrals.check import findings_shown
from fairplace.web.council.referrals.write import part_href
from fairplace.web.page import Audience, PageRequest, page, render


class AskPlaceForm(forms.Form):
    contact_name = fields.Text(
        "Whom do you ask there?", hint="For example, the head teacher", longest=100, required=False, autocomplete="off"
    )
    contact_email = fields.Email("Their e-mail address", autocomplete="off", missing="Enter their e-mail address")
    contact_phone = fields.Telephone(
        "Their mobile number", hint="If you give one, the code goes there.", autocomplete="off", required=False
    )
    privacy_reason = fields.LongText(
        "Why must it stay as it is?",
        hint="Needed because the privacy check found something. It is kept with the record.",
        rows=3,
        max_characters=500,
        missing="Change what might identify the child, or say why it must stay",
    )

    def __init__(self, *args: Any, by_link: bool, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_link:
            for name in ("contact_name", "contact_email", "contact_phone"):
                del self.fields[name]
        if not needs_reason:
            del self.fields["privacy_reason"]


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def ask(request: PageRequest, referral_id: UUID) -> HttpResponse:
    referral, row = the_preference(request, referral_id, "recorded", "accepted", "declined", "agreed")
    check = publication_check(actor=request.actor, referral_id=referral_id, at=request.now)
    draft = referral.state == "draft"
    faults = [fault for fault in check.faults if fault.part not in NOT_NEEDED] if draft else []
    findings = check.findings if draft else ()
    last = row.latest
    form = AskPlaceForm(
        request.POST if request.method == "POST" else None,
        by_link=not row.accredited,
        needs_reason=bool(findings),
        initial={
            "contact_name": last.contact_name if last else "",
            "contact_email": last.contact_email if last else "",
            "contact_phone": last.contact_phone if last else "",
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            ask_place(actor=request.actor, referral_id=referral_id, at=request.now, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, f"{row.place_name} has been asked. The clock runs.")
            return redirect("council:named_places:show", referral_id=referral_id)
    return render(
        request,
        "web/council/named_places/ask.jinja",
        form=form,
        referral=referral,
        row=row,
        reasons=[Reason(fault.sentence, part_href(referral_id, fault.part)) for fault in faults],
        findings=findings_shown(referral_id, findings),
        due=answer_due(request.now),
        clock=answer_time(),
    )


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def link(request: PageRequest, referral_id: UUID) -> HttpResponse:
    """Only a button leads here."""
    the_preference(request, referral_id)
    if request.method == "POST":
        if request.POST.get("act") == "revoke":
            revoke_link(actor=request.actor, referral_id=referral_id, at=request.now)
            messages.success(request, "The link opens nothing any more.")
        else:
            send_link_again(actor=request.actor, referral_id=referral_id, at=request.now)
            messages.success(request, "A new link is on its way. The earlier one opens nothing.")
    return redirect("council:named_places:show", referral_id=referral_id)
