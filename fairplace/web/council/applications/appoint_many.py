"""The same evaluators for places of many applications at once: those that the queue shows (Q9)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.qualification.actions.appoint_evaluators import appoint_evaluators
from fairplace.dps.qualification.queries.evaluators import evaluators_of, possible_evaluators
from fairplace.dps.qualification.queries.lead_queue import applications_queue
from fairplace.dps.qualification.rules.lifecycle import UNDECIDED
from fairplace.dps.qualification.rules.questions import statements
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.working_days import LONDON
from fairplace.govuk.look import Choice
from fairplace.web.components.formats import counted
from fairplace.web.components.lists import remembered_filters
from fairplace.web.council.applications.evaluators import AppointToLinesForm
from fairplace.web.council.applications.queue import QueueForm
from fairplace.web.council.applications.roles import DESK
from fairplace.web.page import Audience, PageRequest, page, render

MOST_APPLICATIONS = 100
ENOUGH = 2  # evaluators, each on their own


@page(Audience.COUNCIL, roles=DESK)
def appoint_from_queue(request: PageRequest) -> HttpResponse:
    """Of the applications that the queue's filters find, every place with statements to mark."""
    filters = remembered_filters(request, "council.applications", QueueForm).asked()
    today = request.now.astimezone(LONDON).date()
    found = applications_queue(request.actor, filters, today, limit=MOST_APPLICATIONS)
    asked = [
        (row, line)
        for row in found.rows
        for line in row.lines
        if line.standing in UNDECIDED and statements(content_of(line.category_version_id))
    ]
    marked_by = {line_id: len(people) for line_id, people in evaluators_of(line.id for _, line in asked).items()}
    form = AppointToLinesForm(
        request.POST if request.method == "POST" else None,
        people=possible_evaluators(),
        lines=[
            Choice(
                str(line.id),
                f"{row.provider_name}: {line.establishment_name}",
                hint=f"{line.category_name}. {counted(marked_by[line.id], 'evaluator').capitalize()} so far",
            )
            for row, line in asked
        ],
        initial={"lines": [str(line.id) for _, line in asked if marked_by[line.id] < ENOUGH]},
    )
    if request.method == "POST" and form.is_valid():
        lines, people = ([UUID(one) for one in form.cleaned_data[name]] for name in ("lines", "people"))
        try:
            new = appoint_evaluators(actor=request.actor, line_ids=lines, person_ids=people, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            made = counted(new, "appointment").capitalize()
            messages.success(request, f"{made} made. They find the statements under To score.")
            return redirect("council:applications:queue")
    return render(
        request,
        "web/council/applications/appoint_many.jinja",
        form=form,
        lines=len(asked),
        shown=len(found.rows),
        total=found.total,
    )
