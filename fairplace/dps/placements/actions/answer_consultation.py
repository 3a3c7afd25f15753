"""The place promises confidentiality, and answers: yes with a price, or no with a reason (R10, R1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions.actions.tell_people import tell_officers
from fairplace.dps.placements import events
from fairplace.dps.placements.actions.place_link import lock_link
from fairplace.dps.placements.actions.preference_part import lock_live, move_preference
from fairplace.dps.placements.models import Consultation, ConsultationAnswer
from fairplace.dps.placements.permissions import check_may_answer_for
from fairplace.dps.placements.rules.named_preference import decline_reasons
from fairplace.dps.placements.rules.preference_lifecycle import PreferenceStanding
from fairplace.dps.placements.rules.the_place import the_place
from fairplace.dps.referrals.actions.give_disclosure import give_disclosure
from fairplace.dps.referrals.queries.referral_for_named_place import referral_for_named_place
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.dps.referrals.rules.privacy import Kind
from fairplace.foundations import audit
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON

LONGEST = 2000
MOST_A_WEEK = Decimal(50_000)
STORY: Literal[2] = 2


@dataclass(frozen=True, slots=True)
class PlaceAnswer:
    """can False: reason, of decline_reasons. weekly_price: pounds, for all that is asked. words: how, or why not."""

    can: bool
    reason: str = ""
    words: str = ""
    weekly_price: Decimal | None = None
    starts_on: date | None = None
    run_by: str = ""
    run_by_number: str = ""


@transaction.atomic
def promise_by_link(*, token: str, name: str, job: str, at: datetime) -> None:
    """Whoever promises to keep the child's story to those who need it may read it from now on."""
    consultation = lock_link(token)
    if consultation.opened_at is None:
        raise NotThere
    if not name.strip() or not job.strip():
        raise Refused("Enter your name and your job, so that the council knows who promised it.", "name")
    _promise(
        consultation,
        f"{name.strip()}, {job.strip()}",
        actor=the_place(consultation.place_name, consultation.council_id),
        at=at,
    )


@transaction.atomic
def promise_confidentiality(*, actor: Actor, consultation_id: UUID, at: datetime) -> None:
    """The same for an accredited place, whose provider then reads the story like anybody who will bid."""
    consultation = _lock_own(actor, consultation_id)
    if consultation.opened_at is None:
        consultation.opened_at = at
        consultation.save(update_fields=["opened_at"])
    _promise(consultation, actor.name, actor=actor, at=at)
    assert actor.organisation_id is not None
    give_disclosure(
        actor=actor,
        referral_id=consultation.referral_id,
        organisation_id=actor.organisation_id,
        stage=STORY,
        because="Named by the family, and accepted confidentiality",
        at=at,
    )


@transaction.atomic
def answer_by_link(*, token: str, answer: PlaceAnswer, at: datetime) -> None:
    """Once, by whoever promised confidentiality on this link."""
    consultation = lock_link(token)
    place = the_place(consultation.place_name, consultation.council_id)
    with audit.transaction_as(place):
        _answer(consultation, answer, by=consultation.confidential_by, actor=place, at=at)


@transaction.atomic
def answer_consultation(*, actor: Actor, consultation_id: UUID, answer: PlaceAnswer, at: datetime) -> None:
    """By a bid manager of the provider that was asked."""
    consultation = _lock_own(actor, consultation_id)
    with audit.transaction_as(the_place(consultation.place_name, consultation.council_id)):
        _answer(consultation, answer, by=actor.name, actor=actor, at=at)


def _lock_own(actor: Actor, consultation_id: UUID) -> Consultation:
    found = Consultation.objects.select_for_update().filter(id=consultation_id).first()
    if found is None:
        raise NotThere
    check_may_answer_for(actor, found.provider_id)
    return found


def _promise(consultation: Consultation, who: str, *, actor: Actor, at: datetime) -> None:
    if consultation.confidential_at is not None:
        return
    consultation.confidential_at, consultation.confidential_by = at, who[:200]
    consultation.save(update_fields=["confidential_at", "confidential_by"])
    audit.record(actor=actor, kind=events.PLACE_PROMISED, subject=consultation, about=consultation.referral_id)


def _answer(consultation: Consultation, answer: PlaceAnswer, *, by: str, actor: Actor, at: datetime) -> None:
    """In a transaction of the council, whose record the answer moves on."""
    if consultation.answered_at is not None:
        raise Refused("You have answered already. Ring the council if something has changed.")
    if consultation.confidential_at is None and answer.can:
        raise Refused("Promise to keep the child’s story confidential and read it, before you say yes.")
    _check(answer, at.astimezone(LONDON).date())
    check_tells_nothing(referral_id=None, texts={"words": answer.words, "run_by": answer.run_by}, but={Kind.SCHOOL})
    try:
        preference = lock_live(consultation.referral_id)
    except NotThere:
        raise Refused("The council has ended this question. You need do nothing more.") from None
    if preference.id != consultation.preference_id or preference.state != PreferenceStanding.ASKED.value:
        raise Refused("The council has ended this question. You need do nothing more.")
    row = ConsultationAnswer(
        consultation=consultation,
        council_id=consultation.council_id,
        provider_id=consultation.provider_id,
        can=answer.can,
        reason="" if answer.can else answer.reason,
        weekly_price=answer.weekly_price if answer.can else None,
        starts_on=answer.starts_on if answer.can else None,
        run_by=answer.run_by.strip(),
        run_by_number=answer.run_by_number.strip(),
        at=at,
    )
    seal_onto(row, words=answer.words.strip() or None, answered_by=by or consultation.place_name)
    row.save(force_insert=True)
    consultation.answered_at = at
    consultation.save(update_fields=["answered_at"])
    then = PreferenceStanding.ACCEPTED if answer.can else PreferenceStanding.DECLINED
    move_preference(preference, then, actor=actor, at=at)
    audit.record(
        actor=actor,
        kind=events.PLACE_ANSWERED,
        subject=consultation,
        about=consultation.referral_id,
        can=answer.can,
        reason=row.reason,
        in_time=at <= consultation.due_at,
    )
    reference = referral_for_named_place(consultation.referral_id).reference
    tell_officers(
        consultation.council_id,
        key=f"place-answered:{consultation.id}",
        subject=f"The named place has answered: {reference}",
        body=f"The place that was named for {reference} says {'yes' if answer.can else 'no'}.",
    )


def _check(answer: PlaceAnswer, today: date) -> None:
    if len(answer.words) > LONGEST:
        raise Refused("Shorten this: there is room for about 300 words.", "words")
    if not answer.can:
        if answer.reason not in decline_reasons():
            raise Refused("Choose the reason why you cannot offer a place.", "reason")
        if answer.reason == "other" and not answer.words.strip():
            raise Refused("Say what the reason is.", "words")
        return
    if answer.weekly_price is None or not 0 < answer.weekly_price <= MOST_A_WEEK:
        raise Refused(f"Enter the price a week, up to £{MOST_A_WEEK:,.0f}.", "weekly_price")
    if answer.starts_on is None or answer.starts_on < today:
        raise Refused("Enter the day on which the child can start, today or later.", "starts_on")
