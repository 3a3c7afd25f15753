"""Reading about the child. Row-level security decides whose rows are there; each reading is recorded (R1, T3).

child: the number of one of several; 1 is the only child, or the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from fairplace.dps.referrals.events import IDENTITY_READ, STORY_READ
from fairplace.dps.referrals.models import ChildIdentity, ChildStory, Referral
from fairplace.dps.referrals.rules.children import contact_of
from fairplace.foundations import audit
from fairplace.foundations.encryption import reveal
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.grid import GridPoint
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class Story:
    """Stage 2: the narrative, and what the child and the family say in their own words (R12)."""

    narrative: str
    own_words: str
    family_words: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Stage 3: who the child is. The word that the family chose is not in it: only the family sees that."""

    full_name: str
    date_of_birth: date
    home_postcode: str
    family_name: str
    family_email: str
    family_phone: str


@dataclass(frozen=True, slots=True)
class FamilyContact:
    """Whom to write to, and the word for the child in what is written to them."""

    called: str
    name: str
    email: str
    phone: str


def read_story(*, actor: Actor, referral_id: UUID, child: int = 1) -> Story:
    """The story, to its council or an organisation with a live disclosure; else NotThere."""
    row = ChildStory.objects.filter(referral=referral_id, child=child).first()
    if row is None:
        raise NotThere
    audit.record(
        actor=actor,
        kind=STORY_READ,
        subject=row,
        about=referral_id,
        fields=["family_words", "narrative", "own_words"],
    )
    return Story(*(reveal(row, name) or "" for name in ("narrative", "own_words", "family_words")))


def may_read_story(*, referral_id: UUID) -> bool:
    """Whether the story is there for the organisation of this transaction."""
    return ChildStory.objects.filter(referral=referral_id).exists()


def read_identity(*, actor: Actor, referral_id: UUID, child: int = 1) -> Identity:
    """Who the child is, to its council or the winner with a live disclosure; else NotThere."""
    row = _identity(referral_id, child)
    names = ("full_name", "date_of_birth", "home_postcode", "family_name", "family_email", "family_phone")
    audit.record(actor=actor, kind=IDENTITY_READ, subject=row, about=referral_id, fields=sorted(names))
    told = {name: reveal(row, name) or "" for name in names}
    return Identity(**{**told, "date_of_birth": date.fromisoformat(told["date_of_birth"])})  # type: ignore[arg-type]


def family_contact(*, referral_id: UUID, child: int = 1) -> FamilyContact:
    """For letters to the family and the family's own pages alone. Only in a transaction of the council.

    The word is for all the family's children: "Maya", "Maya and Tom"; so is the address, which stands with the first.
    """
    several = Referral.objects.values_list("several", flat=True).get(pk=referral_id)
    row = _identity(referral_id, contact_of(several, child))
    names = ("family_name", "family_email", "family_phone")
    words = list(called_by_family(referral_id=referral_id, child=child).values())
    called = f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
    return FamilyContact(called, *(reveal(row, name) or "" for name in names))


def called_by_family(*, referral_id: UUID, child: int = 1) -> dict[int, str]:
    """The word that the family chose for each of its children, by number: of brothers and sisters all, of a cohort
    only the one whose family it is. Only in a transaction of the council.
    """
    rows = ChildIdentity.objects.filter(referral=referral_id).filter(Q(referral__several="sibling") | Q(child=child))
    return {row.child: reveal(row, "called") or "" for row in rows.order_by("child")}


def home_of(*, referral_id: UUID) -> GridPoint:
    """Where home is, for working out miles; never for showing. Only in a transaction of the council."""
    easting, _, northing = (reveal(_identity(referral_id, 1), "home_point") or "").partition(",")
    return GridPoint(int(easting), int(northing))


def _identity(referral_id: UUID, child: int) -> ChildIdentity:
    row = ChildIdentity.objects.filter(referral=referral_id, child=child).first()
    if row is None:
        raise NotThere
    return row
