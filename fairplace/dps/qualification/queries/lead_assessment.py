"""An application as the lead authority assesses it: criteria with evidence beside them (Q9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.dps.market.rules.regimes import regime_of
from fairplace.dps.organisations.queries.establishments import EstablishmentRow, establishment_rows
from fairplace.dps.organisations.queries.evidence import EvidenceRow, evidence_rows
from fairplace.dps.organisations.queries.organisations import OrganisationRow, organisation_row
from fairplace.dps.organisations.queries.people import names_of
from fairplace.dps.qualification.models import (
    AgreementSignature,
    Application,
    Assessment,
    ClockExtension,
    CoreCost,
    DecisionLetter,
    Line,
    LineState,
    StatementMark,
)
from fairplace.dps.qualification.permissions import LEAD_SIGNERS, check_may_assess
from fairplace.dps.qualification.queries.clarifications import named_evidence, unanswered
from fairplace.dps.qualification.queries.corrections import CorrectionRow, corrected_at, corrections_of
from fairplace.dps.qualification.queries.decisions import (
    CheckRow,
    DecisionRow,
    decision_steps,
    due_diligence,
    last_decisions,
    open_questions,
)
from fairplace.dps.qualification.queries.declared_grounds import DeclaredGround, declared_grounds
from fairplace.dps.qualification.queries.lead_statements import LeadStatement, lead_statements
from fairplace.dps.qualification.queries.line_row import LineRow, line_row, lines_where
from fairplace.dps.qualification.rules.clock import decide_by
from fairplace.dps.qualification.rules.lifecycle import UNDECIDED, LineStanding
from fairplace.dps.qualification.rules.questions import assessed_criteria, statements
from fairplace.dps.qualification.rules.readiness import Lack, why_not_approved, why_not_refused
from fairplace.foundations.documents.store import StoredDocument, open_document
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.kernel.working_days import LONDON


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """The judgement that counts."""

    criterion: str
    passed: bool
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class StateRow:
    """One change of the line."""

    became: LineStanding
    at: datetime
    by: str
    because: str


@dataclass(frozen=True, slots=True)
class LeadApplication:
    """An application that was sent, with its lines.

    open_questions: of both sides, without an answer. may_extend_to: where its regime has a longer time, not yet used.
    """

    id: UUID
    reference: str
    provider: OrganisationRow
    started_at: datetime
    submitted_at: datetime
    submitted_by: str
    decide_by: date
    lines: list[LineRow]
    assessed: dict[UUID, int]
    to_assess: dict[UUID, int]
    decisions: dict[UUID, DecisionRow]
    open_questions: int
    extended_because: str
    may_extend_to: date | None

    @property
    def is_undecided(self) -> bool:
        return any(line.standing in UNDECIDED for line in self.lines)


@dataclass(frozen=True, slots=True)
class LeadLine:
    """One line with everything that is judged about it. lacks: why it cannot be approved now."""

    application: LeadApplication
    line: LineRow
    establishment: EstablishmentRow
    content: CategoryContent
    provider_answers: dict[str, dict[str, Any]]
    answers: dict[str, dict[str, Any]]
    evidence: dict[str, EvidenceRow]
    costs: dict[str, Decimal]
    assessments: dict[str, AssessmentRow]
    statements: list[LeadStatement]
    checks: list[CheckRow]
    steps: list[DecisionRow]
    lacks: list[Lack]
    refusable: bool
    waits_for_answer: bool
    grounds: list[DeclaredGround]
    corrections: list[CorrectionRow]
    history: list[StateRow]
    signatures: int
    may_sign: bool
    has_letter: bool

    @property
    def is_undecided(self) -> bool:
        return self.line.standing in UNDECIDED

    @property
    def decision(self) -> DecisionRow | None:
        """The last step of the decision."""
        return self.steps[-1] if self.steps else None

    @property
    def siblings(self) -> int:
        """How many other open lines the application has in this version of the category."""
        return sum(
            one.standing in UNDECIDED and one.category_version_id == self.line.category_version_id
            for one in self.application.lines
            if one.id != self.line.id
        )

    @property
    def is_open(self) -> bool:
        """Whether it may be assessed: not while a decision is proposed."""
        return self.is_undecided and not (self.decision and self.decision.is_closed_to_changes)

    @property
    def agreed(self) -> dict[str, Decimal]:
        """Statement to agreed mark, where there is one."""
        return {one.question.code: one.agreed.mark for one in self.statements if one.agreed is not None}


def lead_application(actor: Actor, application_id: UUID) -> LeadApplication:
    """An application that was sent. NotThere for drafts and for everybody but the lead authority."""
    check_may_assess(actor)
    application = Application.objects.filter(id=application_id).exclude(submitted_at=None).first()
    if application is None or application.submitted_at is None or application.decide_by is None:
        raise NotThere
    provider = organisation_row(application.provider_id)
    assert provider is not None
    lines = [line for line in lines_where(application_id=application_id) if line.standing is not LineStanding.WITHDRAWN]
    judged: dict[UUID, set[str]] = {line.id: set() for line in lines}
    for line_id, criterion in Assessment.objects.filter(line_id__in=judged).values_list("line_id", "criterion"):
        judged[line_id].add(criterion)
    agreed = StatementMark.objects.filter(line_id__in=judged, moderated=True).values_list("line_id", "question")
    for line_id, question in agreed:
        judged[line_id].add(f"statement:{question}")
    contents = {line.id: content_of(line.category_version_id) for line in lines}
    submitted_by = application.submitted_by_id
    extension = ClockExtension.objects.filter(application_id=application_id).first()
    longer = regime_of(the_system().regime).decide_within_extended
    return LeadApplication(
        id=application.id,
        reference=application.reference,
        provider=provider,
        started_at=application.started_at,
        submitted_at=application.submitted_at,
        submitted_by=names_of([submitted_by]).get(submitted_by, "") if submitted_by else "",
        decide_by=application.decide_by,
        lines=lines,
        assessed={line.id: len(judged[line.id]) for line in lines},
        to_assess={
            line_id: len(assessed_criteria(content)) + len(statements(content)) for line_id, content in contents.items()
        },
        decisions=last_decisions(line.id for line in lines),
        open_questions=unanswered(application_id),
        extended_because=extension.because if extension else "",
        may_extend_to=decide_by(application.submitted_at, longer) if longer and not extension else None,
    )


def lead_line(actor: Actor, line_id: UUID) -> LeadLine:
    """One line, in a fixed number of statements."""
    check_may_assess(actor)
    line = line_row(line_id)
    if line is None or line.standing is LineStanding.DRAFT:
        raise NotThere
    application = lead_application(actor, line.application_id)
    content = content_of(line.category_version_id)
    provider_answers = Application.objects.values_list("answers", flat=True).get(id=line.application_id)
    answers = Line.objects.values_list("answers", flat=True).get(id=line_id)
    corrections = corrections_of(line.application_id)
    overtaken = corrected_at(content, corrections)
    assessments = [
        row
        for row in Assessment.objects.filter(line_id=line_id).order_by("at", "id")
        if row.criterion not in overtaken or row.at > overtaken[row.criterion]
    ]
    states = list(LineState.objects.filter(line_id=line_id).order_by("at", "id"))
    names = names_of({row.by_id for row in assessments} | {row.by_id for row in states if row.by_id})
    signatures = AgreementSignature.objects.filter(line_id=line_id).count()
    passed = {row.criterion: row.passed for row in assessments}
    stated, checks, waiting = lead_statements(actor, line), due_diligence(line), open_questions(line)
    return LeadLine(
        application=application,
        line=line,
        establishment=establishment_rows([line.establishment_id])[line.establishment_id],
        content=content,
        provider_answers=provider_answers,
        answers=answers,
        evidence=_evidence(content, {**provider_answers, **answers}),
        costs=dict(CoreCost.objects.filter(line_id=line_id).values_list("heading", "weekly")),
        assessments={
            row.criterion: AssessmentRow(row.criterion, row.passed, row.reason, names.get(row.by_id, ""), row.at)
            for row in assessments
        },
        statements=stated,
        checks=checks,
        steps=decision_steps(line_id),
        lacks=why_not_approved(
            content,
            passed,
            {one.question.code for one in stated if one.agreed},
            {row.check.code: row.outcome for row in checks if row.outcome},
            [row.check for row in checks],
            waiting,
        ),
        waits_for_answer=waiting > 0,
        grounds=declared_grounds(application.id, provider_answers, application.submitted_at.astimezone(LONDON).date()),
        corrections=corrections,
        refusable=not why_not_refused(content, passed, waiting),
        history=[
            StateRow(LineStanding(row.became), row.at, names.get(row.by_id, "") if row.by_id else "", row.because)
            for row in states
        ],
        signatures=signatures,
        may_sign=line.standing is LineStanding.APPROVED and signatures == 1 and actor.holds(*LEAD_SIGNERS),
        has_letter=DecisionLetter.objects.filter(line_id=line_id).exists(),
    )


def application_document(actor: Actor, application_id: UUID, document_id: UUID) -> StoredDocument:
    """A document that this application rests on. NotThere for any other."""
    lead_application(actor, application_id)
    every = [
        *Application.objects.filter(id=application_id).values_list("answers", flat=True),
        *Line.objects.filter(application_id=application_id).values_list("answers", flat=True),
    ]
    used = {UUID(answer["evidence"]) for said in every for answer in said.values() if answer.get("evidence")}
    used |= named_evidence(application_id)
    if document_id not in {row.document_id for row in evidence_rows(used).values()}:
        raise NotThere
    document = open_document(document_id)
    if document is None:
        raise NotThere
    return document


def _evidence(content: CategoryContent, answers: dict[str, dict[str, Any]]) -> dict[str, EvidenceRow]:
    named = {
        question.code: UUID(answers[question.code]["evidence"])
        for question in content.questions
        if question.kind == "evidence" and answers.get(question.code, {}).get("evidence")
    }
    rows = evidence_rows(named.values())
    return {code: rows[evidence_id] for code, evidence_id in named.items() if evidence_id in rows}
