"""Categories and their drafts as the councils' people see them (P3, P8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from fairplace.dps.market.models import CategoryDraft, DraftChange, DraftState
from fairplace.dps.market.permissions import AGREEING, check_may_read_drafts, is_lead_officer, may_draft
from fairplace.dps.market.queries.draft_readiness import AnswerRow, answers_of_round, faults_of_draft
from fairplace.dps.market.queries.the_system import PartnerRow, SystemRow, agreeing_ids, partners, the_system
from fairplace.dps.market.rules.category_content import CategoryContent, Fault, typed_content
from fairplace.dps.market.rules.draft_lifecycle import DraftStage
from fairplace.dps.organisations.queries.people import people_with_role_in
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A category: what is in force, who leads it, and what is being drafted. my_turn: this council has not agreed."""

    id: UUID
    code: str
    name: str
    number: int
    in_force_from: datetime
    coming_from: datetime | None
    lead_name: str
    lead_council: str
    draft_id: UUID | None
    stage: DraftStage | None
    comments_until: date | None
    answered: int
    asked: int
    my_turn: bool
    may_draft: bool
    may_appoint: bool


@dataclass(frozen=True, slots=True)
class PartnerAnswer:
    """A council that is asked to agree, and its answer, if any."""

    council: PartnerRow
    answer: AnswerRow | None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """Who changed what, for the list of latest changes."""

    revision: int
    part: str
    key: str
    what: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft with everything that its pages show."""

    id: UUID
    category_id: UUID
    category_code: str
    category_name: str
    stage: DraftStage
    revision: int
    round: int
    document: Mapping[str, Any]
    content: CategoryContent
    before: Mapping[str, Any]
    before_number: int
    begun_at: datetime
    in_force_on: date | None
    no_consultation_because: str
    last_reason: str
    faults: tuple[Fault, ...]
    partners: tuple[PartnerAnswer, ...]
    changes: tuple[ChangeRow, ...]
    may_draft: bool
    may_answer: bool

    @property
    def editable(self) -> bool:
        return self.may_draft and self.stage is DraftStage.DRAFTING

    @property
    def agreed(self) -> int:
        return sum(one.answer is not None and one.answer.agrees for one in self.partners)


_BOARD = """
    SELECT k.id, k.code, k.name, v.number, v.in_force_from,
           (SELECT min(w.in_force_from) FROM market_categoryversion w
             WHERE w.category_id = k.id AND w.in_force_from > fairplace_now()),
           coalesce(p.name, ''), coalesce(o.name, ''), p.id,
           d.id, d.stage,
           (SELECT max(c.closes_on) FROM market_consultation c
             WHERE c.draft_id = d.id AND c.closes_on >= (fairplace_now() AT TIME ZONE 'Europe/London')::date),
           (SELECT coalesce(array_agg(a.council_id) FILTER (WHERE a.agrees), '{}') FROM (
               SELECT DISTINCT ON (x.council_id) x.council_id, x.agrees FROM market_draftagreement x
                WHERE x.draft_id = d.id AND x.round = d.round ORDER BY x.council_id, x.at DESC, x.id DESC) a)
      FROM market_category k
      JOIN LATERAL (SELECT number, in_force_from FROM market_categoryversion
                     WHERE category_id = k.id AND in_force_from <= fairplace_now()
                     ORDER BY number DESC LIMIT 1) v ON true
      LEFT JOIN LATERAL (SELECT person_id FROM market_categorylead
                          WHERE category_id = k.id ORDER BY at DESC, id DESC LIMIT 1) l ON true
      LEFT JOIN organisations_person p ON p.id = l.person_id
      LEFT JOIN organisations_organisation o ON o.id = p.organisation_id
      LEFT JOIN market_categorydraft d ON d.category_id = k.id AND d.stage IN ('drafting', 'agreeing')
     WHERE k.system_id = %s
     ORDER BY k.position, k.id
