"""A competition ends because the place that the family named was awarded directly (R10, R9)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.lock_competition import lock_competition, standing_of
from fairplace.dps.competitions.actions.move_competition import move_competition
from fairplace.dps.competitions.models import Competition, FamilyChoice, Invitation
from fairplace.dps.competitions.permissions import check_may_run
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.organisations.queries.people import people_with_role_in
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.end_disclosures import end_disclosures
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.messages.queue import Letter, queue_messages

_S = CompetitionStanding
BECAUSE = "The family named a place by right, and it was awarded directly."

_LETTER = """Hello {name},

{council} has ended {reference} without an award. The family has named a place, as the law allows, and the council has \
agreed to it. You need do nothing more, and a bid that is sealed stays sealed.
"""


@transaction.atomic
def stop_competition(*, actor: Actor, referral_id: UUID, council_name: str, reference: str, at: datetime) -> bool:
    """Whether there was one to stop: everyone invited is told, and every disclosure ends. The referral goes on.

    Refused once a provider was told that it has won: it may not be put aside for another place.
    """
    found = Competition.objects.filter(referral=referral_id).values_list("id", flat=True).first()
    if found is None:
        return False
    competition = lock_competition(found)
    check_may_run(actor, competition.council_id)
    standing = standing_of(competition)
    if standing in {_S.AWARDED, _S.ACCEPTED}:
        raise Refused("The competition has been won by another place, so this one cannot be awarded directly.")
    if standing in {_S.CANCELLED, _S.NO_AWARD}:
        return False
    scored = standing in {_S.SCORED, _S.WITH_FAMILY, _S.TO_AWARD}
    FamilyChoice.objects.filter(competition=competition, answered_at__isnull=True, ended_because="").update(
        ended_because=BECAUSE
    )
    move_competition(competition, _S.NO_AWARD if scored else _S.CANCELLED, actor=actor, at=at, because=BECAUSE)
    end_disclosures(actor=actor, referral_id=referral_id, because=BECAUSE, at=at)
    audit.record(
        actor=actor,
        kind=events.COMPETITION_ENDED_WITHOUT_AWARD if scored else events.COMPETITION_CANCELLED,
        subject=competition,
        about=referral_id,
        named_place=True,
    )
    invited = set(Invitation.objects.filter(competition=competition).values_list("provider_id", flat=True))
    letters = [
        Letter(
            f"stopped:{competition.id}:{person.id}",
            person.email,
            f"Ended: {reference}",
            _LETTER.format(name=person.name, council=council_name, reference=reference),
        )
        for person in people_with_role_in(invited, Role.BID_MANAGER.value)
    ]
    queue_messages(letters)
    return True
