"""The e-mailed code makes the organisation and its first person (Q1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.organisations.actions.add_person import add_person
from fairplace.dps.organisations.actions.ask_to_register import check_is_free, code_key
from fairplace.dps.organisations.actions.register_organisation import register_organisation
from fairplace.dps.organisations.models import Registration
from fairplace.dps.organisations.rules.mailed_codes import CODE_LASTS, MOST_TRIES, code_matches
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class WrongCode:
    """Nothing was made. Given back, not raised: the try must be counted although nothing else happens."""

    sentence: str


@transaction.atomic
def finish_registration(*, registration_id: UUID, code: str, password: str, at: datetime) -> UUID | WrongCode:
    """The person who may sign in now: bid manager and signatory, who invites the others.

    Refused when the organisation was registered by somebody else meanwhile. NotThere when it is finished.
    """
    registration = Registration.objects.select_for_update().filter(id=registration_id, finished_at=None).first()
    if registration is None:
        raise NotThere
    if registration.tries >= MOST_TRIES:
        return WrongCode("Too many wrong codes. Start again: nothing was lost but a minute.")
    stored = registration.code_sha256
    if stored is None or not code_matches(code, bytes(stored), code_key(registration.id)):
        registration.tries += 1
        registration.save(update_fields=["tries"])
        return WrongCode("This is not the code that we sent. Check it, or ask for another.")
    if registration.code_sent_at + CODE_LASTS < at:
        return WrongCode("This code has expired. Ask for another.")
    check_is_free(registration.registered_number)
    organisation_id = register_organisation(
        actor=SYSTEM,
        kind="provider",
        name=registration.organisation_name,
        registered_number=registration.registered_number,
        town=registration.town,
        at=at,
    )
    registration.finished_at = at
    registration.save(update_fields=["finished_at"])
    return add_person(
        actor=SYSTEM,
        organisation_id=organisation_id,
        name=registration.person_name,
        job_title=registration.job_title,
        email=registration.email,
        roles=(Role.BID_MANAGER, Role.PROVIDER_SIGNATORY),
        password=password,
        at=at,
    )
