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


# Of a council's thousands the walls of these parts are asked only about the referrals that are asked for: one that was
# placed or is young is over since whenever it may be.
_KEPT = """
    SELECT r.id, r.reference, r.state, r.started_at, r.over_at, r.start_on, r.expected_weeks,
           EXISTS (SELECT FROM referrals_childidentity p WHERE p.referral_id = r.id AND p.council_id = %(council)s)
           OR EXISTS (SELECT FROM referrals_childstory p WHERE p.referral_id = r.id AND p.council_id = %(council)s)
           OR EXISTS (SELECT FROM referrals_plansection p WHERE p.referral_id = r.id)
           OR EXISTS (SELECT FROM referrals_attachment p WHERE p.referral_id = r.id)
           OR EXISTS (SELECT FROM referrals_familyreading p WHERE p.referral_id = r.id)
      FROM (SELECT r.*, CASE WHEN {over} THEN (SELECT max(s.at) FROM referrals_referralstate s
                                                WHERE s.referral_id = r.id AND s.became IN ('closed', 'cancelled'))
                        END AS over_at
              FROM referrals_referral r WHERE r.council_id = %(council)s) r
     WHERE {asked}
     ORDER BY r.reference
"""
_MAY_BE_OVER = "r.started_at < %(over)s AND r.id <> ALL(%(placed)s::uuid[])"
_OLD = """
    (r.state = 'draft' AND r.started_at < %(drafts)s OR r.over_at < %(over)s OR r.id = ANY(%(besides)s::uuid[]))
"""


def kept_referrals(council_id: UUID, only: Iterable[UUID]) -> list[KeptReferral]:
    """These, of the council whose transaction this is; a few columns, nothing of the child."""
    return _kept("r.id = ANY(%(only)s::uuid[])", council=council_id, only=list(only))


def kept_referral(council_id: UUID, reference: str) -> KeptReferral | None:
    """The one that people call so, whatever letters they use."""
    found = _kept("r.reference = %(reference)s", council=council_id, reference=reference.strip().upper())
    return found[0] if found else None


def old_referrals(
    council_id: UUID, drafts: datetime, over: datetime, placed: Iterable[UUID], besides: Iterable[UUID]
) -> list[KeptReferral]:
    """Drafts begun before the one moment, what was over before the other and not placed, and these besides. Of what was
    placed over_at is not told.
    """
    given = {"drafts": drafts, "over": over, "placed": list(placed), "besides": list(besides)}
    return _kept(_OLD, _MAY_BE_OVER, council=council_id, **given)


def _kept(asked: str, may_be_over: str = "true", **given: Any) -> list[KeptReferral]:
    with connection.cursor() as cursor:
        cursor.execute(_KEPT.format(asked=asked, over=may_be_over), given)
        return [
            KeptReferral(id_, reference, ReferralStanding(state), *rest)
            for id_, reference, state, *rest in cursor.fetchall()
        ]
