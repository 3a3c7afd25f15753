"""What is kept of a council's referrals, and since when they are over (T5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

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


# Of a council's thousands the walls of all these parts are asked only where the referral itself is old enough.
_KEPT = """
    SELECT r.id, r.reference, r.state, r.started_at, over.at, r.start_on, r.expected_weeks,
           EXISTS (SELECT FROM referrals_childidentity p WHERE p.referral_id = r.id)
           OR EXISTS (SELECT FROM referrals_childstory p WHERE p.referral_id = r.id)
           OR EXISTS (SELECT FROM referrals_plansection p WHERE p.referral_id = r.id)
           OR EXISTS (SELECT FROM referrals_attachment p WHERE p.referral_id = r.id)
           OR EXISTS (SELECT FROM referrals_familyreading p WHERE p.referral_id = r.id)
      FROM referrals_referral r
      LEFT JOIN LATERAL (SELECT max(s.at) AS at FROM referrals_referralstate s
                          WHERE s.referral_id = r.id AND s.became IN ('closed', 'cancelled')) over ON true
     WHERE r.council_id = %(council)s AND {asked}
     ORDER BY r.reference
"""
_OLD = """
    (r.state = 'draft' AND r.started_at < %(drafts)s
     OR r.started_at < %(over)s AND over.at < %(over)s
     OR r.id = ANY(%(besides)s::uuid[]))
"""


def kept_referrals(council_id: UUID, only: Iterable[UUID]) -> list[KeptReferral]:
    """These, of the council whose transaction this is; a few columns, nothing of the child."""
    return _kept("r.id = ANY(%(only)s::uuid[])", council=council_id, only=list(only))


def kept_referral(council_id: UUID, reference: str) -> KeptReferral | None:
    """The one that people call so, whatever letters they use."""
    found = _kept("r.reference = %(reference)s", council=council_id, reference=reference.strip().upper())
    return found[0] if found else None


def old_referrals(council_id: UUID, drafts: datetime, over: datetime, besides: Iterable[UUID]) -> list[KeptReferral]:
    """Drafts begun before the one moment, what was over before the other, and these besides."""
    return _kept(_OLD, council=council_id, drafts=drafts, over=over, besides=list(besides))


def _kept(asked: str, **given: Any) -> list[KeptReferral]:
    with connection.cursor() as cursor:
        cursor.execute(_KEPT.format(asked=asked), given)
        return [
            KeptReferral(id_, reference, ReferralStanding(state), *rest)
            for id_, reference, state, *rest in cursor.fetchall()
        ]
