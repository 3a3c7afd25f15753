"""Who the child is: encrypted at once, seen by the winner alone (R1, stage 3)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.referrals.actions.draft import check_child, lock_draft, record_change
from fairplace.dps.referrals.models import ChildIdentity, Referral
from fairplace.dps.referrals.rules.age_bands import OLDEST
from fairplace.dps.referrals.rules.readiness import age_on
from fairplace.foundations.encryption import reveal, seal_onto
from fairplace.foundations.geography.places import point_of
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.postcodes import is_off_the_grid, normalise_postcode
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.working_days import LONDON

YOUNG_PERSON_FROM = 16


_UNKNOWN = "We do not know this postcode. Check it, or enter one nearby."
_OFF_THE_GRID = (
    "We cannot measure miles from Jersey, Guernsey or the Isle of Man: their postcodes have no place on the map grid."
    " Enter the postcode in England, Scotland, Wales or Northern Ireland from which miles should count."
)


@transaction.atomic
def change_identity(
    *,
    actor: Actor,
    referral_id: UUID,
    full_name: str,
    date_of_birth: date,
    home_postcode: str,
    called: str,
    choice_by: str,
    family_name: str,
    family_email: str,
    family_phone: str,
    at: datetime,
    child: int = 1,
) -> None:
    """called: the word the family chose; empty keeps the word that is there. choice_by: who chooses between
    close bids (C5). The postcode gives the district and the point that miles are measured from.

    Of several children, all of that is the first one's: miles count once (method, rule 0), and one family chooses.
    Another child's empty postcode is the first one's.
    """
    referral = lock_draft(actor, referral_id)
    check_child(referral, child)
    identity = ChildIdentity.objects.filter(referral=referral, child=child).first()
    _check_birth(date_of_birth, at.astimezone(LONDON).date())
    if child == 1:
        _check_choice(date_of_birth, choice_by, family_name, family_email, at.astimezone(LONDON).date())
    if not full_name.strip():
        raise Refused("Enter the child's full name.", "full_name")
    if not called.strip() and identity is None:
        raise Refused("Enter the word that the family uses for the child.", "called")
    if child > 1 and not home_postcode.strip():
        home_postcode = _first_postcode(referral)
    point = point_of(home_postcode)
    if point is None:
        off = is_off_the_grid(normalise_postcode(home_postcode) or "")
        raise Refused(_OFF_THE_GRID if off else _UNKNOWN, "home_postcode")
    if identity is None:
        identity = ChildIdentity(referral=referral, child=child, council_id=referral.council_id)
    seal_onto(
        identity,
        full_name=full_name.strip(),
        date_of_birth=date_of_birth.isoformat(),
        home_postcode=normalise_postcode(home_postcode),
        home_point=f"{point.easting},{point.northing}",
        family_name=family_name.strip(),
        family_email=family_email.strip(),
        family_phone=family_phone.strip(),
    )
    if called.strip():
        seal_onto(identity, called=called.strip())
    identity.save()
    if child == 1:
        referral.district, referral.choice_by = point.district, choice_by
        referral.save(update_fields=["district", "choice_by"])
    record_change(actor, referral, "child", child)


def _first_postcode(referral: Referral) -> str:
    first = ChildIdentity.objects.filter(referral=referral, child=1).first()
    if first is None:
        raise Refused("Write first who child 1 is, or enter the home postcode.", "home_postcode")
    return reveal(first, "home_postcode") or ""


def _check_birth(born: date, today: date) -> None:
    if born > today:
        raise Refused("The date of birth must be in the past.", "date_of_birth")
    if age_on(born, today) > OLDEST:
        raise Refused(f"The child must be {OLDEST} or younger.", "date_of_birth")


def _check_choice(born: date, choice_by: str, family_name: str, family_email: str, today: date) -> None:
    if choice_by not in Referral.ChoiceBy.values:
        raise Refused("Say who would choose between close bids.", "choice_by")
    if choice_by == Referral.ChoiceBy.YOUNG_PERSON and age_on(born, today) < YOUNG_PERSON_FROM:
        raise Refused(f"A young person chooses from {YOUNG_PERSON_FROM}. Choose a parent or carer.", "choice_by")
    if choice_by != Referral.ChoiceBy.NOBODY and not family_name.strip():
        raise Refused("Enter whom to write to about the choice.", "family_name")
    if choice_by != Referral.ChoiceBy.NOBODY and not family_email.strip():
        raise Refused("Enter the email address to which the choice is sent.", "family_email")
