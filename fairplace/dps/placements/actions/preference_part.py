"""A named preference found, locked and moved in the same way by every act on it (R10)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fairplace.dps.placements.models import NamedPreference, PreferenceState
from fairplace.dps.placements.permissions import check_may_buy
from fairplace.dps.placements.rules.preference_lifecycle import PreferenceStanding, may_become
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


def lock_preference(actor: Actor, referral_id: UUID) -> NamedPreference:
    """The live one of a referral of the actor's council. NotThere where there is none, or it is another's."""
    found = lock_live(referral_id)
    check_may_buy(actor, found.council_id)
    return found


def lock_live(referral_id: UUID) -> NamedPreference:
    """The same for whoever the caller has checked."""
    over = [PreferenceStanding.AWARDED.value, PreferenceStanding.ENDED.value]
    found = NamedPreference.objects.select_for_update().filter(referral=referral_id).exclude(state__in=over).first()
    if found is None:
        raise NotThere
    return found


def standing_of(preference: NamedPreference) -> PreferenceStanding:
    return PreferenceStanding(preference.state)


def move_preference(
    preference: NamedPreference, then: PreferenceStanding, *, actor: Actor, at: datetime, because: str = ""
) -> None:
    """Part of an action that holds the lock and records the event. Refused when the table has no such move."""
    now = standing_of(preference)
    if not may_become(now, then):
        raise Refused(f"Where this stands ({now.label[0].lower()}{now.label[1:]}), that cannot be done.")
    preference.state = then.value
    preference.save(update_fields=["state"])
    keep_state(preference, now.value, actor=actor, at=at, because=because)


def keep_state(preference: NamedPreference, came_from: str, *, actor: Actor, at: datetime, because: str = "") -> None:
    """The row that remembers a change; the reason is encrypted, as it may speak of the child."""
    row = PreferenceState(
        preference=preference,
        council_id=preference.council_id,
        came_from=came_from,
        became=preference.state,
        at=at,
        by_id=actor.person_id,
    )
    seal_onto(row, because=because.strip() or None)
    row.save(force_insert=True)
