"""A provider registers itself (Q1): what it is, who its first person is, and a code to that person's address."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from fairplace.dps.organisations.models import Organisation, Person, Registration
from fairplace.dps.organisations.rules.mailed_codes import CODE_LASTS, DIGITS, NOT_AGAIN_WITHIN, code_digest
from fairplace.dps.organisations.rules.registered_numbers import read_number
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queue import queue_message

TAKEN = (
    "An organisation with this number is registered already. Ask its bid manager to invite you:"
    " they can do it from “People” when they are signed in."
)


@transaction.atomic
def ask_to_register(
    *,
    organisation_name: str,
    number_kind: str,
    number: str,
    town: str,
    person_name: str,
    job_title: str,
    email: str,
    at: datetime,
) -> UUID:
    """Nothing exists yet but the question; the code that confirms it goes out by e-mail.

    Whether an address has an account already is told to that address alone.
    """
    registered = read_number(number_kind, number)
    if not organisation_name.strip() or not person_name.strip():
        raise Refused("Enter the name of your organisation and your own.", "organisation_name")
    if number_kind == "none" and not town.strip():
        raise Refused("Enter the town or city where you work.", "town")
    check_is_free(registered, number_kind)
    registration = Registration.objects.create(
        organisation_name=organisation_name.strip(),
        registered_number=registered,
        town=town.strip() if number_kind == "none" else "",
        person_name=person_name.strip(),
        job_title=job_title.strip(),
        email=email.strip().lower(),
        code_sent_at=at,
    )
    _send(registration, at)
    return registration.id


@transaction.atomic
def send_registration_code(*, registration_id: UUID, at: datetime) -> None:
    """Another code; nothing when one went out within the last minute. NotThere once it is finished."""
    registration = Registration.objects.select_for_update().filter(id=registration_id, finished_at=None).first()
    if registration is None:
        raise NotThere
    if registration.code_sent_at + NOT_AGAIN_WITHIN <= at:
        _send(registration, at)


def code_key(registration_id: UUID) -> bytes:
    """Of the application's secret: who reads the digest in a database cannot try out a million codes."""
    return salted_hmac("fairplace.registration", registration_id.hex, algorithm="sha256").digest()


def check_is_free(registered_number: str, number_kind: str = "number") -> None:
    """One organisation for each number: the second is told whom to ask, and no name."""
    if registered_number and Organisation.objects.filter(registered_number=registered_number).exists():
        raise Refused(TAKEN, number_kind)


def _send(registration: Registration, at: datetime) -> None:
    """Until the code comes back the address is anybody's: no word that was typed into the form goes to it (A10)."""
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    has_account = Person.objects.filter(email__iexact=registration.email).exists()
    registration.code_sha256 = None if has_account else code_digest(code, code_key(registration.id))
    registration.code_sent_at = at
    registration.save(update_fields=["code_sha256", "code_sent_at"])
    if has_account:
        body = (
            "Somebody asked to register an organisation on Fairplace with this address. It has an account already:"
            f" sign in at {settings.PUBLIC_ADDRESS}/sign-in/. If it was not you, you need do nothing."
        )
    else:
        body = (
            f"Hello\n\nYour code for registering on Fairplace is {code}\n\n"
            f"It works for {CODE_LASTS.seconds // 60} minutes. If you did not ask for it, you need do nothing."
        )
    queue_message(
        key=f"registration:{registration.id}:{at.isoformat()}",
        to=registration.email,
        subject="Registering on Fairplace",
        body=body,
        private=True,
    )
