"""A premium in its placement: the provider says that it is reached, the council decides, both are reminded (C8)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions.actions.tell_people import tell_officers, tell_provider
from fairplace.dps.placements import events
from fairplace.dps.placements.models import PlacementAgreement, PremiumStep
from fairplace.dps.placements.permissions import check_may_answer_for, check_may_buy
from fairplace.dps.placements.rules.lifecycle import AgreementStanding
from fairplace.dps.placements.rules.premium import Step, check_step, reminders_due
from fairplace.dps.referrals.queries.incentive import incentive_of
from fairplace.foundations import audit
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def say_reached(*, actor: Actor, agreement_id: UUID, day: date | None, words: str, at: datetime) -> None:
    """By a bid manager of the provider, with what shows it. The council is told, and decides."""
    agreement = _locked(agreement_id)
    person = check_may_answer_for(actor, agreement.provider_id)
    _add(agreement, Step.SAID, person, day=day, words=words, actor=actor, at=at)
    tell_officers(
        agreement.council_id,
        key=f"premium-said:{agreement.pk}:{at.isoformat()}",
        subject=f"A premium to decide: {agreement.reference}",
        body=f"{agreement.supplier_name} says that what the premium of {agreement.reference} is paid for has been"
        " reached. Look at what shows it, and decide.",
    )


@transaction.atomic
def decide_premium(
    *, actor: Actor, agreement_id: UUID, reached: bool, day: date | None, words: str, at: datetime
) -> None:
    """By a placement officer of the council, after a review. Reached: the premium is due, at the agreement's price."""
    agreement = _locked(agreement_id)
    person = check_may_buy(actor, agreement.council_id)
    step = Step.REACHED if reached else Step.NOT_REACHED
    _add(agreement, step, person, day=day if reached else None, words=words, actor=actor, at=at)
    if agreement.provider_id is not None:
        tell_provider(
            agreement.provider_id,
            key=f"premium-decided:{agreement.pk}:{at.isoformat()}",
            subject=f"The premium of {agreement.reference}",
            body="The council has decided whether what the premium is paid for was reached. Its decision and the reason"
            " are on the page of the agreement.",
        )


@transaction.atomic
def remind_of_premium(*, actor: Actor, referral_id: UUID, at: datetime) -> int:
    """For the job, acting for the council: both sides, each reminder once. Returns how many are told of."""
    term = incentive_of(referral_id)
    if term is None:
        return 0
    today, told = at.astimezone(LONDON).date(), 0
    signed = PlacementAgreement.objects.filter(
        referral=referral_id, award__isnull=False, state=AgreementStanding.SIGNED.value
    )
    for agreement in signed:
        before = _steps(agreement)
        if before and before[-1] is not Step.SAID and (before[-1] is Step.REACHED or today > term.by):
            continue
        for days in reminders_due(term.by, today):
            _remind(agreement, days, term.by)
            told += 1
    return told


def _remind(agreement: PlacementAgreement, days: int, by: date) -> None:
    when = f"{by.day} {by:%B %Y}"
    left = f"in {days} days" if days > 1 else "tomorrow"
    what = f"has its day {left}, on {when}" if days else f"had its day on {when}, and nobody has decided"
    key, subject = f"premium-reminder:{agreement.pk}:{days}", f"The premium of {agreement.reference}"
    tell_officers(
        agreement.council_id,
        key=key,
        subject=subject,
        body=f"The premium that was agreed in {agreement.reference} {what}. A review decides, on evidence, whether what"
        " it is paid for has been reached.",
    )
    if agreement.provider_id is not None and days:
        tell_provider(
            agreement.provider_id,
            key=key,
            subject=subject,
            body=f"The premium that was agreed in {agreement.reference} {what}. If what it is paid for has been"
            " reached, say so, with what shows it, on the page of the agreement.",
        )


def _locked(agreement_id: UUID) -> PlacementAgreement:
    agreement = PlacementAgreement.objects.select_for_update().filter(id=agreement_id).first()
    if agreement is None:
        raise NotThere
    return agreement


def _steps(agreement: PlacementAgreement) -> list[Step]:
    rows = PremiumStep.objects.filter(agreement=agreement).order_by("at", "id")
    return [Step(step) for step in rows.values_list("step", flat=True)]


def _add(
    agreement: PlacementAgreement,
    step: Step,
    person: UUID,
    *,
    day: date | None,
    words: str,
    actor: Actor,
    at: datetime,
) -> None:
    term = incentive_of(agreement.referral_id)
    if term is None or agreement.award_id is None:
        raise NotThere
    if agreement.state != AgreementStanding.SIGNED.value:
        raise Refused("Both sides sign the agreement first.")
    today = at.astimezone(LONDON).date()
    check_step(step, _steps(agreement), day=day, words=words, starts_on=agreement.starts_on, by=term.by, today=today)
    amount = term.premium(agreement.weekly_price) if step is Step.REACHED else None
    row = PremiumStep(agreement=agreement, step=step.value, day=day, amount=amount, at=at, by_id=person)
    seal_onto(row, words=words.strip())
    row.save(force_insert=True)
    audit.record(
        actor=actor,
        kind=events.PREMIUM_SAID if step is Step.SAID else events.PREMIUM_DECIDED,
        subject=row,
        about=agreement.referral_id,
        agreement=agreement.pk,
        step=step.value,
        amount=amount,
    )
