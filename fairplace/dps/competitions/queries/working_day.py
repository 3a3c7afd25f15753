"""A council's referrals as the columns of a working day: one SQL statement whatever the data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from fairplace.dps.competitions.queries.bids_left import BIDS_LEFT, NOTHING_LEFT
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.working_day import BY_STANDING, LIVE, Stage
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere

STANDSTILL = "standstill"
"""What stands for "awarded" as long as nobody can accept the award yet (C6)."""


@dataclass(frozen=True, slots=True)
class WorkingDayRow:
    """One referral. due_at: closing time, end of the family's choice, of a standstill, or of the time to accept,
    whichever comes next. standing: the state of the competition, or of a referral without one; STANDSTILL, or what
    rules/nothing_left says, where that tells more.

    since: when bids were opened or scored, or the award accepted, where people are waited for and not a day.
    invited, answered and will_bid tell who said what; who has lodged a bid nobody can know (C2). questions: those
    that wait for an answer while bids are open (R7).
    """

    id: UUID
    reference: str
    title: str
    category: str
    written_by: str
    started_at: datetime
    competition_id: UUID | None
    standing: str
    stage: Stage
    due_at: datetime | None
    since: datetime | None
    invited: int
    answered: int
    will_bid: int
    questions: int


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """rows: the page asked for. total: of all pages. counts: of every stage, whichever is shown."""

    rows: tuple[WorkingDayRow, ...]
    total: int
    counts: Mapping[Stage, int]


def _stage_sql() -> str:
    known = " ".join(f"WHEN c.state = '{state.value}' THEN '{stage.value}'" for state, stage in BY_STANDING.items())
    return (
        "CASE WHEN r.state IN ('closed', 'cancelled') THEN 'finished' WHEN r.state = 'placed' THEN 'to_sign'"
        " WHEN c.id IS NULL THEN 'to_publish'"
        f" WHEN c.state = '{CompetitionStanding.OPEN.value}' THEN"
        f" CASE WHEN %(now)s < c.closes_at THEN 'waiting' ELSE 'to_open' END"
        f" WHEN {NOTHING_LEFT} IS NOT NULL THEN '{Stage.WITHOUT_BIDS.value}' {known} END"
    )


_SQL = f"""
    WITH asked AS NOT MATERIALIZED (
        SELECT * FROM referrals_referral
         WHERE council_id = %(council)s
           AND (%(category)s::uuid IS NULL OR category_id = %(category)s)
           AND (%(search)s = '' OR reference ILIKE %(like)s OR title ILIKE %(like)s)
    ), mine AS MATERIALIZED (
        SELECT r.id, r.reference, r.title, r.category_id, r.written_by_id, r.started_at, c.id AS competition_id,
               CASE WHEN r.state = 'placed' THEN r.state
                    WHEN c.state = 'awarded' AND EXISTS (
                        SELECT FROM competitions_award a WHERE a.competition_id = c.id AND a.declined_at IS NULL
                           AND a.accept_from > %(now)s) THEN '{STANDSTILL}'
                    ELSE coalesce({NOTHING_LEFT}, c.state, r.state) END AS standing,
               {_stage_sql()} AS stage,
               CASE c.state
                   WHEN 'with_family' THEN (SELECT max(f.expires_at) FROM competitions_familychoice f
                                             WHERE f.competition_id = c.id AND f.ended_because = '')
                   WHEN 'awarded' THEN (SELECT max(CASE WHEN a.accept_from > %(now)s THEN a.accept_from
                                                        ELSE a.accept_by END) FROM competitions_award a
                                         WHERE a.competition_id = c.id AND a.declined_at IS NULL)
                   WHEN 'open' THEN c.closes_at
                   WHEN 'opening' THEN c.closes_at
               END AS due_at,
               CASE c.state
                   WHEN 'no_compliant_bid' THEN c.opened_at
                   WHEN 'evaluating' THEN c.opened_at
                   WHEN 'price_questioned' THEN c.opened_at
                   WHEN 'scored' THEN c.scored_at
                   WHEN 'to_award' THEN c.scored_at
                   WHEN 'accepted' THEN (SELECT max(a.accepted_at) FROM competitions_award a
                                          WHERE a.competition_id = c.id)
               END AS since
          FROM asked r LEFT JOIN competitions_competition c ON c.referral_id = r.id
          {BIDS_LEFT}
         WHERE r.state = ANY(%(standings)s)
    ), counts AS (
        SELECT coalesce(jsonb_object_agg(stage, number), '{{}}') AS by_stage
          FROM (SELECT stage, count(*) AS number FROM mine GROUP BY stage
                UNION ALL
                SELECT 'finished', count(*) FROM asked
                 WHERE NOT %(with_finished)s AND state IN ('closed', 'cancelled') HAVING count(*) > 0) AS each
    ), page AS (
        SELECT * FROM mine WHERE stage = ANY(%(stages)s)
         ORDER BY array_position(%(stages)s, stage), due_at, started_at {{direction}}, id
         LIMIT %(limit)s OFFSET %(offset)s
    )
    SELECT counts.by_stage, page.id, page.reference, page.title, k.name, p.name, page.started_at,
           page.competition_id, page.standing, page.stage, page.due_at, page.since,
           coalesce(i.invited, 0), coalesce(i.answered, 0), coalesce(i.will_bid, 0), coalesce(q.questions, 0)
      FROM counts
      LEFT JOIN page ON true
      LEFT JOIN market_category k ON k.id = page.category_id
      LEFT JOIN organisations_person p ON p.id = page.written_by_id
      LEFT JOIN LATERAL (
          SELECT count(*) AS invited, count(*) FILTER (WHERE answer <> '') AS answered,
                 count(*) FILTER (WHERE answer = 'will_bid') AS will_bid
            FROM competitions_invitation WHERE competition_id = page.competition_id
      ) AS i ON page.stage IN ('waiting', 'to_open')
      LEFT JOIN LATERAL (
          SELECT count(*) AS questions FROM competitions_question q
           WHERE q.competition_id = page.competition_id
             AND NOT EXISTS (SELECT FROM competitions_answer a WHERE a.question_id = q.id)
      ) AS q ON page.stage = 'waiting'
     ORDER BY array_position(%(stages)s, page.stage), page.due_at, page.started_at {{direction}}, page.id
