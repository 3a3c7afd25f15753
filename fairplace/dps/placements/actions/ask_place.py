"""The place that was named is asked whether it can take the child: the statutory clock runs from here (R10)."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from fairplace.dps.organisations.queries.people import people_with_role
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements import events
from fairplace.dps.placements.actions.preference_part import lock_preference, move_preference, standing_of
from fairplace.dps.placements.models import Consultation, NamedPreference
from fairplace.dps.placements.permissions import check_may_buy
from fairplace.dps.placements.rules.named_preference import answer_due, answer_time
from fairplace.dps.placements.rules.preference_lifecycle import PreferenceStanding
from fairplace.dps.referrals.queries.publication import publication_check
from fairplace.dps.referrals.queries.referral_for_named_place import NamedPlaceReferral, referral_for_named_place
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.dps.referrals.rules.family_code import token_digest
from fairplace.foundations import audit
from fairplace.foundations.encryption import reveal, seal_onto
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON
from fairplace.foundations.messages.queue import Letter, queue_message, queue_messages

PLACE_PATH = "/place/asked/"
LINK_LASTS = timedelta(days=90)
NOT_NEEDED = frozenset({"weights", "limit"})
"""Parts of a referral that only a competition needs."""
_LETTER = """Hello {name},

A family has named {place} for a child, as the law allows, and {council} asks whether you can offer a place.

Open this page to read what is needed, and answer on it. You need no account, and it costs you nothing:
{link}

Please answer by {due}: the law gives you {days} calendar days.

The page first sends a code {how}. For the child's sake this letter says nothing about them. Please do not pass \
the link on outside {place}, and do not ask by e-mail.

Ask for {officer} at {council} and say {reference} if you would rather talk to somebody.
"""
_TASK = """Hello {name},

A family has named {place} for a child, as the law allows, and {council} asks whether you can \
offer a place ({reference}).

Please answer by {due}: sign in, and look under your tasks.

{address}/provider/tasks/
"""


@transaction.atomic
def ask_place(
    *,
    actor: Actor,
    referral_id: UUID,
    contact_name: str = "",
    contact_email: str = "",
    contact_phone: str = "",
    privacy_reason: str = "",
    at: datetime,
) -> UUID:
    """By a link to the place, or on its provider's tasks where it is accredited (then the contact is not asked).

    The referral must be written as for publication, but for weights and distance; a privacy warning needs its reason.
    Asked again after a no, or after the referral changed, the clock starts anew and earlier links open nothing: whoever
    has one may be somebody else, and the agreement names the child.
    """
    preference = lock_preference(actor, referral_id)
    person_id = check_may_buy(actor, preference.council_id)
    _check_written(actor, referral_id, privacy_reason, at)
    check_tells_nothing(referral_id=referral_id, texts={"privacy_reason": privacy_reason})
    again = standing_of(preference) is not PreferenceStanding.RECORDED
    move_preference(preference, PreferenceStanding.ASKED, actor=actor, at=at, because=privacy_reason)
    referral = referral_for_named_place(referral_id)
    _end_earlier_links(preference, at)
    consultation = Consultation(
        preference=preference,
        referral_id=referral_id,
        council_id=preference.council_id,
        provider_id=preference.provider_id,
        place_name=preference.place_name,
        asked_at=at,
        asked_by_id=person_id,
        due_at=answer_due(at),
        revision=referral.revision,
    )
    if preference.provider_id is None:
        _keep_contact(consultation, contact_name, contact_email, contact_phone)
        send_link(consultation, referral, officer=actor.name, at=at)
    consultation.save(force_insert=True)
    if preference.provider_id is not None:
        _tell_provider(preference, consultation, referral)
    audit.record(
        actor=actor,
        kind=events.PLACE_ASKED,
        subject=consultation,
        about=referral_id,
        by_link=preference.provider_id is None,
        due_at=consultation.due_at,
        again=again,
    )
    return consultation.id


def send_link(consultation: Consultation, referral: NamedPlaceReferral, *, officer: str, at: datetime) -> None:
    """Part of an action that saves the consultation: a new link; an earlier one opens nothing from now on."""
    token = secrets.token_urlsafe(32)
    consultation.token_sha256 = token_digest(token)
    consultation.link_sent_at, consultation.link_until = at, at + LINK_LASTS
    consultation.revoked_at = consultation.code_sha256 = consultation.code_expires_at = None
    consultation.code_tries = 0
    email = reveal(consultation, "contact_email") or ""
    phone = reveal(consultation, "contact_phone") or ""
    due = consultation.due_at.astimezone(LONDON)
    queue_message(
        key=f"place-asked:{consultation.id}:{at.isoformat()}",
        to=email,
        subject="A family has named you: can you offer a place?",
        body=_LETTER.format(
            name=reveal(consultation, "contact_name") or "there",
            place=consultation.place_name,
            council=referral.council_name,
            link=f"{settings.PUBLIC_ADDRESS}{PLACE_PATH}{token}/",
            due=f"{due:%A %-d %B %Y}",
            days=answer_time().days,
            how="to your telephone, or to this address" if phone else "to this address",
            officer=officer,
            reference=referral.reference,
        ),
        private=True,
    )


def _end_earlier_links(preference: NamedPreference, at: datetime) -> None:
    earlier = Consultation.objects.filter(preference=preference, token_sha256__isnull=False, revoked_at=None)
    earlier.update(revoked_at=at, code_sha256=None)


def _keep_contact(consultation: Consultation, name: str, email: str, phone: str) -> None:
    try:
        validate_email(email.strip())
    except ValidationError:
        raise Refused("Enter the e-mail address of the place.", "contact_email") from None
    seal_onto(
        consultation,
        contact_name=name.strip() or None,
        contact_email=email.strip(),
        contact_phone=phone.strip() or None,
    )


def _check_written(actor: Actor, referral_id: UUID, privacy_reason: str, at: datetime) -> None:
    check = publication_check(actor=actor, referral_id=referral_id, at=at)
    if check.referral.state == "published":
        return  # it has been read by everybody invited, as it stands
    if check.referral.state != "draft":
        raise NotThere
    for fault in check.faults:
        if fault.part not in NOT_NEEDED:
            raise Refused(fault.sentence)
    if check.findings and not privacy_reason.strip():
        raise Refused("Change what might identify the child, or say why it must stay.", "privacy_reason")


def _tell_provider(preference: NamedPreference, consultation: Consultation, referral: NamedPlaceReferral) -> None:
    assert preference.provider_id is not None
    due = consultation.due_at.astimezone(LONDON)
    queue_messages(
        Letter(
            f"place-asked:{consultation.id}:{person.id}",
            person.email,
            f"A family has named you: {referral.reference}",
            _TASK.format(
                name=person.name,
                place=preference.place_name,
                council=referral.council_name,
                reference=referral.reference,
                due=f"{due:%A %-d %B %Y}",
                address=settings.PUBLIC_ADDRESS,
            ),
        )
        for person in people_with_role(preference.provider_id, Role.BID_MANAGER.value)
    )
