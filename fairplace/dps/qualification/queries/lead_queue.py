"""What the lead authority has to decide, by the clock of the regime (Q13): filtered, counted and paged in SQL."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.qualification.models import Line
from fairplace.dps.qualification.permissions import check_may_assess
from fairplace.dps.qualification.queries.line_row import LineRow, lines_where
from fairplace.dps.qualification.rules.clock import between
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.dps.qualification.rules.questions import assessed_criteria, statements
from fairplace.foundations.kernel.actor import Actor

STAGES = ("assess", "release", "held", "sign", "done")
"""Of an application: that of its line that is furthest behind."""
MOVES = ("lead", "evaluators", "second", "provider", "signatory", "round")
"""Whose move it is on a line: the lead's desk, its evaluators, a second person, the provider, who signs, the round."""


@dataclass(frozen=True, slots=True)
class QueueFilters:
    """What people ask of the queue. left: a group of rules/clock. An application matches when one of its lines does."""

    category: str = ""
    stage: str = ""
    move: str = ""
    left: str = ""
    area: str = ""
    words: str = ""
    evaluator: UUID | None = None


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One application that was sent."""

    id: UUID
    reference: str
    provider_name: str
    submitted_at: datetime
    decide_by: date
    stage: str
    moves: tuple[str, ...]
    undecided: int
    lines: tuple[LineRow, ...]


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Some rows, with how many match in all. waiting and late: of the whole queue, whatever the filters."""

    total: int
    waiting: int
    late: int
    to_release: int
    rows: list[QueueRow]


_QUEUE = """
WITH asked(version_id, criteria, statements) AS (
    SELECT * FROM unnest(%(versions)s::uuid[], %(criteria)s::int[], %(statements)s::int[])
), line AS MATERIALIZED (
    SELECT l.id, l.application_id, l.state, l.category_version_id, c.code, e.name, e.council_area,
           l.state IN ('applied', 'assessing', 'clarification') AS undecided
      FROM qualification_line l
      JOIN qualification_application p ON p.id = l.application_id AND p.submitted_at IS NOT NULL
      JOIN organisations_establishment e ON e.id = l.establishment_id
      JOIN market_category c ON c.id = l.category_id
     WHERE l.state NOT IN ('draft', 'withdrawn')
), judged AS (
    SELECT line_id, count(DISTINCT criterion) AS n FROM qualification_assessment
     WHERE line_id IN (SELECT id FROM line WHERE undecided) GROUP BY line_id
), agreed AS (
    SELECT line_id, count(DISTINCT question) AS n FROM qualification_statementmark
     WHERE moderated AND line_id IN (SELECT id FROM line WHERE undecided) GROUP BY line_id
), appointed AS (
    SELECT DISTINCT ON (line_id, person_id) line_id, person_id, takes_part
      FROM qualification_evaluatorappointment WHERE line_id IN (SELECT id FROM line WHERE undecided)
     ORDER BY line_id, person_id, at DESC, id DESC
), evaluators AS (
    SELECT line_id, count(*) AS n, bool_or(person_id = %(evaluator)s::uuid) AS wanted
      FROM appointed WHERE takes_part GROUP BY line_id
), decision AS (
    SELECT DISTINCT ON (line_id) line_id, step FROM qualification_linedecision
     WHERE line_id IN (SELECT id FROM line WHERE undecided) ORDER BY line_id, at DESC, id DESC
), signed AS (
    SELECT line_id FROM qualification_agreementsignature
     WHERE place = 1 AND line_id IN (SELECT id FROM line WHERE state = 'approved')
), placed AS (
    SELECT l.*, v.wanted,
           CASE WHEN l.state = 'approved' THEN 3 WHEN NOT l.undecided THEN 4
                WHEN d.step = 'proposed' THEN 1 WHEN d.step = 'checked' THEN 2 ELSE 0 END AS stage,
           CASE WHEN l.state = 'approved' THEN CASE WHEN s.line_id IS NULL THEN 'provider' ELSE 'signatory' END
                WHEN NOT l.undecided THEN NULL
                WHEN d.step = 'proposed' THEN 'second' WHEN d.step = 'checked' THEN 'round'
                WHEN l.state = 'clarification' THEN 'provider'
                WHEN coalesce(j.n, 0) < q.criteria OR (coalesce(g.n, 0) < q.statements AND coalesce(v.n, 0) < 2)
                THEN 'lead'
                WHEN coalesce(g.n, 0) < q.statements THEN 'evaluators' ELSE 'lead' END AS move
      FROM line l JOIN asked q ON q.version_id = l.category_version_id
      LEFT JOIN judged j ON j.line_id = l.id LEFT JOIN agreed g ON g.line_id = l.id
      LEFT JOIN evaluators v ON v.line_id = l.id LEFT JOIN decision d ON d.line_id = l.id
      LEFT JOIN signed s ON s.line_id = l.id
), application AS MATERIALIZED (
    SELECT p.id, p.reference, o.name AS provider_name, p.submitted_at, p.decide_by, min(l.stage) AS stage,
           coalesce(array_agg(DISTINCT l.move) FILTER (WHERE l.move IS NOT NULL), '{}') AS moves,
           count(*) FILTER (WHERE l.undecided) AS undecided,
           bool_or((%(category)s = '' OR l.code = %(category)s) AND (%(area)s = '' OR l.council_area = %(area)s)
                   AND (%(move)s = '' OR l.move = %(move)s)
                   AND (%(evaluator)s::uuid IS NULL OR coalesce(l.wanted, false))) AS matches,
           bool_or(position(lower(%(words)s) IN lower(l.name)) > 0) AS named
      FROM placed l JOIN qualification_application p ON p.id = l.application_id
      JOIN organisations_organisation o ON o.id = p.provider_id
     GROUP BY p.id, o.name
), counted AS (
    SELECT count(*) FILTER (WHERE undecided > 0) AS waiting,
           count(*) FILTER (WHERE undecided > 0 AND decide_by < %(today)s) AS late,
           count(*) FILTER (WHERE 'second' = ANY(moves)) AS to_release
      FROM application
), shown AS (
    SELECT *, count(*) OVER () AS total FROM application
     WHERE matches AND (%(stage)s < 0 OR stage = %(stage)s)
       AND (%(words)s = '' OR named OR position(lower(%(words)s) IN lower(reference || ' ' || provider_name)) > 0)
       AND (NOT %(by_left)s OR (undecided > 0 AND decide_by >= coalesce(%(from)s::date, decide_by)
                                AND decide_by <= coalesce(%(to)s::date, decide_by)))
     ORDER BY undecided = 0, CASE WHEN undecided > 0 THEN decide_by END, stage = 4, submitted_at DESC, id
     LIMIT %(limit)s OFFSET %(offset)s
)
SELECT c.waiting, c.late, c.to_release, s.total, s.id, s.reference, s.provider_name, s.submitted_at, s.decide_by,
       s.stage, s.moves, s.undecided
  FROM counted c LEFT JOIN shown s ON true
 ORDER BY s.undecided = 0, CASE WHEN s.undecided > 0 THEN s.decide_by END, s.stage = 4, s.submitted_at DESC, s.id
"""


