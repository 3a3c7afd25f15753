"""One application: who applies, with which places, and how far each is (Q9)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.qualification.queries.lead_assessment import application_document, lead_application
from fairplace.foundations.kernel.working_days import end_of_working_day
from fairplace.web.components.downloads import as_attachment
from fairplace.web.components.formats import moment, weekday
from fairplace.web.components.rows import Fact
from fairplace.web.council.applications.roles import DESK
from fairplace.web.council.applications.stage import desk_status
from fairplace.web.page import Audience, PageRequest, page, render


@page(Audience.COUNCIL, roles=DESK)
def show_application(request: PageRequest, application_id: UUID) -> HttpResponse:
    row = lead_application(request.actor, application_id)
    return render(
        request,
        "web/council/applications/application.jinja",
        row=row,
        lines=[
            (
                line,
                desk_status(line.standing, row.decisions.get(line.id)),
                row.assessed[line.id],
                row.to_assess[line.id],
            )
            for line in row.lines
        ],
        decide_at=end_of_working_day(row.decide_by),
        undecided=row.is_undecided,
        facts=[
            Fact(
                "Provider",
                row.provider.name,
                row.provider.registered_number and f"Registered number {row.provider.registered_number}",
            ),
            Fact("Sent", moment(row.submitted_at), f"by {row.submitted_by}"),
            Fact("Decide by", weekday(row.decide_by), row.extended_because and f"Extended: {row.extended_because}"),
            Fact("Questions", "None waits" if not row.open_questions else f"{row.open_questions} without an answer"),
        ],
    )


@page(Audience.COUNCIL, roles=DESK)
def document(request: PageRequest, application_id: UUID, document_id: UUID) -> HttpResponse:
    return as_attachment(application_document(request.actor, application_id, document_id))
