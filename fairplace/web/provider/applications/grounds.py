"""Grounds for exclusion, one by one: "none applies" in one tap, or each event with who, when and what was done (Q4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.market.rules.exclusion_grounds import Ground
from fairplace.dps.qualification.actions.declare_ground import declare_ground, declare_no_ground, take_back_ground
from fairplace.dps.qualification.queries.provider_places import ProviderApplication
from fairplace.dps.qualification.rules.grounds import NONE, Event, event_faults, events_in, is_too_old
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.web.components.formats import counted, listed
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.own import back_to, today, unsent
from fairplace.web.provider.roles import FILL_IN


@dataclass(frozen=True, slots=True)
class Declared:
    """One event on the page. missing: what is still to be said; too_old: the law no longer looks at it."""

    event: Event
    ground: Ground
    missing: str
    too_old: bool


@dataclass(frozen=True, slots=True)
class GroundGroup:
    title: str
    grounds: list[Ground]


class EventForm(forms.Form):
    """What happened. Half of it may be saved: the task list says what is missing."""

    who = fields.Text(
        "Who was it?",
        hint="Your organisation, or the name and position of the person or company that runs or controls it.",
        missing="Enter who it was",
    )
    on = fields.Date("When?", required=False, mark_optional=False)
    what = fields.LongText("What happened?", max_words=300, required=False, mark_optional=False)
    paid = fields.YesNo(
        "Is everything paid, or have you a binding agreement to pay it?", required=False, mark_optional=False
    )
    done = fields.LongText(
        "What have you done about it?",
        hint="For example: compensation paid, help given to the investigators, people replaced,"
        " and what you changed so that it does not happen again.",
        max_words=500,
        required=False,
        mark_optional=False,
    )

    def __init__(self, *args: Any, ground: Ground, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ground.cured_by_payment:
            del self.fields["paid"]
        if not ground.self_cleaning:
            del self.fields["done"]
        if ground.counted_from == "conviction":
            self.fields["on"].label = "Date of the conviction or final decision"


@page(Audience.PROVIDER, roles=FILL_IN)
def grounds(request: PageRequest, application_id: UUID, code: str) -> HttpResponse:
    row = unsent(request, application_id)
    question = grounds_question(row, code)
    if request.method == "POST":
        try:
            declare_no_ground(actor=request.actor, application_id=application_id, question=code, at=request.now)
        except Refused as refused:
            messages.error(request, refused.sentence)
        else:
            return back_to(row)
    answer = row.answers.get(code, {})
    known = {ground.code: ground for ground in row.grounds}
    on = today(request)
    return render(
        request,
        "web/provider/applications/grounds.jinja",
        row=row,
        question=question,
        none_applies=answer.get("applies") == NONE,
        declared=[
            Declared(
                event,
                known[event.ground],
                listed(event_faults(event, known[event.ground], on)),
                is_too_old(event, known[event.ground], on),
            )
            for event in events_in(answer)
            if event.ground in known
        ],
        groups=groups_of(row),
        look_back=look_back,
    )


@page(Audience.PROVIDER, roles=FILL_IN)
def ground_event(
    request: PageRequest, application_id: UUID, code: str, ground_code: str, event_id: UUID | None = None
) -> HttpResponse:
    row = unsent(request, application_id)
    grounds_question(row, code)
    ground = next((one for one in row.grounds if one.code == ground_code), None)
    if ground is None:
        raise NotThere
    before = declared_event(row, code, event_id, ground_code)
    form = EventForm(
        request.POST if request.method == "POST" else None,
        ground=ground,
        initial=event_initial(before),
    )
    if request.method == "POST" and "remove" in request.POST:
        take_back_ground(
            actor=request.actor, application_id=application_id, question=code, event_id=before.id, at=request.now
        )
        return redirect("provider:applications:grounds", application_id=application_id, code=code)
    if request.method == "POST" and form.is_valid():
        event = event_said(before.id, ground_code, form.cleaned_data)
        try:
            declare_ground(
                actor=request.actor, application_id=application_id, question=code, event=event, at=request.now
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("provider:applications:grounds", application_id=application_id, code=code)
    return render(
        request,
        "web/provider/applications/ground_event.jinja",
        row=row,
        form=form,
        ground=ground,
        code=code,
        is_new=event_id is None,
        look_back=look_back(ground),
    )


def event_initial(event: Event) -> dict[str, Any]:
    """What the form starts from."""
    paid = {"yes": True, "no": False}.get(event.paid)
    return {"who": event.who, "on": event.on, "what": event.what, "done": event.done, "paid": paid}


def event_said(event_id: str, ground_code: str, said: dict[str, Any]) -> Event:
    """The event that a form says."""
    paid = {True: "yes", False: "no"}.get(said.get("paid"), "")  # type: ignore[arg-type]
    return Event(event_id, ground_code, said["who"], said["on"], said["what"], said.get("done") or "", paid)


def groups_of(row: ProviderApplication) -> list[GroundGroup]:
    """The regime's grounds, those that bind the lead first."""
    return [
        GroundGroup("Mandatory: the law says that we must refuse", _of("mandatory", row)),
        GroundGroup("Discretionary: the law says that we may refuse", _of("discretionary", row)),
    ]


def grounds_question(row: ProviderApplication, code: str) -> Question:
    """NotThere for a question of another kind."""
    found = next((one for one in row.questions if one.code == code and one.kind == "grounds"), None)
    if found is None:
        raise NotThere
    return found


def declared_event(row: ProviderApplication, code: str, event_id: UUID | None, ground_code: str) -> Event:
    """The declared event, or a new one without event_id."""
    if event_id is None:
        return Event(str(new_id()), ground_code)
    for event in events_in(row.answers.get(code, {})):
        if event.id == str(event_id) and event.ground == ground_code:
            return event
    raise NotThere


def _of(kind: str, row: ProviderApplication) -> list[Ground]:
    return [ground for ground in row.grounds if ground.kind == kind]


def look_back(ground: Ground) -> str:
    """How long a ground counts, in words."""
    if not ground.look_back_years:
        return "counts until it is put right"
    return f"counts for {counted(ground.look_back_years, 'year')} from the {ground.counted_from}"
