"""Locking an application, or lines of it, for a change: always the application first, then the lines."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from fairplace.dps.qualification.models import Application, Line
from fairplace.dps.qualification.permissions import check_may_fill_in
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


def lock_draft(actor: Actor, application_id: UUID) -> Application:
    """The actor's own application, not yet sent, to fill in. NotThere for others'; Refused once it is sent."""
    return _lock(actor, Application.objects.filter(id=application_id))


def lock_draft_line(actor: Actor, line_id: UUID) -> Line:
    """A line of the actor's own application that is still a draft, with its establishment."""
    _lock(actor, Application.objects.filter(id__in=Line.objects.filter(id=line_id).values("application_id")))
    line = Line.objects.select_for_update(of=("self",)).select_related("establishment").get(id=line_id)
    if line.state != LineStanding.DRAFT.value:
        raise Refused("This line is no longer part of the application.")
    return line


def _lock(actor: Actor, which: QuerySet[Application]) -> Application:
    application = next(iter(which.select_for_update()), None)
    if application is None:
        raise NotThere
    check_may_fill_in(actor, application.provider_id)
    if application.submitted_at is not None:
        raise Refused("This application has been sent, so it can no longer be changed.")
    return application


def lock_draft_lines(
    actor: Actor, application_id: UUID, line_ids: Collection[UUID] | None = None
) -> tuple[Application, dict[UUID, Line]]:
    """The application with these of its draft lines, or all of them, by id. NotThere for a line that is not its own."""
    application = lock_draft(actor, application_id)
    found = Line.objects.select_for_update().filter(application=application, state=LineStanding.DRAFT.value)
    if line_ids is not None:
        found = found.filter(id__in=list(line_ids))
    lines = {line.id: line for line in found.order_by("id")}
    if line_ids is not None and set(line_ids) != set(lines):
        raise NotThere
    return application, lines


# Asked in every act of assessment, so one statement in plain SQL. The application's lock is taken first: the line is
# looked for with what `held` gave back.
_LOCK_LINE = """
    WITH held AS MATERIALIZED (
        SELECT id FROM qualification_application
         WHERE id = (SELECT application_id FROM qualification_line WHERE id = %(line)s) FOR UPDATE)
    SELECT * FROM qualification_line
     WHERE id = %(line)s AND application_id = (SELECT id FROM held) FOR UPDATE
"""


def lock_line(line_id: UUID) -> Line:
    """Any line with its application, for the lead authority or a signature."""
    line = next(iter(Line.objects.raw(_LOCK_LINE, {"line": line_id})), None)
    if line is None:
        raise NotThere
    return line


def lock_lines(line_ids: Collection[UUID]) -> list[Line]:
    """These lines with their applications, always in the same order. NotThere when one does not exist."""
    wanted = Line.objects.filter(id__in=line_ids)
    _hold_applications(wanted)
    lines = list(wanted.select_for_update().order_by("id"))
    if {line.id for line in lines} != set(line_ids):
        raise NotThere
    return lines


def _hold_applications(lines: QuerySet[Line]) -> list[UUID]:
    """Locks the applications of these lines in one order, without reading what they say."""
    held = Application.objects.select_for_update().filter(id__in=lines.values("application_id"))
    return list(held.order_by("id").values_list("id", flat=True))
