"""Remove a line on a ground in its terms: proposed with the reason, heard, then done or dropped (A1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.terms import terms_versions
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.terms_content import REMOVAL
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.move_line import move_line
from fairplace.dps.qualification.actions.own_application import lock_line
from fairplace.dps.qualification.actions.tell_people import tell_people
from fairplace.dps.qualification.models import Line, RemovalStep
from fairplace.dps.qualification.permissions import check_may_answer_removal, check_may_assess, person_of
from fairplace.dps.qualification.queries.leaving import RemovalRow, removal_of
from fairplace.dps.qualification.queries.line_row import line_rows
from fairplace.dps.qualification.queries.terms_held import ON_THE_SYSTEM, terms_held
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.working_days import LONDON, add_working_days

DAYS_TO_ANSWER = 10
"""Working days in which the provider may answer before anything is decided (ours)."""


@transaction.atomic
def propose_removal(*, actor: Actor, line_id: UUID, ground: str, because: str, at: datetime) -> None:
    """The provider is told ground and reason before anything happens, and may answer. The line stays as it is."""
    check_may_assess(actor)
    line = _line_on_the_system(line_id)
    held = terms_held(line_rows([line_id]).values(), terms_versions()).get(line_id)
    grounds = {one.code for one in held.content.grounds_for(REMOVAL)} if held else set()
    if ground not in grounds:
        raise Refused("Choose a ground in the terms that this place stands under.", "ground")
    if not because.strip():
        raise Refused("Say what happened: the provider is told, and may answer.", "because")
    if removal_of(line_id) is not None:
        raise Refused("The removal of this place has been proposed already.")
    answer_by = add_working_days(at.astimezone(LONDON).date(), DAYS_TO_ANSWER)
    step = _step(actor, line, "proposed", because, at, ground=ground, answer_by=answer_by)
    audit.record(
        actor=actor,
        kind=events.REMOVAL_PROPOSED,
        subject=line,
        about=line.application_id,
        ground=ground,
        answer_by=answer_by,
    )
    _tell_provider(
        line,
        f"removal-proposed:{step.id}",
        "The removal of one of your places is proposed",
        f"Read the ground and the reason, and answer by {answer_by:%-d %B %Y}. Nothing is decided before.",
    )


@transaction.atomic
def answer_removal(*, actor: Actor, line_id: UUID, words: str, at: datetime) -> None:
    """The provider is heard. Said again, the last answer counts and the earlier ones stay on record."""
    line = lock_line(line_id)
    check_may_answer_removal(actor, line.provider_id)
    _check_on_the_system(line)
    _open_removal(line_id)
    if not words.strip():
        raise Refused("Write your answer.", "words")
    step = _step(actor, line, "answered", words, at)
    audit.record(actor=actor, kind=events.REMOVAL_ANSWERED, subject=line, about=line.application_id)
    tell_people(
        cause=f"removal-answered:{step.id}",
        organisation_id=the_system().lead_id,
        roles=(Role.CONTRACT_MANAGER,),
        subject=f"{actor.organisation_name} answers about a removal",
        sentence="Read the answer, then remove the place or drop the removal.",
        path=f"/council/applications/lines/{line_id}/story/",
    )


@transaction.atomic
def drop_removal(*, actor: Actor, line_id: UUID, because: str, at: datetime) -> None:
    """The line stays."""
    check_may_assess(actor)
    line = _line_on_the_system(line_id)
    _open_removal(line_id)
    if not because.strip():
        raise Refused("Say why: the provider is told.", "because")
    step = _step(actor, line, "dropped", because, at)
    audit.record(actor=actor, kind=events.REMOVAL_DROPPED, subject=line, about=line.application_id)
    _tell_provider(line, f"removal-dropped:{step.id}", "Your place stays on the system", because.strip())


@transaction.atomic
def remove_line(*, actor: Actor, line_id: UUID, because: str, at: datetime) -> None:
    """After the hearing only. Live placements go on under their own agreements."""
    check_may_assess(actor)
    line = _line_on_the_system(line_id)
    removal = _open_removal(line_id)
    if not removal.may_be_decided(at.astimezone(LONDON).date()):
        raise Refused(
            f"The provider may answer until {removal.answer_by:%-d %B %Y}: decide after that, or when it has answered."
        )
    if not because.strip():
        raise Refused("Say why, also in answer to what the provider said.", "because")
    move_line(line, LineStanding.REMOVED, actor=actor, at=at, because=because.strip())
    audit.record(actor=actor, kind=events.LINE_REMOVED, subject=line, about=line.application_id, ground=removal.ground)
    _tell_provider(line, f"line-removed:{line_id}", "One of your places has been removed", because.strip())


def _line_on_the_system(line_id: UUID) -> Line:
    line = lock_line(line_id)
    _check_on_the_system(line)
    return line


def _check_on_the_system(line: Line) -> None:
    if line.state not in ON_THE_SYSTEM:
        raise Refused("This place is not on the system, so it cannot be removed from it.")


def _open_removal(line_id: UUID) -> RemovalRow:
    removal = removal_of(line_id)
    if removal is None:
        raise Refused("No removal of this place is proposed.")
    return removal


def _step(actor: Actor, line: Line, step: str, words: str, at: datetime, **more: object) -> RemovalStep:
    made = RemovalStep(line=line, step=step, words=words.strip(), by_id=person_of(actor), at=at, **more)
    made.save(force_insert=True)
    return made


def _tell_provider(line: Line, cause: str, subject: str, sentence: str) -> None:
    tell_people(
        cause=cause,
        organisation_id=line.provider_id,
        roles=(Role.BID_MANAGER, Role.PROVIDER_SIGNATORY),
        subject=subject,
        sentence=sentence,
        path=f"/provider/agreements/lines/{line.id}/",
    )
