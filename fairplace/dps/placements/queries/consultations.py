"""A place that was asked, as the place itself sees it: by its link, or on its provider's tasks (R10, R1)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from fairplace.dps.placements import events
from fairplace.dps.placements.models import (
    Consultation,
    ConsultationAnswer,
    NamedPreference,
    PlacementAgreement,
)
from fairplace.dps.placements.permissions import check_may_answer_for
from fairplace.dps.placements.rules.lifecycle import AgreementStanding
from fairplace.dps.placements.rules.named_preference import calendar_days_left, decline_reasons
from fairplace.dps.placements.rules.preference_lifecycle import PreferenceStanding
from fairplace.dps.placements.rules.the_place import the_place
from fairplace.dps.referrals.queries.child import Story, read_story
from fairplace.dps.referrals.queries.referral_for_named_place import NamedPlaceReferral, referral_for_named_place
from fairplace.dps.referrals.rules.family_code import code_goes_to
from fairplace.foundations import audit
from fairplace.foundations.documents.store import StoredDocument, open_document
from fairplace.foundations.encryption import reveal
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.messages.text_gateway import texts_can_be_sent


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What the place said. weekly_price: pounds. by: name and job."""

    can: bool
    reason: str
    words: str
    weekly_price: Decimal | None
    starts_on: date | None
    run_by: str
    run_by_number: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PlaceAgreement:
    """state: offered, provider_signed or signed."""

    id: UUID
    reference: str
    state: str
    weekly_price: Decimal
    starts_on: date


@dataclass(frozen=True, slots=True)
class ConsultationPage:
    """standing: open, answered, chosen (an agreement is there), ended, or closed (the link does not work any more).

    referral: None until the code was typed; story: None until confidentiality was promised.
    """

    id: UUID
    standing: str
    place_name: str
    council_name: str
    officer_name: str
    officer_email: str
    reference: str
    due_at: datetime
    days_left: int
    where_the_code_goes: str
    promised: bool
    referral: NamedPlaceReferral | None
    story: Story | None
    answer: AnswerRow | None
    agreement: PlaceAgreement | None


def consultation_by_link(token_digest: bytes, *, opened: bool, at: datetime) -> ConsultationPage | None:
    """None for a link that we never sent. opened: this browser has typed the code. Reading the story is recorded."""
    found = Consultation.objects.select_related("asked_by", "council").filter(token_sha256=token_digest).first()
    if found is None:
        return None
    place = the_place(found.place_name, found.council_id)
    with audit.transaction_as(place):
        return _page(found, place, at, shown=opened and found.opened_at is not None, works=_works(found, at))


def consultation_for_provider(actor: Actor, consultation_id: UUID, *, at: datetime) -> ConsultationPage:
    """For a bid manager of the provider that was asked; else NotThere."""
    found = Consultation.objects.select_related("asked_by", "council").filter(id=consultation_id).first()
    if found is None:
        raise NotThere
    check_may_answer_for(actor, found.provider_id)
    with _for_the_council(found):
        page = _page(found, actor, at, shown=True, works=True, reads_story=False)
    if page.standing == "open" and found.confidential_at is not None:
        return replace(page, story=read_story(actor=actor, referral_id=found.referral_id))
    return page


def consultations_waiting() -> list[tuple[UUID, UUID]]:
    """For the job: those not answered yet whose council has not been told that the time is over; with the council."""
    rows = Consultation.objects.filter(answered_at__isnull=True, revoked_at__isnull=True, told_overdue=False)
    return list(rows.values_list("id", "council_id"))


def agreement_by_link(token_digest: bytes, *, at: datetime) -> StoredDocument:
    """The agreement that the place is to sign. It names the child, so the reading is recorded. Else NotThere."""
    found = Consultation.objects.filter(token_sha256=token_digest).first()
    if found is None or not _works(found, at):
        raise NotThere
    place = the_place(found.place_name, found.council_id)
    with audit.transaction_as(place):
        agreement = PlacementAgreement.objects.filter(direct_award__preference=found.preference_id).first()
        document = open_document(agreement.document_id) if agreement else None
        if agreement is None or document is None:
            raise NotThere
        audit.record(
            actor=place,
            kind=events.AGREEMENT_READ,
            subject=agreement,
            about=found.referral_id,
            reference=agreement.reference,
        )
        return document


def answer_of(consultation: Consultation) -> AnswerRow | None:
    """Only in a transaction of the council or of the provider that answered."""
    row = ConsultationAnswer.objects.filter(consultation=consultation).first()
    if row is None:
        return None
    return AnswerRow(
        can=row.can,
        reason=decline_reasons().get(row.reason, row.reason),
        words=reveal(row, "words") or "",
        weekly_price=row.weekly_price,
        starts_on=row.starts_on,
        run_by=row.run_by,
        run_by_number=row.run_by_number,
        by=reveal(row, "answered_by") or "",
        at=row.at,
    )


@contextmanager
def _for_the_council(found: Consultation) -> Iterator[None]:
    """The council's rows are handed to the place here, and only these."""
    with audit.transaction_as(replace(SYSTEM, organisation_id=found.council_id)):
        yield


def _page(
    found: Consultation, reader: Actor, at: datetime, *, shown: bool, works: bool, reads_story: bool = True
) -> ConsultationPage:
    agreement = PlacementAgreement.objects.filter(direct_award__preference=found.preference_id).first()
    preference = NamedPreference.objects.values_list("state", flat=True).get(id=found.preference_id)
    referral = referral_for_named_place(found.referral_id)
    standing = _standing(found, preference, agreement is not None, works=works)
    contact = (reveal(found, "contact_phone") or "", reveal(found, "contact_email") or "")
    open_now = shown and standing == "open"
    return ConsultationPage(
        id=found.id,
        standing=standing,
        place_name=found.place_name,
        council_name=found.council.name,
        officer_name=found.asked_by.name,
        officer_email=found.asked_by.email,
        reference=referral.reference,
        due_at=found.due_at,
        days_left=calendar_days_left(at, found.due_at),
        where_the_code_goes=code_goes_to(*contact, by_text=texts_can_be_sent()).shown,
        promised=found.confidential_at is not None,
        referral=referral if shown and standing in {"open", "answered", "chosen"} else None,
        story=read_story(actor=reader, referral_id=found.referral_id)
        if reads_story and open_now and found.confidential_at is not None
        else None,
        answer=answer_of(found) if shown else None,
        agreement=PlaceAgreement(
            agreement.id,
            agreement.reference,
            AgreementStanding(agreement.state).value,
            agreement.weekly_price,
            agreement.starts_on,
        )
        if agreement is not None and shown
        else None,
    )


def _works(found: Consultation, at: datetime) -> bool:
    return found.revoked_at is None and found.link_until is not None and at < found.link_until


def _standing(found: Consultation, preference: str, chosen: bool, *, works: bool) -> str:
    if not works:
        return "closed"
    latest = Consultation.objects.filter(preference=found.preference_id).latest("asked_at")
    if latest.id != found.id or preference == PreferenceStanding.ENDED.value:
        return "ended"
    if chosen:
        return "chosen"
    return "open" if found.answered_at is None else "answered"
