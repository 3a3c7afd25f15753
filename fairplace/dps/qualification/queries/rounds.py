"""Rounds, their outcome reports, and which authorities have approved them (Q13, Q14)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.queries.the_system import PartnerRow, partners, the_system
from fairplace.dps.qualification.models import (
    Assessment,
    InternalApproval,
    Line,
    LineDecision,
    LineState,
    Round,
    StatementMark,
)
from fairplace.dps.qualification.permissions import LEAD_ROLES, LEAD_SIGNERS, check_may_assess, evaluating_councils
from fairplace.dps.qualification.queries.decisions import DecisionRow, last_decisions
from fairplace.dps.qualification.queries.line_row import LineRow, lines_where
from fairplace.dps.qualification.rules.lifecycle import UNDECIDED, LineStanding
from fairplace.dps.qualification.rules.questions import assessed_criteria, statements
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere

_OPEN = [standing.value for standing in UNDECIDED]


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round. lines: sent in it; undecided: of those, without a decision that has gone out."""

    id: UUID
    category: str
    until: date
    released_at: datetime | None
    lines: int
    undecided: int


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """Of one authority; reference empty: not recorded yet. yours: the actor may record it."""

    council_id: UUID
    council: str
    reference: str
    approved_by: str
    approved_on: date | None
    yours: bool


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """One line of the report. results: criterion code to passed and reason; marks: the same for agreed marks."""

    line: LineRow
    sent_at: datetime | None
    outcome: str
    results: dict[str, tuple[bool, str]]
    marks: dict[str, tuple[Decimal, str]]
    reason: str
    proposed_by: str
    released_by: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class OutcomeReport:
    """The outcome of one round. criteria and scored: (code, name); passes and fails by criterion code."""

    round: RoundRow
    system_name: str
    lead_name: str
    released_by: str
    applications: int
    outcomes: dict[str, int]
    criteria: tuple[tuple[str, str], ...]
    scored: tuple[tuple[str, str], ...]
    passes: Counter[str]
    fails: Counter[str]
    lines: tuple[OutcomeLine, ...]
    approvals: tuple[ApprovalRow, ...]
    may_release: bool
    held: int

    @property
    def missing(self) -> list[str]:
        return [row.council for row in self.approvals if not row.reference]


def rounds(actor: Actor) -> list[RoundRow]:
    """Every round, the newest first: for the lead's desk all, for partners those released."""
    desk = _desk(actor)
    found = Round.objects.all() if desk else Round.objects.exclude(released_at=None)
    return _rows(found)


def rounds_to_approve(actor: Actor) -> list[RoundRow]:
    """Released rounds that wait for the approval of the actor's own council (Q14); none for whoever may not give it."""
    if not actor.is_council or not actor.holds(*LEAD_SIGNERS) or not Round.objects.exclude(released_at=None).exists():
        return []
    if actor.organisation_id not in evaluating_councils():
        return []
    given = InternalApproval.objects.filter(council_id=actor.organisation_id).values("round_id")
    return _rows(Round.objects.exclude(released_at=None).exclude(id__in=given))


def outcome_report(actor: Actor, round_id: UUID) -> OutcomeReport:
    """For the lead's desk at any time; for whoever signs for a partner once it is released.

    NotThere for everybody else: before release an outcome is nobody's but the lead's.
    """
    desk = _desk(actor)
    row = next(iter(_rows(Round.objects.filter(id=round_id))), None)
    if row is None or not (desk or row.released_at):
        raise NotThere
    system = the_system()
    lines = [line for line in lines_where(round_id=round_id) if line.standing is not LineStanding.DRAFT]
    ids = [line.id for line in lines]
    decisions = last_decisions(ids)
    contents = [content_of(line.category_version_id) for line in lines]
    criteria = {one.code: one.name for content in contents for one in assessed_criteria(content)}
    names = {one.code: one.name for content in contents for one in content.criteria}
    scored = {one.code: names[one.criterion] for content in contents for one in statements(content)}
    results = _results(ids)
    outcomes = _lines(lines, decisions, results, _marks(ids), _reasons(ids), _sent(ids))
    released_by = Round.objects.values_list("released_by__name", flat=True).get(id=round_id)
    return OutcomeReport(
        round=row,
        system_name=system.name,
        lead_name=system.lead_name,
        released_by=released_by or "",
        applications=len({line.application_id for line in lines}),
        outcomes=dict(Counter(one.outcome for one in outcomes)),
        criteria=tuple(criteria.items()),
        scored=tuple(scored.items()),
        passes=Counter(code for one in results.values() for code, (passed, _) in one.items() if passed),
        fails=Counter(code for one in results.values() for code, (passed, _) in one.items() if not passed),
        lines=outcomes,
        approvals=tuple(_approvals(actor, round_id, desk)),
        may_release=desk and row.released_at is None,
        held=sum(one.is_held for one in decisions.values()),
    )


def missing_approvals(round_ids: Collection[UUID]) -> set[UUID]:
    """The councils whose approval of one of these rounds is not recorded. Two statements."""
    if not round_ids:
        return set()
    given = set(InternalApproval.objects.filter(round_id__in=round_ids).values_list("round_id", "council_id"))
    return {council for council in evaluating_councils() for round_id in round_ids if (round_id, council) not in given}


