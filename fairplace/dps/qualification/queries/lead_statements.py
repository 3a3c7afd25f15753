"""The scored statements of a line as the lead authority's desk sees them (Q9)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.qualification.queries.evaluators import EvaluatorRow, evaluators_of
from fairplace.dps.qualification.queries.line_row import LineRow
from fairplace.dps.qualification.queries.marking import GivenMark, marks_on
from fairplace.dps.qualification.rules.marking import EVALUATORS, is_wide
from fairplace.dps.qualification.rules.questions import statements
from fairplace.foundations.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class LeadStatement:
    """One scored statement as the desk sees it. marks: only when one is agreed, or the desk's own is in and all are."""

    question: Question
    criterion: str
    evaluators: tuple[EvaluatorRow, ...]
    marked: frozenset[UUID]
    marks: tuple[GivenMark, ...]
    agreed: GivenMark | None
    wide: bool

    @property
    def waiting_for(self) -> list[str]:
        return [row.name for row in self.evaluators if row.takes_part and row.person_id not in self.marked]

    @property
    def taking_part(self) -> int:
        return sum(row.takes_part for row in self.evaluators)


def lead_statements(actor: Actor, line: LineRow) -> list[LeadStatement]:
    """Each statement of the line, with who marks it. Who may ask, the caller has checked."""
    content = content_of(line.category_version_id)
    evaluators = tuple(evaluators_of([line.id])[line.id])
    taking_part = {row.person_id for row in evaluators if row.takes_part}
    marks, agreed = marks_on(line.id)
    names = {criterion.code: criterion.name for criterion in content.criteria}
    found = []
    for question in statements(content):
        given = [one for one in marks.get(question.code, []) if one.by_id in taking_part]
        marked = frozenset(one.by_id for one in given)
        complete = len(marked) >= EVALUATORS and marked == taking_part
        shown = question.code in agreed or (complete and actor.person_id in marked)
        found.append(
            LeadStatement(
                question=question,
                criterion=names[question.criterion],
                evaluators=evaluators,
                marked=marked,
                marks=tuple(given) if shown else (),
                agreed=agreed.get(question.code),
                wide=complete and is_wide([one.mark for one in given], question.top_mark or Decimal(0)),
            )
        )
    return found
