"""An officer ends a family's link, because it went astray or the people have changed; then sends a new one (C5)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.choice_part import lock_open_choice
from fairplace.dps.competitions.actions.move_competition import move_competition
from fairplace.dps.competitions.permissions import check_may_run
from fairplace.dps.competitions.queries.due_award import latest_choice
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused

LONGEST_REASON = 200


@transaction.atomic
def revoke_choice(*, actor: Actor, competition_id: UUID, because: str, at: datetime) -> None:
    """The link opens nothing from now on. The family has then not been asked, so nothing can be awarded until it is:
    ask_family sends another link, with its full time. Refused once the family has answered.
    """
    found = latest_choice(competition_id)
    if found is None:
        raise NotThere
    check_may_run(actor, found.council_id)
    reason = because.strip()
    if not reason:
        raise Refused("Say why this link must not be used any more.", "because")
    if len(reason) > LONGEST_REASON:
        raise Refused(f"Say it in {LONGEST_REASON} characters or fewer.", "because")
    competition, choice = lock_open_choice(found)
    check_tells_nothing(referral_id=competition.referral_id, texts={"because": reason})
    choice.revoked_at = at
    choice.ended_because = reason
    choice.code_sha256 = None
    choice.save(update_fields=["revoked_at", "ended_because", "code_sha256"])
    audit.record(
        actor=actor,
        kind=events.FAMILY_LINK_REVOKED,
        subject=choice,
        about=competition.referral_id,
        because=reason,
    )
    move_competition(competition, CompetitionStanding.TO_AWARD, actor=actor, at=at, because="The link was revoked.")
