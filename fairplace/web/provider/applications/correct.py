"""A mistaken declaration on grounds for exclusion, corrected after sending and seen by the lead (Q4)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.rules.exclusion_grounds import Ground
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.actions.correct_declaration import correct_declaration
from fairplace.dps.qualification.queries.provider_places import ProviderApplication, application_of
from fairplace.dps.qualification.rules.grounds import events_in
from fairplace.dps.qualification.rules.lifecycle import UNDECIDED
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.grounds import (
    EventForm,
    declared_event,
    event_initial,
    event_said,
    grounds_question,
    groups_of,
    look_back,
)

_BECAUSE = "What was wrong with your declaration, and how did it come about?"
_MISSING = "Say what was wrong, and how it came about"


class CorrectForm(EventForm):
    """The event as it should have been declared, and why it was not."""

    because = fields.LongText(_BECAUSE, hint="The lead authority reads this.", max_words=200, missing=_MISSING)


class TakeBackForm(EventForm):
    """Nothing of it applies: only why it was declared."""

    because = fields.LongText(_BECAUSE, hint="The lead authority reads this.", max_words=200, missing=_MISSING)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("who", "on", "what", "paid", "done"):
            self.fields.pop(name, None)


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def correct(request: PageRequest, application_id: UUID, code: str) -> HttpResponse:
    row = _sent(request, application_id)
    question = grounds_question(row, code)
    known = {ground.code: ground for ground in row.grounds}
    return render(
        request,
        "web/provider/applications/correct.jinja",
        row=row,
        question=question,
        declared=[
            (event, known[event.ground]) for event in events_in(row.answers.get(code, {})) if event.ground in known
        ],
        groups=groups_of(row),
        look_back=look_back,
    )


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def correct_event(
    request: PageRequest, application_id: UUID, code: str, ground_code: str, event_id: UUID | None = None
) -> HttpResponse:
    row = _sent(request, application_id)
    grounds_question(row, code)
    ground = _ground(row, ground_code)
    before = declared_event(row, code, event_id, ground_code)
    takes_back = event_id is not None and "remove" in request.POST
    kind = TakeBackForm if takes_back else CorrectForm
    form = kind(request.POST if request.method == "POST" else None, ground=ground, initial=event_initial(before))
    if request.method == "POST" and form.is_valid():
        try:
            correct_declaration(
                actor=request.actor,
                application_id=application_id,
                question=code,
                event_id=before.id if event_id else "",
                event=None if takes_back else event_said(before.id, ground_code, form.cleaned_data),
                because=form.cleaned_data["because"],
                at=request.now,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Your declaration is corrected. The lead authority has been told.")
            return redirect("provider:applications:show", application_id=application_id)
    return render(
        request,
        "web/provider/applications/correct_event.jinja",
        row=row,
        form=form,
        ground=ground,
        code=code,
        is_new=event_id is None,
        look_back=look_back(ground),
    )


def _sent(request: PageRequest, application_id: UUID) -> ProviderApplication:
    """While something of it is undecided: NotThere before it is sent and afterwards."""
    row = application_of(request.actor, application_id, request.now)
    if row.application.submitted_at is None or not any(line.line.standing in UNDECIDED for line in row.lines):
        raise NotThere
    return row


def _ground(row: ProviderApplication, code: str) -> Ground:
    for ground in row.grounds:
        if ground.code == code:
            return ground
    raise NotThere
