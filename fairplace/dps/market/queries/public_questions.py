"""Questions and answers about joining (Q5): for all without who asked; all for the lead; its own for a provider."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from fairplace.dps.market.permissions import check_may_answer_publicly, check_may_ask_publicly
from fairplace.dps.market.queries.the_system import the_system
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class PublishedAnswer:
    """As everyone reads it. category empty: about joining in general."""

    id: UUID
    category: str
    question: str
    answer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PublishedPage:
    """A page of answers, the newest first, and how many match in all."""

    total: int
    answers: list[PublishedAnswer]


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question as the lead, or who asked it, sees it. answer empty: it waits. published None: not answered."""

    id: UUID
    category: str
    text: str
    asked_at: datetime
    question_text: str
    answer: str
    published: bool | None
    answered_at: datetime | None


_LAST = """
    SELECT q.id, coalesce(k.name, ''), q.text, q.at,
           coalesce(a.question_text, ''), coalesce(a.text, ''), a.published, a.at
      FROM market_publicquestion q
      LEFT JOIN market_category k ON k.id = q.category_id
      LEFT JOIN LATERAL (SELECT question_text, text, published, at FROM market_publicanswer
                          WHERE question_id = q.id ORDER BY at DESC, id DESC LIMIT 1) a ON true
     WHERE q.system_id = %(system)s AND {}
"""
_PUBLIC = """
    SELECT q.id, coalesce(k.name, ''), a.question_text, a.text, a.at, count(*) OVER ()
      FROM market_publicquestion q
      LEFT JOIN market_category k ON k.id = q.category_id
      JOIN LATERAL (SELECT question_text, text, published, at FROM market_publicanswer
                     WHERE question_id = q.id ORDER BY at DESC, id DESC LIMIT 1) a ON a.published
     WHERE q.system_id = %(system)s
       AND (%(category)s = '' OR k.code = %(category)s)
       AND (%(words)s = '' OR position(lower(%(words)s) in lower(a.question_text || ' ' || a.text)) > 0)
     ORDER BY a.at DESC, q.id DESC LIMIT %(limit)s OFFSET %(offset)s
"""


def published_answers(*, words: str = "", category: str = "", limit: int = 25, offset: int = 0) -> PublishedPage:
    """Answers whose question or text has these words, of one category (by code) or all. One statement."""
    told: dict[str, Any] = {
        "system": the_system().id,
        "category": category,
        "words": words.strip(),
        "limit": limit,
        "offset": offset,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PUBLIC, told)
        rows = cursor.fetchall()
    return PublishedPage(rows[0][5] if rows else 0, [PublishedAnswer(*row[:5]) for row in rows])


def questions_asked(actor: Actor) -> list[QuestionRow]:
    """For the lead authority: all, those that wait first. For a provider: what it asked itself."""
    system = the_system()
    if actor.is_provider:
        check_may_ask_publicly(actor)
        own = "q.asked_by_id IN (SELECT id FROM organisations_person WHERE organisation_id = %(organisation)s)"
        return _rows(own, system=system.id, organisation=actor.organisation_id)
    check_may_answer_publicly(actor, system.lead_id)
    return _rows("true", system=system.id)


def question_asked(actor: Actor, question_id: UUID) -> QuestionRow:
    """One question, for the lead authority."""
    for row in questions_asked(actor):
        if row.id == question_id:
            return row
    raise NotThere


def _rows(where: str, **told: Any) -> list[QuestionRow]:
    with connection.cursor() as cursor:
        cursor.execute(_LAST.format(where) + " ORDER BY a.at IS NOT NULL, q.at DESC", told)
        return [QuestionRow(*row) for row in cursor.fetchall()]
