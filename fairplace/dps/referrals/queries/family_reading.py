"""What a family sees by its link: what is written about the child, to check it (R12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fairplace.dps.referrals.models import FamilyReading
from fairplace.dps.referrals.queries.child import Story, called_by_family, family_contact, read_story
from fairplace.dps.referrals.queries.rows import CouncilReferral, load
from fairplace.dps.referrals.queries.voices import standing_of_reading
from fairplace.dps.referrals.rules.family_code import code_goes_to
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding
from fairplace.dps.referrals.rules.the_reader import the_reader
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.messages.text_gateway import texts_can_be_sent


@dataclass(frozen=True, slots=True)
class ChildRead:
    """What is written of one of several children."""

    called: str
    story: Story
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FamilyReadingPage:
    """standing: open, answered, expired (also once the referral is published) or revoked.

    story, needs, outcomes: empty until the code was typed; others: the same of brothers and sisters, whom their family
    reads about too. whose: of several, the word for the first. The officer's fields are named as on every family's
    page.
    """

    id: str
    standing: str
    young_person: bool
    called: str
    reference: str
    council_name: str
    officer_name: str
    officer_email: str
    expires_at: datetime
    where_the_code_goes: str
    story: Story | None
    needs: tuple[str, ...]
    outcomes: tuple[str, ...]
    whose: str = ""
    others: tuple[ChildRead, ...] = ()


def family_reading(token_digest: bytes, *, opened: bool, at: datetime) -> FamilyReadingPage | None:
    """None for a link that we never sent. opened: this browser has typed the code; reading the story is recorded."""
    reading = FamilyReading.objects.select_related("sent_by").filter(token_sha256=token_digest).first()
    if reading is None:
        return None
    reader = the_reader(reading.council_id)
    standing = standing_of_reading(reading, at)
    with audit.transaction_as(reader):
        row = load([reading.referral_id])[0]
        if standing == "open" and row.state != ReferralStanding.DRAFT.value:
            standing = "expired"
        shown = opened and standing == "open" and reading.opened_at is not None
        contact = family_contact(referral_id=row.id, child=reading.child)
        read = _read(row, reading, reader) if shown else ()
        return FamilyReadingPage(
            id=str(reading.pk),
            standing=standing,
            young_person=reading.reader == FamilyReading.Reader.YOUNG_PERSON,
            called=contact.called,
            reference=row.reference,
            council_name=row.council_name,
            officer_name=reading.sent_by.name,
            officer_email=reading.sent_by.email,
            expires_at=reading.expires_at,
            where_the_code_goes=code_goes_to(contact.phone, contact.email, by_text=texts_can_be_sent()).shown,
            story=read[0].story if read else None,
            needs=read[0].needs if read else (),
            outcomes=_outcomes(row, reading) if shown else (),
            whose=read[0].called if len(read) > 1 else "",
            others=tuple(read[1:]),
        )


def _read(row: CouncilReferral, reading: FamilyReading, reader: Actor) -> tuple[ChildRead, ...]:
    """The child of this link; the family of brothers and sisters reads of all whose story is written."""
    called = called_by_family(referral_id=row.id, child=reading.child)
    alone = reading.reader == FamilyReading.Reader.YOUNG_PERSON
    told = [one for one in row.children if one.has_story and one.number in called]
    return tuple(
        ChildRead(
            called[one.number],
            read_story(actor=reader, referral_id=row.id, child=one.number),
            tuple(need.plain_in_full for need in row.needs_of(one.number)),
        )
        for one in told
        if not alone or one.number == reading.child
    )


def _outcomes(row: CouncilReferral, reading: FamilyReading) -> tuple[str, ...]:
    """Those of all children, and those of whoever is read about, in the family's own word."""
    called = called_by_family(referral_id=row.id, child=reading.child)
    told = []
    for one in row.outcomes:
        if not one.child or (one.child == reading.child and reading.reader == FamilyReading.Reader.YOUNG_PERSON):
            told.append(one.own_wording)
        elif one.child in called and reading.reader == FamilyReading.Reader.FAMILY:
            told.append(f"{called[one.child]}: {one.own_wording}")
    return tuple(told)
