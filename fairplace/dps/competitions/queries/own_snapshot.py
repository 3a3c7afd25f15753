"""Why a provider's own places were not sent a referral, and which may opt in (R5, R11)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from fairplace.dps.competitions.queries.unpriced import without_price
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.regimes import regime_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.rules.eligibility import NO_PRICE, may_opt_in, sentence
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class NotSent:
    """One own line that was not sent one referral. Coded facts only: enough to judge whether to opt in.

    why: sentences, as they held at `at`; and that it has no price to bid with, where that keeps it from opting in.
    title: told where opting in is open, as to the invited: kind and ages. from_areas: the distance is that of the
    nearest declared carer area.
    """

    id: UUID
    place: str
    reference: str
    council_name: str
    category_name: str
    placement_kind_name: str
    distance_band: str
    from_areas: bool
    kind: str
    title: str
    why: tuple[str, ...]
    at: datetime
    closes_at: datetime
    is_open: bool
    may_opt_in: bool


@dataclass(frozen=True, slots=True)
class OwnSnapshot:
    """Open ones first, those that close soonest before others; then the closed ones, latest first."""

    total: int
    rows: list[NotSent]


_SQL = """
    WITH mine AS (
        SELECT DISTINCT ON (e.competition_id, e.line_id) e.*
          FROM competitions_eligibility e
         WHERE e.provider_id = %(me)s
         ORDER BY e.competition_id, e.line_id, e.at DESC, e.id DESC
    )
    SELECT m.id, p.name, r.reference, o.name, coalesce(also.category_version_id, r.category_version_id),
           coalesce(also.placement_kind, r.placement_kind), m.distance_band,
           m.from_areas, p.kind, r.title,
           m.reasons, m.at, c.closes_at, c.state = 'open' AND fairplace_now() < c.closes_at AS is_open,
           EXISTS (SELECT FROM competitions_invitation i
                    WHERE i.competition_id = m.competition_id AND i.establishment_id = m.establishment_id),
           ARRAY(SELECT k.heading FROM qualification_corecost k WHERE k.line_id = m.line_id), count(*) OVER ()
      FROM mine m
      JOIN qualification_line l ON l.id = m.line_id
      JOIN competitions_competition c ON c.id = m.competition_id
      JOIN referrals_referral r ON r.id = c.referral_id
      LEFT JOIN referrals_referralcategory also ON also.referral_id = r.id AND also.category_id = l.category_id
      JOIN organisations_organisation o ON o.id = c.council_id
      JOIN organisations_establishment p ON p.id = m.establishment_id
     WHERE NOT m.eligible AND (%(only)s::uuid IS NULL OR m.id = %(only)s::uuid)
       AND NOT EXISTS (SELECT FROM competitions_invitation i
                        WHERE i.competition_id = m.competition_id AND i.line_id = m.line_id)
     ORDER BY is_open DESC, CASE WHEN c.state = 'open' AND fairplace_now() < c.closes_at THEN c.closes_at END,
              c.closes_at DESC, r.reference, p.name
     LIMIT %(limit)s OFFSET %(offset)s
"""


def own_snapshot(actor: Actor, *, only: UUID | None = None, limit: int = 50, offset: int = 0) -> OwnSnapshot:
    """For those of a provider who see referrals; NotThere for others. only: this row of the snapshot."""
    if not actor.is_provider or not actor.holds(Role.BID_MANAGER.value, Role.PROVIDER_SIGNATORY.value):
        raise NotThere
    values: dict[str, Any] = {"me": actor.organisation_id, "only": only, "limit": limit, "offset": offset}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        found = cursor.fetchall()
    any_member = bool(found) and regime_of(the_system().regime).any_member_may_bid
    return OwnSnapshot(found[0][-1] if found else 0, [_row(row, any_member) for row in found])


def _row(row: tuple[Any, ...], any_member: bool) -> NotSent:
    key, place, reference, council, version, kind, band, from_areas, setting, title, reasons, at, closes_at, *rest = row
    is_open, here, carried, _ = rest
    content = content_of(version)
    codes = json.loads(reasons) if isinstance(reasons, str) else reasons
    bare = without_price(codes, version, kind, carried)
    open_to_it = is_open and not here and may_opt_in(codes, any_member=any_member) and not bare
    return NotSent(
        id=key,
        place=place,
        reference=reference,
        council_name=council,
        category_name=content.name,
        placement_kind_name={one.code: one.name for one in content.placement_kinds}.get(kind, kind),
        distance_band=band,
        from_areas=from_areas,
        kind=setting,
        title=title if open_to_it else "",
        why=(*map(sentence, codes), *((NO_PRICE,) if bare and is_open else ())),
        at=at,
        closes_at=closes_at,
        is_open=is_open,
        may_opt_in=open_to_it,
    )
