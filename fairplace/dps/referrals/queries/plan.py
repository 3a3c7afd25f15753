"""Sections of a child's plan. Row-level security decides whose rows are there; each reading is recorded (R1, T3)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from fairplace.dps.referrals.events import PLAN_READ
from fairplace.dps.referrals.models import PlanSection
from fairplace.dps.referrals.rules.plan_sections import PARTS
from fairplace.foundations import audit
from fairplace.foundations.encryption import reveal
from fairplace.foundations.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class PlanText:
    """A section as it is read. stage: from which it is."""

    code: str
    name: str
    stage: int
    text: str


def plan_stages(referral_id: UUID, child: int = 1) -> dict[str, int]:
    """Which sections are written, and from which stage each is read: not what they say."""
    return dict(PlanSection.objects.filter(referral=referral_id, child=child).values_list("code", "stage"))


def read_plan(*, actor: Actor, referral_id: UUID, child: int = 1, code: str = "") -> list[PlanText]:
    """The sections that the actor's organisation may read, or the one named, in the order of the plan."""
    found = PlanSection.objects.filter(referral=referral_id, child=child)
    rows = {row.code: row for row in (found.filter(code=code) if code else found)}
    if rows:
        first = next(iter(rows.values()))
        audit.record(actor=actor, kind=PLAN_READ, subject=first, about=referral_id, sections=sorted(rows))
    order = [part for part in PARTS.values() if part.code in rows]
    return [
        PlanText(part.code, part.name, rows[part.code].stage, reveal(rows[part.code], "text") or "") for part in order
    ]
