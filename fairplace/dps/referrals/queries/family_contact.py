"""Whom to write to about a family's choice, and the word that the family chose for its child (C5)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from fairplace.dps.referrals.models import ChildIdentity
from fairplace.foundations import audit
from fairplace.foundations.encryption import reveal
from fairplace.foundations.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class FamilyContact:
    """called: shown to the family and to nobody else."""

    name: str
    email: str
    phone: str
    called: str


def family_contact(actor: Actor, referral_id: UUID) -> FamilyContact | None:
    """Behind the wall: the council's own rows alone. The reading is recorded. None where no identity was entered."""
    identity = ChildIdentity.objects.filter(referral_id=referral_id).first()
    if identity is None:
        return None
    audit.read_recorded(
        actor=actor,
        subject=identity,
        fields=["called", "family_email", "family_name", "family_phone"],
        about=referral_id,
    )
    return FamilyContact(
        name=reveal(identity, "family_name") or "",
        email=reveal(identity, "family_email") or "",
        phone=reveal(identity, "family_phone") or "",
        called=reveal(identity, "called") or "",
    )
