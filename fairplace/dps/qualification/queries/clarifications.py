"""Questions and answers of an application in the order of time, the same for both sides (Q9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fairplace.dps.organisations.queries.evidence import EvidenceRow, evidence_of, evidence_rows
from fairplace.dps.qualification.models import Application, Clarification, ClarificationAnswer, Line
from fairplace.dps.qualification.permissions import check_may_apply, check_may_assess
from fairplace.dps.qualification.rules.lifecycle import UNDECIDED
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.kernel.working_days import end_of_working_day

_OPEN = [standing.value for standing in UNDECIDED]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """unanswered: no answer came, and these are the lead's words on how it goes on."""

    text: str
    evidence: tuple[EvidenceRow, ...]
    unanswered: bool
    by: str
    organisation: str
    at: datetime


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """about: the place and its category, or "" for the whole application."""

    id: UUID
    application_id: UUID
    from_lead: bool
    line_id: UUID | None
    about: str
    text: str
    answer_by: date | None
    by: str
    organisation: str
    at: datetime
    answers: tuple[AnswerRow, ...]

    @property
    def is_open(self) -> bool:
        return not self.answers

    @property
    def answer_at(self) -> datetime | None:
        """The end of the working day by which it is to be answered."""
        return end_of_working_day(self.answer_by) if self.answer_by else None


@dataclass(frozen=True, slots=True)
class Questions:
    """Those of one application. lines: those about which the lead may ask now, as (id, words)."""

    application_id: UUID
    reference: str
    provider_name: str
    rows: tuple[QuestionRow, ...]
    lines: tuple[tuple[UUID, str], ...]
    library: tuple[EvidenceRow, ...]

    def question(self, question_id: UUID) -> QuestionRow:
        """One of them; NotThere for any other."""
        for row in self.rows:
            if row.id == question_id:
                return row
        raise NotThere


def questions_for_lead(actor: Actor, application_id: UUID) -> Questions:
    """Of an application that was sent."""
    check_may_assess(actor)
    return _questions(_sent(application_id))


def questions_for_provider(actor: Actor, application_id: UUID) -> Questions:
    """Of the provider's own application that was sent, with its library to name evidence from."""
    application = _sent(application_id)
    check_may_apply(actor, application.provider_id)
    return _questions(application)


def questions_to_answer(actor: Actor) -> list[QuestionRow]:
    """The lead's questions to this provider that wait, the first day first. Two statements."""
    answered = ClarificationAnswer.objects.values("clarification_id")
    asked = Clarification.objects.filter(
        application__provider_id=actor.organisation_id, asked_by=Clarification.AskedBy.LEAD
    ).exclude(id__in=answered)
    return [_row(values, ()) for values in asked.order_by("answer_by", "at").values_list(*_FIELDS)]


def named_evidence(application_id: UUID) -> set[UUID]:
    """The evidence that answers about this application name."""
    rows = ClarificationAnswer.objects.filter(clarification__application_id=application_id)
    return {evidence_id for named in rows.values_list("evidence", flat=True) for evidence_id in named}


_FIELDS = (
    "id", "application_id", "asked_by", "line_id", "line__establishment__name", "line__category__name", "text",
    "answer_by", "by__name", "by__organisation__name", "at",
)  # fmt: skip


def _sent(application_id: UUID) -> Application:
    application = Application.objects.select_related("provider").filter(id=application_id).first()
    if application is None or application.submitted_at is None:
        raise NotThere
    return application


def _questions(application: Application) -> Questions:
    answers: dict[UUID, list[AnswerRow]] = {}
    given = ClarificationAnswer.objects.filter(clarification__application=application).order_by("at", "id")
    found = list(
        given.values_list(
            "clarification_id", "text", "evidence", "unanswered", "by__name", "by__organisation__name", "at"
        )
    )
    named = evidence_rows(evidence_id for row in found for evidence_id in row[2])
    for of, text, evidence, unanswered, by, organisation, at in found:
        pieces = tuple(named[one] for one in evidence if one in named)
        answers.setdefault(of, []).append(AnswerRow(text, pieces, unanswered, by, organisation, at))
    asked = Clarification.objects.filter(application=application).order_by("at", "id").values_list(*_FIELDS)
    lines = (
        Line.objects.filter(application=application, state__in=_OPEN)
        .order_by("establishment__name", "category__position", "id")
        .values_list("id", "establishment__name", "category__name")
    )
    return Questions(
        application_id=application.id,
        reference=application.reference,
        provider_name=application.provider.name,
        rows=tuple(_row(values, tuple(answers.get(values[0], ()))) for values in asked),
        lines=tuple((line_id, f"{place}: {category}") for line_id, place, category in lines),
        library=tuple(evidence_of(application.provider_id)),
    )


def _row(values: tuple, answers: tuple[AnswerRow, ...]) -> QuestionRow:  # type: ignore[type-arg]
    key, application_id, asked_by, line_id, place, category, text, answer_by, by, organisation, at = values
    return QuestionRow(
        id=key,
        application_id=application_id,
        from_lead=asked_by == Clarification.AskedBy.LEAD,
        line_id=line_id,
        about=f"{place}: {category}" if line_id else "",
        text=text,
        answer_by=answer_by,
        by=by,
        organisation=organisation,
        at=at,
        answers=answers,
    )


def waits_for_provider(application_id: UUID) -> set[UUID | None]:
    """The lines that a question of the lead without an answer is about; None: the whole application."""
    asked = Clarification.objects.filter(application_id=application_id, asked_by=Clarification.AskedBy.LEAD)
    unanswered = asked.exclude(id__in=ClarificationAnswer.objects.values("clarification_id"))
    return set(unanswered.values_list("line_id", flat=True))


def unanswered(application_id: UUID) -> int:
    """How many questions of either side wait."""
    answered = ClarificationAnswer.objects.values("clarification_id")
    return Clarification.objects.filter(application_id=application_id).exclude(id__in=answered).count()
