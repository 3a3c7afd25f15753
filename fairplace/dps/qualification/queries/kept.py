"""Applications that came to nothing, and since when (T5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from fairplace.dps.qualification.models import Application, Line, LineState
from fairplace.dps.qualification.rules.lifecycle import LineStanding

_CAME_TO_NOTHING = {LineStanding.REFUSED.value, LineStanding.WITHDRAWN.value}


@dataclass(frozen=True, slots=True)
class KeptApplication:
    """sent: it was submitted. over: every line was refused or withdrawn, and no later line answers one of them."""

    id: UUID
    reference: str
    sent: bool
    over: bool
    last_at: datetime


def kept_applications(system_id: UUID, only: Iterable[UUID] | None = None) -> list[KeptApplication]:
    """Those of one system that were never sent, or of which nothing was accredited."""
    rows = Application.objects.filter(system_id=system_id)
    if only is not None:
        rows = rows.filter(id__in=list(only))
    found = {row["id"]: row for row in rows.values("id", "reference", "started_at", "submitted_at")}
    lines = Line.objects.filter(application__system_id=system_id)
    states: dict[UUID, set[str]] = {}
    of_line: dict[UUID, UUID] = {}
    for line_id, application_id, state in lines.values_list("id", "application_id", "state"):
        states.setdefault(application_id, set()).add(state)
        of_line[line_id] = application_id
    taken_up = {
        of_line[earlier]
        for earlier, application_id in lines.filter(reapplies_for__isnull=False).values_list(
            "reapplies_for_id", "application_id"
        )
        if earlier in of_line and of_line[earlier] != application_id
    }
    last = dict(
        LineState.objects.filter(line__application__system_id=system_id)
        .values_list("line__application_id")
        .annotate(Max("at"))
    )
    return [
        KeptApplication(
            id=application_id,
            reference=row["reference"],
            sent=row["submitted_at"] is not None,
            over=row["submitted_at"] is not None
            and bool(states.get(application_id))
            and states[application_id] <= _CAME_TO_NOTHING
            and application_id not in taken_up,
            last_at=max(row["started_at"], last.get(application_id, row["started_at"])),
        )
        for application_id, row in found.items()
    ]
