"""The provider's own application as every page of joining needs it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponseRedirect
from django.shortcuts import redirect

from fairplace.dps.qualification.queries.line_form import LineForm
from fairplace.dps.qualification.queries.provider_places import ProviderApplication, application_of
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON
from fairplace.web.page import PageRequest

FEW = 3  # lines: so many have their tasks on the first page, more have a page each


def unsent(request: PageRequest, application_id: UUID, line_id: UUID | None = None) -> ProviderApplication:
    """The application while it can be changed; NotThere once it is sent: its pages of questions are gone then.

    line_id: read with this line alone.
    """
    row = application_of(request.actor, application_id, request.now, line_id)
    if row.application.submitted_at is not None:
        raise NotThere
    return row


def check_open(row: ProviderApplication, line: LineForm | None = None) -> None:
    """Stage 2, of the provider or of one line, opens when the basics are complete (Q3): until then it is refused with
    what is to be done first.
    """
    basics = [
        one for one in [*row.left.provider, *(row.left.lines.get(line.line.id, []) if line else [])] if one.stage == 1
    ]
    if basics:
        raise Refused(
            "This is part of your offer, stage 2. It opens when stage 1, the basics, is complete. First:"
            f" {basics[0].sentence[:1].lower()}{basics[0].sentence[1:].rstrip('.')}."
        )


def back_to(row: ProviderApplication, line: LineForm | None = None) -> HttpResponseRedirect:
    """The task list, at the part that was worked on; with many lines, the page of the line."""
    if line is not None and row.number_of_lines > FEW:
        return redirect("provider:applications:line", application_id=row.application.id, line_id=line.line.id)
    response = redirect("provider:applications:show", application_id=row.application.id)
    if line is not None:
        response["Location"] += f"#line-{line.line.id}"
    return response


def back_href(row: ProviderApplication, line: LineForm | None = None) -> str:
    """The same as an address."""
    return back_to(row, line)["Location"]


def line_title(line: LineForm) -> str:
    return f"{line.establishment.name}: {line.line.category_name}"


def today(request: PageRequest) -> date:
    """The day in London."""
    return request.now.astimezone(LONDON).date()
