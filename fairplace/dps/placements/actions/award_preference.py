"""The direct award to a place that the family named, with its legal reasons (R10, K1)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions.actions.stop_competition import stop_competition
from fairplace.dps.competitions.actions.tell_people import tell_provider
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.organisations.queries.organisations import organisation_row
from fairplace.dps.placements import events
from fairplace.dps.placements.actions.make_agreement import make_direct_agreement
from fairplace.dps.placements.actions.preference_part import lock_preference, move_preference
from fairplace.dps.placements.models import (
    Consultation,
    ConsultationAnswer,
    DirectAward,
    NamedPreference,
    PreferenceState,
)
from fairplace.dps.placements.permissions import check_may_buy
from fairplace.dps.placements.rules.named_preference import five_conditions, notices_needed
from fairplace.dps.placements.rules.preference_lifecycle import PreferenceStanding
from fairplace.dps.referrals.actions.give_disclosure import give_disclosure
from fairplace.dps.referrals.actions.place_referral import place_referral
from fairplace.dps.referrals.queries.referral_for_named_place import NamedPlaceReferral, referral_for_named_place
from fairplace.foundations import audit
from fairplace.foundations.encryption import reveal
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.messages.queue import queue_message

_LETTER = """Hello {name},

{council} has chosen {place} for the child for whom it was named ({reference}). The agreement is ready for you to read \
and sign. It is on the page of the link that we sent you, which first sends a code.

If you cannot find that message, ring {council} and say {reference}: they can send you the link again.
"""


@transaction.atomic
def award_preference(*, actor: Actor, referral_id: UUID, at: datetime) -> UUID:
    """Agreed by a second person before. A competition that runs is ended and everybody in it told.

    Refused when the referral has changed since the place answered, or one of the five conditions is not met.
    """
    preference = lock_preference(actor, referral_id)
    person_id = check_may_buy(actor, preference.council_id)
    if preference.state != PreferenceStanding.AGREED.value:
        raise Refused("A second person must agree first, after the place has said yes.")
    referral = referral_for_named_place(referral_id)
    consultation = Consultation.objects.filter(preference=preference).latest("asked_at")
    answer = ConsultationAnswer.objects.get(consultation=consultation)
    if consultation.revision != referral.revision:
        raise Refused("The referral has changed since the place answered. Ask the place again.")
    conditions = five_conditions(
        enactment=preference.enactment,
        preferred=preference.get_preferred_by_display(),
        said_on=preference.said_on,
        only_one=preference.only_one,
        best_interests=bool(preference.best_interests),
    )
    for condition in conditions:
        if not condition.met_by:
            raise Refused(f"{condition.text} That is not shown yet ({condition.source}).")
    system = the_system()
    stop_competition(
        actor=actor,
        referral_id=referral_id,
        council_name=referral.council_name,
        reference=referral.reference,
        at=at,
    )
    place_referral(actor=actor, referral_id=referral_id, at=at)
    notices = notices_needed(regime=system.regime, accredited=preference.line_id is not None)
    assert answer.weekly_price is not None
    assert answer.starts_on is not None
    award = DirectAward.objects.create(
        preference=preference,
        referral_id=referral_id,
        council_id=preference.council_id,
        provider_id=preference.provider_id,
        weekly_price=answer.weekly_price,
        starts_on=answer.starts_on,
        supplier=answer.run_by or preference.run_by or preference.place_name,
        supplier_number=_number(preference, answer),
        regime=system.regime,
        conditions=[asdict(one) for one in conditions],
        notices=[asdict(one) for one in notices],
        made_at=at,
        made_by_id=person_id,
        agreed_by_id=_agreed_by(preference),
    )
    move_preference(preference, PreferenceStanding.AWARDED, actor=actor, at=at)
    if preference.provider_id is not None:
        _disclose(preference, actor, at)
    audit.record(
        actor=actor,
        kind=events.DIRECT_AWARD_MADE,
        subject=award,
        about=referral_id,
        enactment=preference.enactment,
        council_id=award.council_id,
        accredited=preference.line_id is not None,
        weekly_price=award.weekly_price,
    )
    make_direct_agreement(actor=actor, award=award, preference=preference, words=reveal(answer, "words") or "", at=at)
    _tell(preference, consultation, referral)
    return award.id


def _number(preference: NamedPreference, answer: ConsultationAnswer) -> str:
    row = organisation_row(preference.provider_id) if preference.provider_id else None
    return row.registered_number if row else answer.run_by_number


def _agreed_by(preference: NamedPreference) -> UUID:
    agreed = PreferenceState.objects.filter(preference=preference, became=PreferenceStanding.AGREED.value)
    found = agreed.latest("at").by_id
    assert found is not None
    return found


def _disclose(preference: NamedPreference, actor: Actor, at: datetime) -> None:
    assert preference.provider_id is not None
    for stage in (2, 3):
        give_disclosure(
            actor=actor,
            referral_id=preference.referral_id,
            organisation_id=preference.provider_id,
            stage=stage,
            because="The place that the family named was awarded.",
            at=at,
        )


def _tell(preference: NamedPreference, consultation: Consultation, referral: NamedPlaceReferral) -> None:
    if preference.provider_id is not None:
        tell_provider(
            preference.provider_id,
            key=f"direct-award:{preference.id}",
            subject=f"You have been chosen: {referral.reference}",
            body=f"{referral.council_name} has chosen {preference.place_name} for the child for whom it was named"
            f" ({referral.reference}). The agreement is under your tasks, ready to be signed.",
        )
        return
    queue_message(
        key=f"direct-award:{preference.id}",
        to=reveal(consultation, "contact_email") or "",
        subject="You have been chosen: an agreement to sign",
        body=_LETTER.format(
            name=reveal(consultation, "contact_name") or "there",
            council=referral.council_name,
            place=preference.place_name,
            reference=referral.reference,
        ),
        private=True,
    )