"""


def category_board(actor: Actor) -> list[BoardRow]:
    """The categories in the order of the notice. NotThere to whoever may not read drafts."""
    system, asked = _checked(actor)
    answers = {row.council_id for row in asked if row.standing != "associate"}
    my_answer = actor.organisation_id in answers and actor.holds(*(role.value for role in AGREEING))
    with connection.cursor() as cursor:
        cursor.execute(_BOARD, [system.id])
        rows = cursor.fetchall()
    made = []
    for key, code, name, number, since, coming, lead_name, council, lead_id, draft_id, stage, until, agreed in rows:
        agreeing = stage == DraftStage.AGREEING.value
        made.append(
            BoardRow(
                id=key,
                code=code,
                name=name,
                number=number,
                in_force_from=since,
                coming_from=coming,
                lead_name=lead_name,
                lead_council=council,
                draft_id=draft_id,
                stage=DraftStage(stage) if stage else None,
                comments_until=until,
                answered=len(answers & set(agreed)),
                asked=len(answers),
                my_turn=agreeing and my_answer and actor.organisation_id not in agreed,
                may_draft=may_draft(actor, lead_id, system.lead_id),
                may_appoint=is_lead_officer(actor, system.lead_id),
            )
        )
    return made


def draft_for_council(actor: Actor, draft_id: UUID) -> DraftRow:
    """NotThere when there is none, or to whoever may not read drafts."""
    system, councils = _checked(actor)
    found = (
        CategoryDraft.objects.filter(id=draft_id, category__system_id=system.id)
        .select_related("category", "begun_from")
        .first()
    )
    if found is None:
        raise NotThere
    answers = answers_of_round(found.id, found.round) if found.round else {}
    asked = [row for row in councils if row.standing != "associate"]
    stage = DraftStage(found.stage)
    last = DraftState.objects.filter(draft=found).order_by("-at", "-id").values_list("because", flat=True).first()
    mine = answers.get(actor.organisation_id) if actor.organisation_id else None
    changes = DraftChange.objects.filter(draft=found).order_by("-revision")[:10]
    return DraftRow(
        id=found.id,
        category_id=found.category_id,
        category_code=found.category.code,
        category_name=found.category.name,
        stage=stage,
        revision=found.revision,
        round=found.round,
        document=found.document,
        content=typed_content(found.document),
        before=found.begun_from.content,
        before_number=found.begun_from.number,
        begun_at=found.begun_at,
        in_force_on=found.in_force_on,
        no_consultation_because=found.no_consultation_because,
        last_reason=last or "",
        faults=tuple(faults_of_draft(found.id)),
        partners=tuple(PartnerAnswer(row, answers.get(row.council_id)) for row in asked),
        changes=tuple(
            ChangeRow(*row) for row in changes.values_list("revision", "part", "key", "what", "by__name", "at")
        ),
        may_draft=may_draft(actor, _lead_person(found.category_id), system.lead_id),
        may_answer=stage is DraftStage.AGREEING
        and actor.organisation_id in {row.council_id for row in asked}
        and actor.holds(*(role.value for role in AGREEING))
        and (mine is None or not mine.agrees),
    )


@dataclass(frozen=True, slots=True)
class PossibleLead:
    """Somebody who may be named the lead of a category."""

    id: UUID
    name: str
    job_title: str
    council: str


def possible_leads() -> list[PossibleLead]:
    """Everyone who holds the role in any council of the system, by name."""
    councils = {row.council_id: row.name for row in partners()}
    return [
        PossibleLead(one.id, one.name, one.job_title, councils[one.organisation_id])
        for one in people_with_role_in(councils, Role.CATEGORY_LEAD)
    ]


def drafts_to_agree(actor: Actor) -> list[BoardRow]:
    """Those that wait for this person's council; none for people who have no part in it."""
    if not actor.holds(*(role.value for role in AGREEING)) or actor.organisation_id not in agreeing_ids():
        return []
    return [row for row in category_board(actor) if row.my_turn]


def _checked(actor: Actor) -> tuple[SystemRow, list[PartnerRow]]:
    councils = partners()
    check_may_read_drafts(actor, {row.council_id for row in councils})
    return the_system(), councils


def categories_led_by(person_id: UUID) -> list[str]:
    """The names of the categories whose drafting this person leads now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.name FROM market_category k"
            " WHERE %s = (SELECT l.person_id FROM market_categorylead l WHERE l.category_id = k.id"
            " ORDER BY l.at DESC, l.id DESC LIMIT 1) ORDER BY k.position",
            [person_id],
        )
        return [row[0] for row in cursor.fetchall()]


def _lead_person(category_id: UUID) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id FROM market_categorylead WHERE category_id = %s ORDER BY at DESC, id DESC LIMIT 1",
            [category_id],
        )
        row = cursor.fetchone()
    return row[0] if row else None
