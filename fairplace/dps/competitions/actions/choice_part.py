"""A family's choice, found by its link and locked together with its competition."""

from __future__ import annotations

from dataclasses import replace

from fairplace.dps.competitions.actions.lock_competition import for_the_council, lock_competition, standing_of
from fairplace.dps.competitions.models import Competition, FamilyChoice
from fairplace.dps.competitions.rules.family_code import token_digest
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.foundations.audit import clock
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


def lock_choice(token: str) -> tuple[Competition, FamilyChoice]:
    """Open to be answered, by the database's clock. NotThere for a link that we never sent."""
    found = FamilyChoice.objects.filter(token_sha256=token_digest(token)).first()
    if found is None:
        raise NotThere
    competition = lock_competition(found.competition_id)
    choice = FamilyChoice.objects.select_for_update().get(id=found.id)
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
