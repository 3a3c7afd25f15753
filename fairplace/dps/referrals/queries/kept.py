"""What is kept of a council's referrals, and since when they are over (T5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery

from fairplace.dps.referrals.models import (
    Attachment,
    ChildIdentity,
    ChildStory,
    FamilyReading,
    PlanSection,
    Referral,
    ReferralState,
)
from fairplace.dps.referrals.rules.lifecycle import ReferralStanding


@dataclass(frozen=True, slots=True)
class KeptReferral:
    """over_at: when it was closed or cancelled. identifiable: something says who the child is."""

    id: UUID
    reference: str
    state: ReferralStanding
    started_at: datetime
    over_at: datetime | None
    start_on: date | None
    expected_weeks: int | None
    identifiable: bool


_OVER = (ReferralStanding.CLOSED.value, ReferralStanding.CANCELLED.value)
_OF_CHILD = (ChildIdentity, ChildStory, PlanSection, Attachment, FamilyReading)


def kept_referrals(council_id: UUID, only: Iterable[UUID] | None = None) -> list[KeptReferral]:
    """Of the council whose transaction this is; a few columns, nothing of the child."""
    over = (
        ReferralState.objects.filter(referral=OuterRef("pk"), became__in=_OVER)
        .values("referral")
        .annotate(last=Max("at"))
        .values("last")
    )
    held: QuerySet[Referral] = Referral.objects.filter(council_id=council_id)
    if only is not None:
        held = held.filter(id__in=list(only))
    known = Exists(_OF_CHILD[0].objects.filter(referral=OuterRef("pk")))
    rows = held.annotate(
        over_at=Subquery(over),
        **{
            f"has_{number}": Exists(model.objects.filter(referral=OuterRef("pk")))  # type: ignore[attr-defined]
            for number, model in enumerate(_OF_CHILD[1:])
        },
        known=known,
    ).values(
        "id", "reference", "state", "started_at", "over_at", "start_on", "expected_weeks", "known",
        "has_0", "has_1", "has_2", "has_3",
    )  # fmt: skip
    return [
        KeptReferral(
            id=row["id"],
            reference=row["reference"],
            state=ReferralStanding(row["state"]),
            started_at=row["started_at"],
            over_at=row["over_at"],
            start_on=row["start_on"],
            expected_weeks=row["expected_weeks"],
            identifiable=any(row[name] for name in ("known", "has_0", "has_1", "has_2", "has_3")),
        )
        for row in rows.order_by("reference")
    ]
