"""Deadlines of a competition that end by themselves: the family's choice and the winner's acceptance."""

from __future__ import annotations

import logging
from itertools import groupby
from uuid import UUID

from procrastinate.contrib.django import app

from fairplace.dps.competitions.actions.end_family_choice import end_family_choice
from fairplace.dps.competitions.actions.lapse_award import lapse_award
from fairplace.dps.competitions.actions.rehearse import REHEARSE, begin_rehearsal, finish_rehearsal, rehearse_some
from fairplace.dps.competitions.actions.remind_family import remind_family
from fairplace.dps.competitions.queries.closed_referrals import closed_referrals
from fairplace.dps.competitions.queries.lapsed import choices_to_remind, lapsed_awards, lapsed_choices
from fairplace.dps.competitions.rules.rehearsal import Tally
from fairplace.foundations.audit import clock
from fairplace.foundations.background import run_as
from fairplace.foundations.kernel.refused import Refused

AT_A_TIME = 25
logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *")
@app.task(name="competitions.end_what_lapsed", queueing_lock="competitions.end_what_lapsed")
def end_what_lapsed(timestamp: int) -> None:
    """Each in a transaction of its own, for its own council: one that was answered meanwhile holds up no other."""
    for choice_id, council_id in choices_to_remind(clock.now()):
        try:
            with run_as(council_id) as (actor, now):
                remind_family(actor=actor, choice_id=choice_id, at=now)
        except Refused as refused:
            logger.info("Choice %s was not reminded: %s", choice_id, refused)
    for choice_id, council_id in lapsed_choices():
        try:
            with run_as(council_id) as (actor, now):
                end_family_choice(actor=actor, choice_id=choice_id, at=now)
        except Refused as refused:
            logger.info("Choice %s was left alone: %s", choice_id, refused)
    for award_id, council_id in lapsed_awards():
        try:
            with run_as(council_id) as (actor, now):
                lapse_award(actor=actor, award_id=award_id, at=now)
        except Refused as refused:
            logger.info("Award %s was left alone: %s", award_id, refused)


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
