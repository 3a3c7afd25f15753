"""The word, the colour and the next click for each column of a working day."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from fairplace.dps.competitions.queries.working_day import STANDSTILL
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.nothing_left import ALL_EXCLUDED, NO_BIDS, NONE_LEFT
from fairplace.dps.competitions.rules.working_day import Stage
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.actor import Actor
from fairplace.web.components.addresses import address
from fairplace.web.components.rows import Status, Tone

TONES: dict[Stage, Tone] = {
    Stage.TO_PUBLISH: "active",
    Stage.WAITING: "waiting",
    Stage.TO_OPEN: "warning",
    Stage.WITHOUT_BIDS: "warning",
    Stage.TO_EVALUATE: "active",
    Stage.WITH_FAMILY: "waiting",
    Stage.TO_AWARD: "active",
    Stage.TO_SIGN: "active",
    Stage.FINISHED: "quiet",
}


TWO_DECIDE = {
    CompetitionStanding.NO_COMPLIANT_BID.value: Status("No bid meets every essential item", "warning"),
    CompetitionStanding.PRICE_QUESTIONED.value: Status("A price is questioned", "waiting"),
}
"""What the officer, and not an evaluator, goes on with."""
NOTHING_LEFT = {
    NO_BIDS: Status("No bids", "warning"),
    ALL_EXCLUDED: Status("Every bid is excluded", "warning"),
    NONE_LEFT: Status("No bid is left", "warning"),
}


_SIGN = (Role.COUNCIL_SIGNATORY.value, Role.PROCUREMENT_OFFICER.value)


class NextAction(NamedTuple):
    text: str
    href: str


def status_of(stage: Stage, standing: str = "") -> Status:
    """standing: the state of the competition, or what is left of it, where it says more than the column."""
    if stage is Stage.FINISHED:
        words = {"no_award": "No award", "cancelled": "Cancelled"}
        return Status(words.get(standing, "Finished"), "quiet")
    if standing in TWO_DECIDE or standing in NOTHING_LEFT:
        return (TWO_DECIDE | NOTHING_LEFT)[standing]
    if standing == STANDSTILL:
        return Status("In standstill", "waiting")
    if standing == "awarded":
        return Status("Waiting for acceptance", "waiting")
    return Status(stage.label, TONES[stage])


def next_action(
    stage: Stage, actor: Actor, referral_id: UUID, competition_id: UUID | None, standing: str = "", questions: int = 0
) -> NextAction:
    """One click to what can be done next by this actor; where others must act, to the referral itself."""
    look = NextAction("See the referral", address("council:referrals:show", referral_id))
    if standing == "placed":
        return NextAction("See the named place", address("council:named_places:show", referral_id))
    if stage is Stage.TO_PUBLISH:
        return NextAction("Continue writing", address("council:referrals:write", referral_id))
    if competition_id is None:
        return look
    if stage is Stage.WAITING and questions:
        words = "Answer a question" if questions == 1 else f"Answer {questions} questions"
        return NextAction(words, address("council:referrals:questions", referral_id))
    if stage is Stage.WAITING:
        return look._replace(text="See the answers")
    if stage is Stage.TO_OPEN:
        return _go("Open the bids", "opening:open", competition_id) if actor.holds(Role.OPENER.value) else look
    if stage is Stage.TO_EVALUATE and standing not in TWO_DECIDE and actor.holds(Role.EVALUATOR.value):
        return _go("Mark the statements", "marking:mark", competition_id)
    if stage is Stage.TO_SIGN and standing == "accepted" and actor.holds(*_SIGN):
        return NextAction("Sign the agreement", address("council:agreements:to_sign"))
    if not actor.holds(Role.PLACEMENT_OFFICER.value):
        return look
    if standing in TWO_DECIDE:
        return _go("See what is needed", "awarding:compare", competition_id)
    if stage is Stage.WITHOUT_BIDS:
        return _go("See what can be done", "awarding:compare", competition_id)
    if stage is Stage.TO_EVALUATE:
        return _go("See the marking", "awarding:compare", competition_id)
    if stage is Stage.WITH_FAMILY:
        return _go("See what the family was asked", "awarding:compare", competition_id)
    if stage is Stage.TO_AWARD:
        return _go(
            "See what is needed" if standing == CompetitionStanding.SCORED.value else "Compare and award",
            "awarding:compare",
            competition_id,
        )
    if stage is Stage.TO_SIGN:
        return _go("See the award", "awarding:compare", competition_id)
    return look


def _go(text: str, name: str, competition_id: UUID) -> NextAction:
    return NextAction(text, address(f"council:{name}", competition_id=competition_id))
