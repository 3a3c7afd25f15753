"""Premiums of signed agreements, as both sides and those who pay see them (C8)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from fairplace.dps.placements import events
from fairplace.dps.placements.models import PlacementAgreement, PremiumStep
from fairplace.dps.placements.permissions import may_read_agreements
from fairplace.dps.placements.queries.agreements import AgreementRow, agreement, agreements_of
from fairplace.dps.placements.rules.lifecycle import AgreementStanding
from fairplace.dps.placements.rules.premium import Standing, Step, standing_of
from fairplace.dps.referrals.queries.incentive import incentives_of, incentives_of_council
from fairplace.dps.referrals.rules.incentive import Incentive
from fairplace.foundations import audit
from fairplace.foundations.encryption import reveal
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.working_days import LONDON


@dataclass(frozen=True, slots=True)
class PremiumStepRow:
    """day: on which it was reached."""

    step: Step
    day: date | None
    words: str
    amount: Decimal | None
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class PremiumRow:
    """The premium of one agreement. worth: pounds, at the price of the agreement. steps: in their order.

    can_be_said: whether the placement has begun by being signed, and nothing is decided for good.
    """

    agreement: AgreementRow
    term: Incentive
    worth: Decimal
    standing: Standing
    steps: tuple[PremiumStepRow, ...]

    @property
    def can_be_said(self) -> bool:
        return self.agreement.state == AgreementStanding.SIGNED.value and self.standing is not Standing.REACHED

    @property
    def due(self) -> Decimal | None:
        return self.steps[-1].amount if self.standing is Standing.REACHED else None


def premium_of(*, actor: Actor, agreement_id: UUID, at: datetime) -> PremiumRow | None:
    """None where none was agreed; NotThere for everyone but the two sides. What was said of it is recorded as read."""
    row = agreement(actor=actor, agreement_id=agreement_id)
    found = _premiums(actor, [row], at)
    if found and found[0].steps:
        audit.record(
            actor=actor,
            kind=events.PREMIUM_READ,
            subject=audit.Subject("placements.placementagreement", row.id),
            about=row.referral_id,
        )
    return found[0] if found else None


def premiums_of_council(actor: Actor, at: datetime, *, limit: int) -> list[PremiumRow]:
    """Of the council's agreements those that have one, the nearest day first, without the words that were said. Of all
    its agreements only those of a referral that published one are read.
    """
    if not may_read_agreements(actor) or actor.organisation_id is None:
        return []
    rows = agreements_of(actor, limit=limit, referrals=incentives_of_council(actor.organisation_id))
    return sorted(_premiums(actor, rows, at, words=False), key=lambda one: (one.term.by, one.agreement.reference))


def _premiums(actor: Actor, rows: list[AgreementRow], at: datetime, *, words: bool = True) -> list[PremiumRow]:
    """A direct award has no premium: nothing was put to the market."""
    terms = incentives_of(row.referral_id for row in rows)
    awarded = set(
        PlacementAgreement.objects.filter(id__in=[row.id for row in rows], award__isnull=False).values_list(
            "id", flat=True
        )
    )
    steps: dict[UUID, list[PremiumStepRow]] = defaultdict(list)
    for one in PremiumStep.objects.filter(agreement__in=awarded).select_related("by").order_by("at", "id"):
        said = (reveal(one, "words") or "") if words else ""
        steps[one.agreement_id].append(PremiumStepRow(Step(one.step), one.day, said, one.amount, one.at, one.by.name))
    today = at.astimezone(LONDON).date()
    return [
        PremiumRow(
            row,
            terms[row.referral_id],
            terms[row.referral_id].premium(row.weekly_price),
            standing_of([one.step for one in steps[row.id]], terms[row.referral_id].by, today),
            tuple(steps[row.id]),
        )
        for row in rows
        if row.id in awarded and row.referral_id in terms
    ]
