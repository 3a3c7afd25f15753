"""A competition as its council follows it: who was invited, read it and answered; never who has bid (C2, R6, R11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.competitions.models import Competition, Eligibility, Evaluator, Invitation, Opener
from fairplace.dps.referrals.permissions import check_may_see_referral
from fairplace.foundations.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class TeamMember:
    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class InvitedRow:
    """answer: will_bid, cannot or ""; reason in words."""

    establishment: str
    provider: str
    distance_band: str
    read_at: datetime | None
    answer: str
    answer_name: str
    reason: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class NotInvitedRow:
    """reasons: codes of referrals.rules.eligibility, as they were at publication."""

    establishment: str
    provider: str
    distance_band: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CouncilCompetition:
    id: UUID
    referral_id: UUID
    state: str
    published_at: datetime
    closes_at: datetime
    opened_at: datetime | None
    openers: tuple[TeamMember, ...]
    evaluators: tuple[TeamMember, ...]
    invited: tuple[InvitedRow, ...]
    not_invited: tuple[NotInvitedRow, ...]

    @property
    def answered(self) -> int:
        return sum(bool(row.answer) for row in self.invited)

    @property
    def will_bid(self) -> int:
        return sum(row.answer == "will_bid" for row in self.invited)

    @property
    def reasons(self) -> Mapping[str, int]:
        """How many were not invited for each reason; a line with two counts under both."""
        return Counter(reason for row in self.not_invited for reason in row.reasons)


def competition_of(*, actor: Actor, referral_id: UUID) -> CouncilCompetition | None:
    """None while the referral is a draft. Raises NotThere for another council's."""
    found = Competition.objects.filter(referral=referral_id).first()
    if found is None:
        return None
    check_may_see_referral(actor, found.council_id)
    openers = Opener.objects.filter(competition=found).order_by("place").values_list("person_id", "person__name")
    evaluators = Evaluator.objects.filter(competition=found).order_by("person__name")
    invited = Invitation.objects.filter(competition=found).order_by("establishment__name", "id")
    others = Eligibility.objects.filter(competition=found, eligible=False).order_by("establishment__name", "id")
    return CouncilCompetition(
        id=found.pk,
        referral_id=found.referral_id,
        state=found.state,
        published_at=found.published_at,
        closes_at=found.closes_at,
        opened_at=found.opened_at,
        openers=tuple(TeamMember(*row) for row in openers),
        evaluators=tuple(TeamMember(*row) for row in evaluators.values_list("person_id", "person__name")),
        invited=tuple(
            InvitedRow(
                establishment=row.establishment.name,
                provider=row.provider.name,
                distance_band=row.distance_band,
                read_at=row.read_at,
                answer=row.answer,
                answer_name=row.get_answer_display(),
                reason=row.get_reason_display() if row.reason else "",
                answered_at=row.answered_at,
            )
            for row in invited.select_related("establishment", "provider")
        ),
        not_invited=tuple(
            NotInvitedRow(name, provider, band, tuple(reasons))
            for name, provider, band, reasons in others.values_list(
                "establishment__name", "provider__name", "distance_band", "reasons"
            )
        ),
    )
