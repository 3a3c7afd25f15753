"""What somebody signs in with beside the password, and what their organisation demands (X1)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from fairplace.dps.organisations.models import Duty, FactorSecret, Organisation, Person
from fairplace.dps.organisations.permissions import check_may_administer
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.organisations.rules.sign_ins import STRONG
from fairplace.foundations.encryption.fields import reveal
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class Demand:
    """roles: whose holders need more than an e-mailed code. without: active holders who have nothing more yet."""

    roles: tuple[str, ...]
    without: tuple[str, ...]


def demands_strong_factor(person_id: UUID) -> bool:
    """Whether this person's organisation demands more than an e-mailed code of them."""
    demanded = Organisation.objects.filter(id__in=Person.objects.filter(id=person_id).values("organisation_id"))
    roles = demanded.values_list("strong_factor_for", flat=True).first() or []
    return Duty.objects.filter(person_id=person_id, role__in=roles).exists()


def factor_secret(secret_id: UUID) -> str:
    """In plain text, to compare a code with. NotThere when it is gone."""
    row = FactorSecret.objects.filter(id=secret_id).first()
    if row is None:
        raise NotThere
    return reveal(row, "sealed") or ""


_WITHOUT = """
    SELECT p.name FROM organisations_person p
     WHERE p.organisation_id = %s AND p.is_active
       AND EXISTS (SELECT 1 FROM organisations_duty d WHERE d.person_id = p.id AND d.role = ANY(%s))
       AND NOT EXISTS (SELECT 1 FROM mfa_authenticator a WHERE a.user_id = p.id AND a.type = ANY(%s))
     ORDER BY p.name
"""


def strong_factor_demand(actor: Actor) -> Demand:
    """For whoever administers the organisation's people."""
    organisation_id, _ = check_may_administer(actor)
    roles = Organisation.objects.values_list("strong_factor_for", flat=True).get(id=organisation_id)
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT, [organisation_id, roles, list(STRONG)])
        without = tuple(row[0] for row in cursor.fetchall())
    return Demand(tuple(role.value for role in Role if role.value in roles), without)
