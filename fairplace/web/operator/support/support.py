"""Ask to see one organisation's pages for some hours, with a reason that it reads; look; stop (X1)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.actions.support_access import ask_support_access, end_support_access
from fairplace.dps.organisations.queries.looking_on import borrowed
from fairplace.dps.organisations.queries.support import own_access, supported_organisations
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.support import access_shown
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.page.door import LOOKING_ON


class SupportForm(forms.Form):
    """Whose pages, why, and for how long."""

    organisation = fields.Select("Organisation", missing="Select the organisation")
    reason = fields.LongText(
        "What do you need to see, and why?",
        hint="The organisation’s administrators read this in an e-mail at once. Name nobody.",
        missing="Say what you need to see and why",
    )
    hours = fields.WholeNumber("For how many hours?", missing="Enter for how many hours")

    def __init__(self, *args: Any, organisations: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].set_choices([(str(key), name) for key, name in organisations])  # type: ignore[attr-defined]


@page(Audience.OPERATOR, roles=(Role.OPERATOR,))
def support(request: PageRequest) -> HttpResponse:
    """Ask, and what was asked before."""
    form = SupportForm(request.POST or None, organisations=supported_organisations(request.actor))
    if request.method == "POST" and form.is_valid():
        try:
            access_id = ask_support_access(
                actor=request.actor,
                organisation_id=UUID(form.cleaned_data["organisation"]),
                reason=form.cleaned_data["reason"],
                hours=int(form.cleaned_data["hours"]),
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return _into(request, access_id)
    return render(
        request,
        "web/operator/support/support.jinja",
        form=form,
        most_hours=settings.FAIRPLACE_SUPPORT_HOURS,
        rows=[access_shown(row) for row in own_access(request.actor, at=request.now)],
    )


@page(Audience.OPERATOR, roles=(Role.OPERATOR,))
def look(request: PageRequest, access_id: UUID) -> HttpResponse:
    """By a button alone: into the organisation's pages, while the access lasts."""
    if request.method != "POST":
        return redirect("operator:support:support")
    return _into(request, access_id)


def _into(request: PageRequest, access_id: UUID) -> HttpResponse:
    """What the organisation's people begin with."""
    found = borrowed(request.actor, access_id)
    if found is None:
        raise NotThere
    request.session[LOOKING_ON] = str(access_id)
    return redirect("council:referrals:open_referrals" if found.actor.is_council else "provider:tasks")


@page(Audience.OPERATOR, roles=(Role.OPERATOR,))
def leave(request: PageRequest) -> HttpResponse:
    """Back to one's own pages; the access lasts until its hour, or until it is ended."""
    request.session.pop(LOOKING_ON, None)
    return redirect("operator:support:support")


@page(Audience.OPERATOR, roles=(Role.OPERATOR,))
def end(request: PageRequest, access_id: UUID) -> HttpResponse:
    """By a button alone: no longer needed."""
    if request.method == "POST":
        end_support_access(actor=request.actor, access_id=access_id, at=request.now)
        request.session.pop(LOOKING_ON, None)
        messages.success(request, "The access has ended.")
    return redirect("operator:support:support")
