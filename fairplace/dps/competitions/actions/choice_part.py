"""A family's choice, found by its link and locked together with its competition."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.lock_competition import for_the_council, lock_competition, standing_of
from fairplace.dps.competitions.actions.settle_competition import settle_competition
from fairplace.dps.competitions.models import Competition, FamilyChoice
from fairplace.dps.competitions.rules.family_code import token_digest
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.foundations import audit
from fairplace.foundations.audit import clock
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused

LONGEST_REASON = 2000


def lock_choice(token: str) -> tuple[Competition, FamilyChoice]:
    """Open to be answered, by the database's clock. NotThere for a link that we never sent."""
    found = FamilyChoice.objects.filter(token_sha256=token_digest(token)).first()
    if found is None:
        raise NotThere
    return lock_open_choice(found)


def lock_open_choice(found: FamilyChoice) -> tuple[Competition, FamilyChoice]:
    """The same once it is found: read again under the competition's lock."""
    competition = lock_competition(found.competition_id)
    choice = FamilyChoice.objects.select_for_update().get(id=found.id)
    if choice.revoked_at is not None:
        raise Refused("This link does not work any more. Ring the council: they can send you a new one.")
    if choice.answered_at is not None:
        raise Refused("You have answered already. Ring the council if something has changed.")
    if (
        choice.ended_because
        or clock.now() >= choice.expires_at
        or standing_of(competition) is not CompetitionStanding.WITH_FAMILY
    ):
        raise Refused("The time to answer has passed. Ring the council if you still want to tell us something.")
    return competition, choice


def the_family(competition: Competition) -> Actor:
    """The family by its link: no account and no role, in the rows of the council that asked it."""
    return replace(for_the_council(competition), name="The family")


def check_answer(choice: FamilyChoice, bid_id: UUID | None, reason: str) -> None:
    """One of the places that were shown, or none; with room for about 300 words."""
    if bid_id is not None and str(bid_id) not in choice.bids:
        raise Refused("Choose one of the places on this page, or say that you have no preference.", "choice")
    if len(reason) > LONGEST_REASON:
        raise Refused("Shorten what you wrote: there is room for about 300 words.", "reason")


def keep_answer(
    competition: Competition, choice: FamilyChoice, bid_id: UUID | None, reason: str, *, actor: Actor, at: datetime
) -> None:
    """The answer counts from here: once, for good. The words stay sealed and out of the record of events."""
    choice.answered_at = at
    choice.chosen_id = bid_id
    choice.no_preference = bid_id is None
    choice.code_sha256 = None
    seal_onto(choice, reason=reason.strip() or None)
    choice.save()
    audit.record(
        actor=actor,
        kind=events.FAMILY_ANSWERED,
        subject=choice,
        about=competition.referral_id,
        chosen=bid_id,
        no_preference=choice.no_preference,
        taken_how=choice.taken_how or "link",
    )
    with audit.transaction_as(actor):
        settle_competition(competition, actor=actor, at=at)
