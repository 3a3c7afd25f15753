"""A second person agrees to a place that is bought without a competition, or sends it back (R10)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from fairplace.dps.organisations.queries.people import people_with_roles
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements import events
from fairplace.dps.placements.actions.preference_part import lock_live, lock_preference, move_preference, standing_of
from fairplace.dps.placements.models import NamedPreference
from fairplace.dps.placements.permissions import check_may_buy, check_may_read_preference
from fairplace.dps.placements.rules.preference_lifecycle import PreferenceStanding
from fairplace.dps.referrals.queries.referral_for_named_place import referral_for_named_place
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.dps.referrals.rules.privacy import Kind
from fairplace.foundations import audit
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queue import Letter, queue_messages

LONGEST = 2000


@transaction.atomic
def ask_to_agree(*, actor: Actor, referral_id: UUID, cost_compared: str, at: datetime) -> None:
    """With what the price was compared with. Everybody who may agree is told."""
    preference = lock_preference(actor, referral_id)
    person_id = check_may_buy(actor, preference.council_id)
    if not cost_compared.strip():
        raise Refused("Say what you compared the price with, and why it is an efficient use of money.", "cost_compared")
    if len(cost_compared) > LONGEST:
        raise Refused("Shorten this: there is room for about 300 words.", "cost_compared")
    check_tells_nothing(referral_id=referral_id, texts={"cost_compared": cost_compared}, but={Kind.SCHOOL})
    move_preference(preference, PreferenceStanding.TO_AGREE, actor=actor, at=at)
    seal_onto(preference, cost_compared=cost_compared.strip())
    preference.changed_by_id = person_id
    preference.save(update_fields=["cost_compared", "changed_by"])
    audit.record(actor=actor, kind=events.AGREEING_ASKED, subject=preference, about=referral_id)
    reference = referral_for_named_place(referral_id).reference
    roles = (Role.PLACEMENT_OFFICER.value, Role.COUNCIL_SIGNATORY.value)
    queue_messages(
        Letter(
            f"to-agree:{preference.id}:{at.isoformat()}:{person.id}",
            person.email,
            f"To agree: a direct award for {reference}",
            f"Hello {person.name},\n\n{actor.name} asks a second person to agree to a direct award for {reference}, to"
            " a place that the family named. Read the reasons, then agree or send it back:\n\n"
            f"{settings.PUBLIC_ADDRESS}/council/referrals/{referral_id}/named-place/\n",
        )
        for person in people_with_roles([preference.council_id], roles)
        if person.id not in {preference.recorded_by_id, preference.changed_by_id}
    )


@transaction.atomic
def agree_preference(*, actor: Actor, referral_id: UUID, at: datetime) -> None:
    """Never by who recorded it, changed it, or asked for the agreement."""
    preference = _lock_second(actor, referral_id)
    move_preference(preference, PreferenceStanding.AGREED, actor=actor, at=at)
    audit.record(actor=actor, kind=events.PREFERENCE_AGREED, subject=preference, about=referral_id)


@transaction.atomic
def send_preference_back(*, actor: Actor, referral_id: UUID, because: str, at: datetime) -> None:
    """With what is missing, in words; the officer asks again."""
    preference = _lock_second(actor, referral_id)
    if not because.strip():
        raise Refused("Say what is missing.", "because")
    if len(because) > LONGEST:
        raise Refused("Shorten this: there is room for about 300 words.", "because")
    check_tells_nothing(referral_id=referral_id, texts={"because": because}, but={Kind.SCHOOL})
    move_preference(preference, PreferenceStanding.ACCEPTED, actor=actor, at=at, because=because)
    audit.record(actor=actor, kind=events.PREFERENCE_SENT_BACK, subject=preference, about=referral_id)


def _lock_second(actor: Actor, referral_id: UUID) -> NamedPreference:
    preference = lock_live(referral_id)
    check_may_read_preference(actor, preference.council_id)
    if actor.person_id is None:
        raise NotThere
    if standing_of(preference) is not PreferenceStanding.TO_AGREE:
        raise Refused("There is nothing to agree to now.")
    if actor.person_id in {preference.recorded_by_id, preference.changed_by_id}:
        raise Refused("You recorded or changed this, so another person must agree to it.")
    return preference
