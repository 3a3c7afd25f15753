"""Questions on the record, both ways, while an application is assessed (Q9). Asking never stops the clock (Q13)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.organisations.queries.evidence import evidence_rows
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.move_line import move_line
from fairplace.dps.qualification.actions.open_line import OPEN, begin_assessing
from fairplace.dps.qualification.actions.tell_people import tell_people
from fairplace.dps.qualification.models import Application, Clarification, ClarificationAnswer, Line
from fairplace.dps.qualification.permissions import check_may_apply, check_may_assess, person_of
from fairplace.dps.qualification.queries.clarifications import waits_for_provider
from fairplace.dps.qualification.queries.decisions import last_decisions
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON

_LEAD, _PROVIDER = Clarification.AskedBy.LEAD, Clarification.AskedBy.PROVIDER


@transaction.atomic
def ask_provider(
    *, actor: Actor, application_id: UUID, line_id: UUID | None, text: str, answer_by: date, at: datetime
) -> UUID:
    """The lead asks about one line, or (line_id None) about the whole application, with a day to answer by.

    The lines concerned wait in clarification; the rest of their assessment may go on.
    """
    check_may_assess(actor)
    application, lines = _lock(application_id)
    if application.submitted_at is None:
        raise NotThere
    if line_id is not None and line_id not in {line.id for line in lines}:
        raise NotThere
    if not text.strip():
        raise Refused("Write your question.", "text")
    if answer_by <= at.astimezone(LONDON).date():
        raise Refused("The day to answer by must be after today.", "answer_by")
    open_ones = [line for line in lines if line.state in OPEN and line_id in {None, line.id}]
    decided = last_decisions(line.id for line in open_ones)
    concerned = [line for line in open_ones if line.id not in decided or not decided[line.id].is_closed_to_changes]
    if not concerned:
        raise Refused("Nothing is being assessed here now. Where a decision is proposed, it can be sent back first.")
    question = Clarification.objects.create(
        application=application,
        line_id=line_id,
        asked_by=_LEAD,
        text=text.strip(),
        answer_by=answer_by,
        by_id=person_of(actor),
        at=at,
    )
    for line in concerned:
        begin_assessing(line, actor, at)
        if line.state == LineStanding.ASSESSING.value:
            move_line(line, LineStanding.CLARIFICATION, actor=actor, at=at, because=question.text)
    _record(actor, events.CLARIFICATION_ASKED, question)
    tell_people(
        cause=f"clarification-asked:{question.id}",
        organisation_id=application.provider_id,
        roles=(Role.BID_MANAGER,),
        subject=f"A question about your application {application.reference}",
        sentence=f"Please answer by {answer_by:%-d %B %Y}. The time in which a decision is due runs on meanwhile.",
        path=f"/provider/places/{application.id}/questions/",
    )
    return question.id


@transaction.atomic
def ask_lead(*, actor: Actor, application_id: UUID, text: str, at: datetime) -> UUID:
    """The provider asks about its own application, once it is sent."""
    application, _ = _lock(application_id)
    check_may_apply(actor, application.provider_id)
    if application.submitted_at is None:
        raise Refused("Send the application first: until then, public questions are answered for everyone.")
    if not text.strip():
        raise Refused("Write your question.", "text")
    question = Clarification.objects.create(
        application=application, asked_by=_PROVIDER, text=text.strip(), by_id=person_of(actor), at=at
    )
    _record(actor, events.CLARIFICATION_ASKED, question)
    tell_people(
        cause=f"clarification-asked:{question.id}",
        organisation_id=the_system().lead_id,
        roles=(Role.PROCUREMENT_OFFICER,),
        subject=f"A question from the provider of application {application.reference}",
        sentence=f"{actor.organisation_name} asks about its application.",
        path=f"/council/applications/{application.id}/questions/",
    )
    return question.id


@transaction.atomic
def answer_clarification(
    *, actor: Actor, clarification_id: UUID, text: str, evidence_ids: Collection[UUID] = (), at: datetime
) -> None:
    """Each side answers the other's questions. evidence_ids: pieces of the provider's own library.

    With the last answer a line goes back into assessment. Said again, the later answer stands after the earlier.
    """
    question, application, lines = _lock_question(clarification_id)
    if question.asked_by == _LEAD:
        check_may_apply(actor, application.provider_id)
        if not any(line.state in OPEN for line in lines if question.line_id in {None, line.id}):
            raise Refused("This has been decided, so an answer would change nothing now.")
    else:
        check_may_assess(actor)
        if evidence_ids:
            raise NotThere
    if not text.strip():
        raise Refused("Write your answer.", "text")
    _check_own(application, evidence_ids)
    ClarificationAnswer.objects.create(
        clarification=question,
        text=text.strip(),
        evidence=sorted(evidence_ids),
        by_id=person_of(actor),
        at=at,
    )
    _record(actor, events.CLARIFICATION_ANSWERED, question)
    if question.asked_by == _LEAD:
        _back_to_assessing(actor, lines, at, "Answered")
    _tell_asker(actor, question, application)


@transaction.atomic
def end_clarification(*, actor: Actor, clarification_id: UUID, because: str, at: datetime) -> None:
    """The day has passed without an answer: the lead goes on with what it has."""
    check_may_assess(actor)
    question, _, lines = _lock_question(clarification_id)
    if question.asked_by != _LEAD or question.answer_by is None:
        raise NotThere
    if ClarificationAnswer.objects.filter(clarification=question).exists():
        raise Refused("This question has been answered. Nothing was changed.")
    if at.astimezone(LONDON).date() <= question.answer_by:
        raise Refused(f"The provider may answer until {question.answer_by:%-d %B %Y}.")
    if not because.strip():
        raise Refused("Say how you go on without an answer.", "because")
    ClarificationAnswer.objects.create(
        clarification=question, text=because.strip(), unanswered=True, by_id=person_of(actor), at=at
    )
    _record(actor, events.CLARIFICATION_ENDED, question)
    _back_to_assessing(actor, lines, at, "No answer came in time")


def _lock(application_id: UUID) -> tuple[Application, list[Line]]:
    application = Application.objects.select_for_update().filter(id=application_id).first()
    if application is None:
        raise NotThere
    return application, list(Line.objects.select_for_update().filter(application=application).order_by("id"))


def _lock_question(clarification_id: UUID) -> tuple[Clarification, Application, list[Line]]:
    question = Clarification.objects.filter(id=clarification_id).first()
    if question is None:
        raise NotThere
    return question, *_lock(question.application_id)


def _back_to_assessing(actor: Actor, lines: list[Line], at: datetime, because: str) -> None:
    waiting = [line for line in lines if line.state == LineStanding.CLARIFICATION.value]
    about = waits_for_provider(waiting[0].application_id) if waiting else set()
    for line in waiting:
        if not about & {None, line.id}:
            move_line(line, LineStanding.ASSESSING, actor=actor, at=at, because=because)


def _check_own(application: Application, evidence_ids: Collection[UUID]) -> None:
    rows = evidence_rows(evidence_ids)
    if len(rows) != len(set(evidence_ids)) or any(row.provider_id != application.provider_id for row in rows.values()):
        raise NotThere


def _record(actor: Actor, kind: str, question: Clarification) -> None:
    audit.record(actor=actor, kind=kind, subject=question, about=question.application_id, line_id=question.line_id)


def _tell_asker(actor: Actor, question: Clarification, application: Application) -> None:
    answers = ClarificationAnswer.objects.filter(clarification=question).count()
    from_lead = question.asked_by == _LEAD
    tell_people(
        cause=f"clarification-answered:{question.id}:{answers}",
        organisation_id=the_system().lead_id if from_lead else application.provider_id,
        roles=(Role.PROCUREMENT_OFFICER,) if from_lead else (Role.BID_MANAGER,),
        subject=f"An answer about application {application.reference}",
        sentence=f"{actor.organisation_name} has answered.",
        path=f"/{'council/applications' if from_lead else 'provider/places'}/{application.id}/questions/",
    )