def applications_queue(
    actor: Actor, filters: QueueFilters, today: date, *, limit: int | None = 25, offset: int = 0
) -> QueuePage:
    """Those to decide first, the least time left on top. Three statements, however many applications."""
    check_may_assess(actor)
    versions = list(Line.objects.order_by().values_list("category_version_id", flat=True).distinct())
    contents = [content_of(version_id) for version_id in versions]
    from_, to = between(today, filters.left)
    given: dict[str, Any] = {
        **asdict(filters),
        "stage": STAGES.index(filters.stage) if filters.stage in STAGES else -1,
        "by_left": bool(filters.left),
        "from": from_,
        "to": to,
        "today": today,
        "limit": limit,
        "offset": offset,
        "versions": versions,
        "criteria": [len(assessed_criteria(content)) for content in contents],
        "statements": [len(statements(content)) for content in contents],
    }
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE, given)
        rows = cursor.fetchall()
    waiting, late, to_release = rows[0][:3]
    found = [row[3:] for row in rows if row[4] is not None]
    lines: dict[UUID, list[LineRow]] = {row[1]: [] for row in found}
    for line in lines_where(application_id__in=list(lines)):
        if line.standing not in {LineStanding.DRAFT, LineStanding.WITHDRAWN}:
            lines[line.application_id].append(line)
    return QueuePage(
        total=found[0][0] if found else 0,
        waiting=waiting,
        late=late,
        to_release=to_release,
        rows=[
            QueueRow(id_, reference, name, sent, by, STAGES[stage], tuple(moves), undecided, tuple(lines[id_]))
            for _, id_, reference, name, sent, by, stage, moves, undecided in found
        ],
    )


def queue_areas() -> list[str]:
    """The council areas of places that have applied. One statement."""
    sent = Line.objects.exclude(state__in=[LineStanding.DRAFT.value, LineStanding.WITHDRAWN.value]).order_by()
    return sorted(set(sent.values_list("establishment__council_area", flat=True).distinct()))
