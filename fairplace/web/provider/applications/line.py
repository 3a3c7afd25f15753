"""One place in one category: its tasks in two stages, and what can be copied here (Q2, Q3)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.own import unsent
from fairplace.web.provider.applications.task_lists import line_state, line_tasks
from fairplace.web.provider.roles import FILL_IN


@page(Audience.PROVIDER, roles=FILL_IN)
def show_line(request: PageRequest, application_id: UUID, line_id: UUID) -> HttpResponse:
    row = unsent(request, application_id)
    line = row.line(line_id)
    left = row.left.lines.get(line_id, [])
    return render(
        request,
        "web/provider/applications/line.jinja",
        row=row,
        line=line,
        tasks=line_tasks(row, line),
        status=line_state(left),
        first=left[0].sentence if left else "",
    )