def waits_for_approval(line_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """Line to the names of the authorities that its agreement waits for; lines that wait for none are left out."""
    joined = dict(Line.objects.filter(id__in=line_ids).exclude(round=None).values_list("id", "round_id"))
    if not joined:
        return {}
    given = set(
        InternalApproval.objects.filter(round_id__in=set(joined.values())).values_list("round_id", "council_id")
    )
    named = [row for row in partners() if row.standing != "associate"]
    waiting = {
        line_id: [row.name for row in named if (round_id, row.council_id) not in given]
        for line_id, round_id in joined.items()
    }
    return {line_id: names for line_id, names in waiting.items() if names}


def _desk(actor: Actor) -> bool:
    """True for the lead's desk, False for who signs for a partner; NotThere for anybody else."""
    if actor.is_council and actor.holds(*LEAD_ROLES) and actor.organisation_id == the_system().lead_id:
        return True
    if actor.is_council and actor.holds(*LEAD_SIGNERS) and actor.organisation_id in evaluating_councils():
        return False
    check_may_assess(actor)
    raise NotThere


def _rows(found: QuerySet[Round]) -> list[RoundRow]:
    counted = {
        row["round_id"]: (row["lines"], row["undecided"])
        for row in Line.objects.filter(round__in=found)
        .exclude(state=LineStanding.DRAFT.value)
        .order_by()
        .values("round_id")
        .annotate(lines=Count("id"), undecided=Count("id", filter=Q(state__in=_OPEN)))
    }
    rows = found.order_by("-until", "category__position").values_list("id", "category__name", "until", "released_at")
    return [
        RoundRow(
            id_,
            category,
            until,
            released_at,
            *counted.get(id_, (0, 0)),
        )
        for id_, category, until, released_at in rows
    ]


def _results(ids: list[UUID]) -> dict[UUID, dict[str, tuple[bool, str]]]:
    found: dict[UUID, dict[str, tuple[bool, str]]] = {line_id: {} for line_id in ids}
    rows = Assessment.objects.filter(line_id__in=ids).order_by("at", "id")
    for line_id, criterion, passed, reason in rows.values_list("line_id", "criterion", "passed", "reason"):
        found[line_id][criterion] = (passed, reason)
    return found


def _marks(ids: list[UUID]) -> dict[UUID, dict[str, tuple[Decimal, str]]]:
    found: dict[UUID, dict[str, tuple[Decimal, str]]] = {line_id: {} for line_id in ids}
    rows = StatementMark.objects.filter(line_id__in=ids, moderated=True).order_by("at", "id")
    for line_id, question, mark, reason in rows.values_list("line_id", "question", "mark", "reason"):
        found[line_id][question] = (mark, reason)
    return found


def _reasons(ids: list[UUID]) -> dict[UUID, str]:
    proposed = LineDecision.objects.filter(line_id__in=ids, step=LineDecision.Step.PROPOSED).order_by("at", "id")
    return dict(proposed.values_list("line_id", "reason"))


def _sent(ids: list[UUID]) -> dict[UUID, datetime | None]:
    sent = LineState.objects.filter(line_id__in=ids, became=LineStanding.APPLIED.value).order_by("at", "id")
    return dict(sent.values_list("line_id", "at"))


def _lines(
    lines: list[LineRow],
    decisions: dict[UUID, DecisionRow],
    results: dict[UUID, dict[str, tuple[bool, str]]],
    marks: dict[UUID, dict[str, tuple[Decimal, str]]],
    reasons: dict[UUID, str],
    sent: dict[UUID, datetime | None],
) -> tuple[OutcomeLine, ...]:
    made = []
    for line in lines:
        decision = decisions.get(line.id)
        released = decision is not None and decision.step == "released"
        made.append(
            OutcomeLine(
                line=line,
                sent_at=sent.get(line.id),
                outcome=_outcome(line, decision),
                results=results[line.id],
                marks=marks[line.id],
                reason=reasons.get(line.id, ""),
                proposed_by=decision.proposed_by if decision else "",
                released_by=decision.by if decision and released else "",
                decided_at=decision.at if decision and released else None,
            )
        )
    return tuple(made)


def _outcome(line: LineRow, decision: DecisionRow | None) -> str:
    if line.standing is LineStanding.WITHDRAWN:
        return "Withdrawn"
    if line.standing in UNDECIDED:
        return "Decision held" if decision and decision.is_held else "Not decided"
    return "Refused" if line.standing is LineStanding.REFUSED else "Approved"


def _approvals(actor: Actor, round_id: UUID, desk: bool) -> list[ApprovalRow]:
    rows = InternalApproval.objects.filter(round_id=round_id)
    given = {row.council_id: row for row in rows}
    named: list[PartnerRow] = [row for row in partners() if row.standing != "associate"]
    made = []
    for row in named:
        approval = given.get(row.council_id)
        made.append(
            ApprovalRow(
                council_id=row.council_id,
                council=row.name,
                reference=approval.reference if approval else "",
                approved_by=approval.approved_by if approval else "",
                approved_on=approval.approved_on if approval else None,
                yours=approval is None and (desk or row.council_id == actor.organisation_id),
            )
        )
    return made
