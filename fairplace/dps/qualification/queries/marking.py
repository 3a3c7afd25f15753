"""What evaluators of applications see: a label and a text, no name, no price; others' marks after their own (Q9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.queries.model_answers import ModelAnswerRow, model_answers_of
from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.organisations.queries.establishments import establishments_of
from fairplace.dps.qualification.models import Line, StatementMark
from fairplace.dps.qualification.permissions import check_may_evaluate
from fairplace.dps.qualification.queries.evaluators import EvaluatorRow, appointed_lines, evaluators_of
from fairplace.dps.qualification.rules.blinding import blinded
from fairplace.dps.qualification.rules.lifecycle import UNDECIDED
from fairplace.dps.qualification.rules.marking import EVALUATORS, is_wide, spread
from fairplace.dps.qualification.rules.questions import statements
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere

_OPEN = frozenset(standing.value for standing in UNDECIDED)


@dataclass(frozen=True, slots=True)
class GivenMark:
    """One mark, with who gave it: shown only to those whose own mark is in."""

    by_id: UUID
    by: str
    mark: Decimal
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StatementToMark:
    """One scored statement of one line. label: a sign that tells nothing; own: the actor's mark.

    waiting_for: evaluators who take part and have not marked it; too_few: not two take part yet.
    """

    line_id: UUID
    application_id: UUID
    label: str
    category: str
    code: str
    criterion: str
    decide_by: date | None
    has_interest: bool | None
    own: Decimal | None
    agreed: Decimal | None
    waiting_for: tuple[str, ...]
    too_few: bool
    wide: bool

    @property
    def ready(self) -> bool:
        """Everyone has marked, so that a mark can be agreed."""
        return self.own is not None and not self.waiting_for and not self.too_few

    @property
    def to_mark(self) -> bool:
        return self.has_interest is False and self.own is None

    @property
    def to_agree(self) -> bool:
        return self.has_interest is False and self.ready and self.agreed is None


@dataclass(frozen=True, slots=True)
class StatementToMarkPage:
    """One statement with all that its evaluator may read. marks: empty unless the actor's own is in and all are.

    written_by: the children and young people who signed off the model answer (P9), where that is on record.
    same_words: how many other statements of its application, of the actor's, say the same and have no agreed mark.
    """

    statement: StatementToMark
    question: Question
    text: str
    own: GivenMark | None
    marks: tuple[GivenMark, ...]
    agreed: GivenMark | None
    spread: Decimal
    next: StatementToMark | None
    written_by: ModelAnswerRow | None
    same_words: int


def statements_to_mark(actor: Actor) -> list[StatementToMark]:
    """Of open lines to which the actor is appointed, the least time left first. Five statements, however many."""
    person_id = check_may_evaluate(actor)
    lines = (
        Line.objects.filter(id__in=appointed_lines(person_id), state__in=_OPEN)
        .order_by("application__decide_by", "category__position", "id")
        .values_list("id", "application_id", "category__name", "category_version_id", "application__decide_by")
    )
    rows = list(lines)
    ids = [row[0] for row in rows]
    evaluators = evaluators_of(ids)
    own, agreed = _latest(ids)
    found = []
    for line_id, application_id, category, version_id, decide_by in rows:
        content = content_of(version_id)
        names = {criterion.code: criterion.name for criterion in content.criteria}
        for question in statements(content):
            key = (line_id, question.code)
            found.append(
                _statement(
                    (line_id, application_id, category, decide_by),
                    question,
                    names[question.criterion],
                    evaluators[line_id],
                    own.get(key, {}),
                    agreed.get(key),
                    person_id,
                )
            )
    return found


def statement_to_mark(actor: Actor, line_id: UUID, code: str) -> StatementToMarkPage:
    """NotThere for whoever is not appointed to the line, or before they have declared that they have no interest."""
    every = statements_to_mark(actor)
    statement = next((one for one in every if one.line_id == line_id and one.code == code), None)
    if statement is None or statement.has_interest is not False:
        raise NotThere
    version_id, provider_id, provider, answers = Line.objects.values_list(
        "category_version_id", "provider_id", "provider__name", "answers"
    ).get(id=line_id)
    question = next(one for one in statements(content_of(version_id)) if one.code == code)
    text = str(answers.get(code, {}).get("text", ""))
    own, agreed = _latest([line_id])
    marks = own.get((line_id, code), {})
    taking_part = {row.person_id for row in evaluators_of([line_id])[line_id] if row.takes_part}
    counted = tuple(one for person_id, one in marks.items() if person_id in taking_part)
    seen = counted if statement.ready else ()
    names = {provider, *(place.name for place in establishments_of(provider_id))}
    return StatementToMarkPage(
        statement=statement,
        question=question,
        text=blinded(text, names),
        own=marks.get(actor.person_id) if actor.person_id else None,
        marks=seen,
        agreed=agreed.get((line_id, code)),
        spread=spread([one.mark for one in seen]),
        next=next((one for one in every if one.to_mark and one is not statement), None),
        written_by=model_answers_of(version_id).get(code),
        same_words=_same_words(statement, every, text),
    )


def _same_words(statement: StatementToMark, every: list[StatementToMark], text: str) -> int:
    others = [
        one.line_id
        for one in every
        if one is not statement
        and (one.application_id, one.category, one.code)
        == (statement.application_id, statement.category, statement.code)
        and one.agreed is None
    ]
    answers = Line.objects.filter(id__in=others).values_list("answers", flat=True)
    return sum(bool(text) and said.get(statement.code, {}).get("text", "") == text for said in answers)


def interest_to_declare(actor: Actor, application_id: UUID) -> StatementToMark:
    """Any statement of an application that the actor is appointed to; NotThere for all others."""
    found = next((one for one in statements_to_mark(actor) if one.application_id == application_id), None)
    if found is None:
        raise NotThere
    return found


def marks_on(line_id: UUID) -> tuple[dict[str, list[GivenMark]], dict[str, GivenMark]]:
    """(statement to everyone's last mark, statement to the agreed mark): for the queries of this area."""
    own, agreed = _latest([line_id])
    return (
        {code: list(marks.values()) for (_, code), marks in own.items()},
        {code: mark for (_, code), mark in agreed.items()},
    )


def _statement(
    line: tuple[UUID, UUID, str, date | None],
    question: Question,
    criterion: str,
    evaluators: list[EvaluatorRow],
    marks: dict[UUID, GivenMark],
    agreed: GivenMark | None,
    person_id: UUID,
) -> StatementToMark:
    line_id, application_id, category, decide_by = line
    taking_part = [row for row in evaluators if row.takes_part]
    mine = marks.get(person_id)
    waiting = tuple(row.name for row in taking_part if row.person_id not in marks)
    counted = [marks[row.person_id].mark for row in taking_part if row.person_id in marks]
    too_few = len(taking_part) < EVALUATORS
    return StatementToMark(
        line_id=line_id,
        application_id=application_id,
        label=f"Statement {line_id.hex[-4:].upper()}",
        category=category,
        code=question.code,
        criterion=criterion,
        decide_by=decide_by,
        has_interest=next((row.has_interest for row in evaluators if row.person_id == person_id), None),
        own=mine.mark if mine else None,
        agreed=agreed.mark if agreed else None,
        waiting_for=waiting,
        too_few=too_few,
        wide=mine is not None and not waiting and not too_few and is_wide(counted, question.top_mark or Decimal(0)),
    )


Key = tuple[UUID, str]


def _latest(line_ids: Iterable[UUID]) -> tuple[dict[Key, dict[UUID, GivenMark]], dict[Key, GivenMark]]:
    own: dict[Key, dict[UUID, GivenMark]] = {}
    agreed: dict[Key, GivenMark] = {}
    rows = StatementMark.objects.filter(line_id__in=list(line_ids)).order_by("at", "id")
    for line_id, question, moderated, by_id, by, mark, reason, at in rows.values_list(
        "line_id", "question", "moderated", "by_id", "by__name", "mark", "reason", "at"
    ):
        row = GivenMark(by_id, by, mark, reason, at)
        if moderated:
            agreed[line_id, question] = row
        else:
            own.setdefault((line_id, question), {})[by_id] = row
    return own, agreed