"""  # noqa: S608 - built of constants; every value is a parameter
_OLDEST_FIRST = _SQL.replace("{direction}", "")
_NEWEST_FIRST = _SQL.replace("{direction}", "DESC")


def working_day(
    *,
    actor: Actor,
    at: datetime,
    stage: Stage | None = None,
    category_id: UUID | None = None,
    search: str = "",
    limit: int = 50,
    offset: int = 0,
) -> WorkingDay:
    """The live referrals of the actor's council, or those of one stage; a search also finds finished ones.

    Raises NotThere for anybody but the council's placement officers (X7).
    """
    if not actor.is_council or not actor.holds(Role.PLACEMENT_OFFICER.value):
        raise NotThere
    wanted = [stage] if stage else [*LIVE, Stage.FINISHED] if search else list(LIVE)
    finished = Stage.FINISHED in wanted
    typed = search.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    values = {
        "council": actor.organisation_id,
        "now": at,
        "category": category_id,
        "search": search,
        "like": f"%{typed}%",
        "standings": ["draft", "published", "placed", *(["closed", "cancelled"] if finished else [])],
        "with_finished": finished,
        "stages": [one.value for one in wanted],
        "limit": limit,
        "offset": offset,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST_FIRST if stage is Stage.FINISHED else _OLDEST_FIRST, values)
        found = cursor.fetchall()
    counts = {Stage(name): number for name, number in _loaded(found[0][0]).items()}
    rows = tuple(_row(*row[1:]) for row in found if row[1] is not None)
    return WorkingDay(rows, sum(counts.get(one, 0) for one in wanted), counts)


def _row(*found: Any) -> WorkingDayRow:
    columns = list(found)
    columns[_STAGE] = Stage(columns[_STAGE])
    return WorkingDayRow(*columns)


_STAGE = 8


def _loaded(by_stage: Mapping[str, int] | str) -> Mapping[str, int]:
    """Django's connections hand JSON over as text."""
    return json.loads(by_stage) if isinstance(by_stage, str) else by_stage
