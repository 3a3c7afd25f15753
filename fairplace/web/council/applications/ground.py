"""One declared ground for exclusion: does it apply, and has the provider put it right? (Q9)"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.qualification.actions.judge_ground import judge_ground
from fairplace.dps.qualification.queries.lead_assessment import lead_line
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.formats import day
from fairplace.web.components.rows import Fact
from fairplace.web.council.applications.roles import DESK
from fairplace.web.page import Audience, PageRequest, page, render


class JudgeForm(forms.Form):
    """The provider may ask for the reasons in writing."""

    outcome = fields.Radios(
        "What do you find?",
        choices=[
            Choice("does_not_apply", "The ground does not apply", hint="For example, the facts are others"),
            Choice("put_right", "It applies, and was put right", hint="Self-cleaning is accepted, or it is paid"),
            Choice("not_put_right", "It applies, and was not put right", hint="A mandatory ground then excludes"),
        ],
        missing="Select what you find",
    )
    reason = fields.LongText(
        "Your reasons",
        hint="Compensation, help to the investigators, and what was changed, weighed by how serious it was.",
        max_words=300,
        missing="Give your reasons: the provider may ask for them in writing",
    )


@page(Audience.COUNCIL, roles=DESK)
def judge(request: PageRequest, line_id: UUID, code: str, event_id: str) -> HttpResponse:
    row = lead_line(request.actor, line_id)
    found = next((one for one in row.grounds if one.event.id == event_id), None)
    if found is None or not row.is_open:
        raise NotThere
    initial = {"outcome": found.outcome, "reason": found.reason}
    form = JudgeForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            judge_ground(
                actor=request.actor,
                application_id=row.application.id,
                event_id=event_id,
                at=request.now,
                **form.cleaned_data,
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Your judgement is recorded, for every place of this application.")
            return redirect("council:applications:assess", line_id=line_id, code=code)
    event = found.event
    return render(
        request,
        "web/council/applications/ground.jinja",
        row=row,
        code=code,
        found=found,
        form=form,
        facts=[
            Fact("Who", event.who),
            Fact("When", day(event.on) if event.on else None),
            Fact("What happened", event.what),
            *([Fact("Paid", {"yes": "Yes, or agreed how", "no": "No"}.get(event.paid))] if event.paid else []),
            Fact("What was done about it", event.done or None),
        ],
    )
