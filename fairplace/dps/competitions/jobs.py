"""What no page waits for: deadlines that end by themselves, lines that join while bids are open, rehearsals."""

from __future__ import annotations

import logging
from collections.abc import Callable
from itertools import groupby
from uuid import UUID

from procrastinate.contrib.django import app

from fairplace.dps.competitions.actions.end_family_choice import end_family_choice
from fairplace.dps.competitions.actions.end_standstill import end_standstill
from fairplace.dps.competitions.actions.follow_line import follow_line
from fairplace.dps.competitions.actions.invite_part import Cause
from fairplace.dps.competitions.actions.lapse_award import lapse_award
from fairplace.dps.competitions.actions.rehearse import REHEARSE, begin_rehearsal, finish_rehearsal, rehearse_some
from fairplace.dps.competitions.actions.remind_family import remind_family
from fairplace.dps.competitions.actions.remind_invited import remind_invited
from fairplace.dps.competitions.queries.closed_referrals import closed_referrals
from fairplace.dps.competitions.queries.lapsed import (
    choices_to_remind,
    ended_standstills,
    lapsed_awards,
    lapsed_choices,
)
from fairplace.dps.competitions.queries.standings import unopened_for_line
from fairplace.dps.competitions.queries.to_remind import to_remind
from fairplace.dps.competitions.rules.rehearsal import Tally
from fairplace.foundations.audit import RecordedEvent
from fairplace.foundations.background import run_as
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused

AT_A_TIME = 25
logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="competitions.end_what_lapsed", queueing_lock="competitions.end_what_lapsed")
def end_what_lapsed(timestamp: int) -> None:
    """Each in a transaction of its own, for its own council: one that was answered meanwhile holds up no other."""
    with run_as(None) as (_, now):
        waiting: list[tuple[Callable[..., object], str, list[tuple[UUID, UUID]]]] = [
            (remind_family, "choice_id", choices_to_remind(now)),
            (end_family_choice, "choice_id", lapsed_choices()),
            (end_standstill, "award_id", ended_standstills()),
            (lapse_award, "award_id", lapsed_awards()),
        ]
    for act, named, found in waiting:
        for key, council_id in found:
            try:
                with run_as(council_id) as (actor, now):
                    act(actor=actor, at=now, **{named: key})
            except Refused as refused:
                logger.info("%s left %s alone: %s", act.__name__, key, refused)


@app.task(name="competitions.follow_line_in_open_competitions")
def follow_line_in_open_competitions(*, line_id: str, cause: str) -> None:
    """A line joined or was reinstated: each competition in a transaction of its council. Nothing is added twice."""
    key = UUID(line_id)
    with run_as(None):
        waiting = unopened_for_line(key)
    for competition_id, council_id in waiting:
        try:
            with run_as(council_id) as (actor, now):
                follow_line(actor=actor, competition_id=competition_id, line_id=key, cause=Cause(cause), at=now)
        except Refused as refused:
            logger.info("Line %s was not added to competition %s: %s", key, competition_id, refused)


def when_line_accredited(*, actor: Actor, event: RecordedEvent) -> None:
    """The reaction: whoever signs does not wait for the competitions of every council."""
    follow_line_in_open_competitions.defer(line_id=str(event.subject_id), cause=Cause.JOINED.value)


def when_line_reinstated(*, actor: Actor, event: RecordedEvent) -> None:
    follow_line_in_open_competitions.defer(line_id=str(event.subject_id), cause=Cause.REINSTATED.value)


@app.periodic(cron="*/5 * * * *")
@app.task(name="competitions.remind_those_invited", queueing_lock="competitions.remind_those_invited")
def remind_those_invited(timestamp: int) -> None:
    """Every five minutes, because in an emergency bids close after hours (R6)."""
    with run_as(None):
        waiting = to_remind()
    for due in waiting:
        with run_as(due.council_id) as (actor, now):
            remind_invited(
                actor=actor,
                competition_id=due.competition_id,
                kind=due.kind,
                invitation_ids=due.invitation_ids,
                at=now,
            )


@app.task(name=REHEARSE)
def rehearse(*, rehearsal_id: str) -> None:
    """Each council's referrals in transactions that act for it, a few at a time, so that progress is seen (C10)."""
    key = UUID(rehearsal_id)
    with run_as(None):
        closed = closed_referrals(key)
        begin_rehearsal(rehearsal_id=key, closed=len(closed))
    tally, done = Tally(), 0
    for council_id, theirs in groupby(closed, key=lambda one: one.council_id):
        of_council = list(theirs)
        for begun in range(0, len(of_council), AT_A_TIME):
            some = of_council[begun : begun + AT_A_TIME]
            with run_as(council_id):
                tally = rehearse_some(rehearsal_id=key, closed=some, so_far=tally, done=done)
            done += len(some)
    with run_as(None) as (actor, now):
        finish_rehearsal(actor=actor, rehearsal_id=key, tally=tally, at=now)
