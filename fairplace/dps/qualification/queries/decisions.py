"""Where the decision on a line stands, and what it waits for (four eyes; Q9, Q14)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.organisations.queries.establishments import establishment_rows
from fairplace.dps.qualification.models import (
    Assessment,
    DueDiligenceCheck,
    Line,
    StatementMark,
)
from fairplace.dps.qualification.queries.clarifications import waits_for_provider
from fairplace.dps.qualification.queries.corrections import corrected_at, corrections_of
from fairplace.dps.qualification.queries.line_row import LineRow
from fairplace.dps.qualification.rules.due_diligence import Check, checks_for
from fairplace.dps.qualification.rules.readiness import Lack, why_not_approved, why_not_refused


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """The last step of the decision on a line. proposal_id: of the proposal that this step is about."""

    line_id: UUID
    proposal_id: UUID
    step: str
    approved: bool
    reason: str
    by_id: UUID
    by: str
    at: datetime
    proposed_by_id: UUID
    proposed_by: str

    @property
    def waits_for_release(self) -> bool:
        return self.step == "proposed"

    @property
    def is_held(self) -> bool:
        return self.step == "checked"

    @property
    def is_closed_to_changes(self) -> bool:
        """Proposed or held: nothing beneath it may change until it is sent back."""
        return self.step in {"proposed", "checked"}


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check of due diligence that a line needs, and its last outcome if there is one."""

    check: Check
    outcome: str
    note: str
    checked_on: date | None
    by: str
    at: datetime | None


# Asked in every act of assessment, so in plain SQL.
_STEPS = """
           d.line_id, coalesce(d.proposal_id, d.id), d.step, d.approved, d.reason, d.by_id, b.name, d.at,
           coalesce(q.by_id, d.by_id), coalesce(w.name, b.name)
      FROM qualification_linedecision d
      JOIN organisations_person b ON b.id = d.by_id
      LEFT JOIN qualification_linedecision q ON q.id = d.proposal_id
      LEFT JOIN organisations_person w ON w.id = q.by_id
     WHERE d.line_id = ANY(%s)
"""
_LAST = f"SELECT DISTINCT ON (d.line_id) {_STEPS} ORDER BY d.line_id, d.at DESC, d.id DESC"
_EVERY = f"SELECT {_STEPS} ORDER BY d.at, d.id"


def last_decisions(line_ids: Iterable[UUID]) -> dict[UUID, DecisionRow]:
    """The last step on each of these lines; none for a line that nobody has proposed to decide. One statement."""
    return {row.line_id: row for row in _read(_LAST, list(line_ids))}


def decision_steps(line_id: UUID) -> list[DecisionRow]:
    """Every step on one line in the order of time."""
    return _read(_EVERY, [line_id])


def _read(statement: str, line_ids: list[UUID]) -> list[DecisionRow]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [line_ids])
        return [DecisionRow(*row) for row in cursor.fetchall()]


def last_decision(line_id: UUID) -> DecisionRow | None:
    """The last step on one line."""
    return last_decisions([line_id]).get(line_id)


def needed_checks(line: LineRow) -> list[Check]:
    """What due diligence this line needs."""
    place = establishment_rows([line.establishment_id])[line.establishment_id]
    return checks_for(
        category=line.category_code,
        setting=place.kind,
        regime=the_system().regime,
        rating_framework=place.rating_framework,
    )


def due_diligence(line: LineRow) -> list[CheckRow]:
    """Every check that this line needs, in the order of the list."""
    rows = DueDiligenceCheck.objects.filter(line_id=line.id).order_by("at", "id")
    last = {row[0]: row for row in rows.values_list("check_code", "outcome", "note", "checked_on", "by__name", "at")}
    return [
        CheckRow(check, *(last[check.code][1:] if check.code in last else ("", "", None, "", None)))
        for check in needed_checks(line)
    ]


def judged(line: LineRow | Line) -> dict[str, bool]:
    """Criterion to the judgement that counts: none of what its provider has corrected since."""
    rows = Assessment.objects.filter(line_id=line.id).order_by("at", "id")
    last = {criterion: (passed, at) for criterion, passed, at in rows.values_list("criterion", "passed", "at")}
    overtaken = corrected_at(content_of(line.category_version_id), corrections_of(line.application_id))
    return {code: passed for code, (passed, at) in last.items() if code not in overtaken or at > overtaken[code]}


def agreed_marks(line_id: UUID) -> dict[str, Decimal]:
    """Statement to the mark agreed for it, where there is one."""
    rows = StatementMark.objects.filter(line_id=line_id, moderated=True).order_by("at", "id")
    return dict(rows.values_list("question", "mark"))


def open_questions(line: LineRow) -> int:
    """How many of the line and its whole application have a question of the lead that waits for an answer."""
    return len(waits_for_provider(line.application_id) & {None, line.id})


def lacks_of(line: LineRow, approved: bool) -> list[Lack]:
    """Why this decision cannot be proposed or released now; empty when it can. A fixed number of statements."""
    content, passed, waiting = content_of(line.category_version_id), judged(line), open_questions(line)
    if not approved:
        return why_not_refused(content, passed, waiting)
    checks = due_diligence(line)
    return why_not_approved(
        content,
        passed,
        set(agreed_marks(line.id)),
        {row.check.code: row.outcome for row in checks if row.outcome},
        [row.check for row in checks],
        waiting,
    )
