"""Who can meet a referral, and why others are not invited: one SQL statement over accredited_lines (R4, R5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.rules.ratings import Band, band_of
from fairplace.dps.referrals.queries.child import home_of
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.dps.referrals.queries.rows import CategoryAsked, CouncilReferral
from fairplace.dps.referrals.rules.eligibility import STEPS, TAKEN_WITH, Asked, Reason, alone_too_far, next_radius
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.grid import GridPoint
from fairplace.foundations.kernel.refused import Refused

# Square metres times a million against square miles in the same unit: whole numbers, so no edge is ever rounded.
_SCALED_MILE = 1_609_344


class LineRow(NamedTuple):
    """One line of the category, with what keeps it out. miles: straight line, for showing and sorting; square: of
    the distance, in square metres, for deciding. carers_in: the declared carer area from which easting, northing and
    miles are, the nearest; "": the place itself.
    """

    line_id: UUID
    provider_id: UUID
    provider_name: str
    establishment_id: UUID
    establishment_name: str
    kind: str
    easting: int
    northing: int
    council_area: str
    places: int
    vacancies: int
    rating: str
    rated_on: date | None
    competency_score: Decimal
    miles: float
    reasons: tuple[str, ...]
    in_next_step: bool
    rating_framework: str
    square: int
    carers_in: str = ""
    category_name: str = ""

    @property
    def point(self) -> GridPoint:
        return GridPoint(self.easting, self.northing)

    @property
    def band(self) -> Band | None:
        """What the rating is worth on its scale (Q4)."""
        return band_of(self.rating_framework, self.rating)

    def kept_out(self, *reasons: str) -> LineRow:
        """The same line with these reasons instead."""
        return self._replace(reasons=reasons)

    def within(self, miles: int) -> bool:
        """Exactly, as SQL decides it."""
        return self.square * 1_000_000 <= (miles * _SCALED_MILE) ** 2


@dataclass(frozen=True)
class EligibilityPicture:
    """Nearest first. wider_adds: how many more the next step of the limit would invite. home: for drawing a map, which
    never writes it.
    """

    eligible: tuple[LineRow, ...]
    others: tuple[LineRow, ...]
    radius: int
    next_radius: int | None
    wider_adds: int
    suitable_number: int
    home: GridPoint

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many are kept out by each reason; a line with two reasons counts under both."""
        return Counter(reason for row in self.others for reason in row.reasons)

    @property
    def too_few(self) -> bool:
        return len(self.eligible) < self.suitable_number

    def invited_within(self, miles: int) -> list[LineRow]:
        """Whom a limit of so many miles would invite, narrower or wider: each establishment once."""
        found: dict[UUID, LineRow] = {}
        for row in (*self.eligible, *self.others):
            if (not row.reasons or alone_too_far(row.reasons)) and row.within(miles):
                found.setdefault(row.establishment_id, row)
        return list(found.values())

    def adds(self, miles: int) -> int:
        """How many more establishments a limit of so many miles would invite (R4): each is invited once."""
        invited = {row.establishment_id for row in self.eligible}
        found = {row.establishment_id for row in self.others if alone_too_far(row.reasons) and row.within(miles)}
        return len(found - invited)

    @property
    def enough_at(self) -> int | None:
        """The first wider step that reaches the suitable number; None where no step does, or it is reached."""
        short = self.suitable_number - len(self.eligible)
        if short <= 0:
            return None
        return next((step for step in STEPS if step > self.radius and self.adds(step) >= short), None)

    @property
    def first_to_add(self) -> int | None:
        """The first wider step that invites anyone at all."""
        return next((step for step in STEPS if step > self.radius and self.adds(step)), None)


_SQL = """
    SELECT line_id, provider_id, provider_name, establishment_id, establishment_name, kind, easting, northing,
           council_area, places, vacancies, rating, rated_on, coalesce(competency_score, 0),
           sqrt(square) / 1609.344,
           array_remove(ARRAY[
               CASE WHEN state = 'suspended' THEN 'suspended' END,
               CASE WHEN square * 1000000 > %(limit)s THEN 'too_far' END,
               {age},
               {gender},
               CASE WHEN NOT %(placement_kind)s = ANY(placement_kinds) THEN 'placement_kind' END,
               CASE WHEN core.weekly > %(cap)s::numeric THEN 'above_cap'
                    WHEN core.weekly > %(own_cap)s::numeric THEN 'above_own_cap' END
           ], NULL),
           square * 1000000 <= %(wider)s, rating_framework, square, carers_in
      FROM (SELECT line_id, state, provider_id, provider_name, establishment_id, establishment_name, kind,
                   coalesce(near.easting, l.easting) AS easting, coalesce(near.northing, l.northing) AS northing,
                   council_area, age_from, age_to, takes, placement_kinds, places, vacancies, rating,
                   rated_on, competency_score, rating_framework,
                   coalesce(near.square, (l.easting - %(easting)s)::bigint * (l.easting - %(easting)s)
                   + (l.northing - %(northing)s)::bigint * (l.northing - %(northing)s)) AS square,
                   coalesce(near.district, '') AS carers_in
              FROM accredited_lines l
              LEFT JOIN LATERAL (
                    SELECT a.district, a.easting, a.northing,
                           (a.easting - %(easting)s)::bigint * (a.easting - %(easting)s)
                           + (a.northing - %(northing)s)::bigint * (a.northing - %(northing)s) AS square
                      FROM (SELECT c.districts, c.eastings, c.northings FROM organisations_carerareas c
                             WHERE l.kind = 'fostering_agency' AND c.establishment_id = l.establishment_id
                               AND c.at <= greatest(%(areas_at)s::timestamptz, l.accredited_at)
                             ORDER BY c.at DESC, c.id DESC LIMIT 1) AS declared,
                           unnest(declared.districts, declared.eastings, declared.northings)
                             AS a (district, easting, northing)
                     ORDER BY square, a.district LIMIT 1
                   ) AS near ON true
             WHERE l.category_id = %(category)s OFFSET 0) AS lines
      CROSS JOIN LATERAL (
            SELECT coalesce(sum(c.weekly), 0) AS weekly FROM qualification_corecost c
             WHERE %(own_cap)s::numeric IS NOT NULL AND c.line_id = lines.line_id AND c.heading = ANY(%(headings)s)
           ) AS core
     ORDER BY square, establishment_name, line_id
"""
_ONE_CHILD = _SQL.format(
    age="CASE WHEN %(age)s NOT BETWEEN age_from AND age_to THEN 'age' END",
    gender="CASE WHEN %(taken_with)s <> '' AND takes NOT IN ('anyone', %(taken_with)s) THEN 'gender' END",
)
_SEVERAL_CHILDREN = _SQL.format(
    age="(SELECT 'age:' || string_agg(c.number::text, ',' ORDER BY c.number)"
    " FROM unnest(%(ages)s::int[]) WITH ORDINALITY AS c(age, number) WHERE c.age NOT BETWEEN age_from AND age_to)",
    gender="(SELECT 'gender:' || string_agg(c.number::text, ',' ORDER BY c.number)"
    " FROM unnest(%(all_taken_with)s::text[]) WITH ORDINALITY AS c(taken, number)"
    " WHERE c.taken <> '' AND takes NOT IN ('anyone', c.taken))",
)


def eligibility_of(*, actor: Actor, referral_id: UUID, radius: int | None = None) -> EligibilityPicture:
    """Who would be invited now, within this radius or the referral's own, in miles.

    Refused, with what is missing, while the hard facts are not written; NotThere for another council's.
    """
    return picture_of(referral_for_council(actor=actor, referral_id=referral_id), radius)


def picture_of(
    referral: CouncilReferral, radius: int | None = None, areas_at: datetime | None = None
) -> EligibilityPicture:
    """The same for a referral at hand: of all its categories, each establishment invited once (§7.3).

    areas_at: when it was published, if it is. Declared carer areas count as they stood then.
    """
    asked = replace(asked_by(referral, radius), areas_at=areas_at)
    content = content_of(referral.category_version_id)
    rows = lines_for(asked, referral.category_id)
    if referral.other_categories:
        rows = _of_all_categories(referral, asked, rows)
    others = tuple(row for row in rows if row.reasons)
    return EligibilityPicture(
        eligible=tuple(row for row in rows if not row.reasons),
        others=others,
        radius=asked.radius_miles,
        next_radius=next_radius(asked.radius_miles),
        wider_adds=_added_by_the_next_step(rows),
        suitable_number=content.suitable_number,
        home=asked.home,
    )


def row_of(referral: CouncilReferral, line_id: UUID, published_at: datetime) -> LineRow | None:
    """How one line stands now; None when it is not on the system, or not in the referral's categories."""
    picture = picture_of(referral, areas_at=published_at)
    return next((row for row in (*picture.eligible, *picture.others) if row.line_id == line_id), None)


def _added_by_the_next_step(rows: Sequence[LineRow]) -> int:
    """Establishments, since each is invited once."""
    invited = {row.establishment_id for row in rows if not row.reasons}
    added = {row.establishment_id for row in rows if row.in_next_step and alone_too_far(row.reasons)}
    return len(added - invited)


def _of_all_categories(referral: CouncilReferral, asked: Asked, leading: list[LineRow]) -> list[LineRow]:
    """Nearest first. An establishment with lines in several of them is invited in the first that fits, as they stand
    in the referral: never twice.
    """
    found = [[row._replace(category_name=referral.category_name) for row in leading]]
    for one in referral.other_categories:
        rows = lines_for(_asked_in(referral, asked, one), one.id)
        found.append([row._replace(category_name=one.name) for row in rows])
    invited: set[UUID] = set()
    told = []
    for rows in found:
        eligible = {row.establishment_id for row in rows if not row.reasons}
        told += [
            row._replace(reasons=(Reason.OTHER_CATEGORY.value,))
            if not row.reasons and row.establishment_id in invited
            else row
            for row in rows
        ]
        invited |= eligible
    return sorted(told, key=lambda row: (row.miles, row.establishment_name, row.line_id))


def _asked_in(referral: CouncilReferral, asked: Asked, category: CategoryAsked) -> Asked:
    """The same children in another category: its own kind of place, caps and headings."""
    content = content_of(category.version_id)
    kind = category.placement_kind
    return replace(
        asked,
        placement_kind=kind,
        cap=content.cap_for(kind),
        own_cap=content.cap_for(kind, referral.council_code),
        capped_headings=frozenset(heading.code for heading in content.headings_for(kind)),
    )


def asked_by(referral: CouncilReferral, radius: int | None = None) -> Asked:
    """The hard facts of a referral. Refused with the first that is missing."""
    limit = referral.radius_miles if radius is None else radius
    missing = (
        (not referral.placement_kind, "Choose the kind of place first.", "placement_kind"),
        (referral.age is None, "Enter the child's age first.", "age"),
        (any(one.age is None for one in referral.further), "Enter the age of every child first.", "age"),
        (not referral.has_identity, "Enter the home postcode first: miles are measured from there.", "home_postcode"),
        (limit is None, "Enter how far from home the place may be.", "radius_miles"),
    )
    for absent, sentence, field in missing:
        if absent:
            raise Refused(sentence, field)
    assert referral.age is not None
    assert limit is not None
    content = content_of(referral.category_version_id)
    return Asked(
        home=home_of(referral_id=referral.id),
        radius_miles=limit,
        age=referral.age,
        gender=referral.gender,
        placement_kind=referral.placement_kind,
        cap=content.cap_for(referral.placement_kind),
        own_cap=content.cap_for(referral.placement_kind, referral.council_code),
        capped_headings=frozenset(heading.code for heading in content.headings_for(referral.placement_kind)),
        others=tuple((one.age, one.gender) for one in referral.further if one.age is not None),
    )


def lines_for(asked: Asked, category_id: UUID) -> list[LineRow]:
    """Every line of the category, nearest first, with every reason that keeps it out."""
    wider = next_radius(asked.radius_miles)
    values: dict[str, Any] = {
        "limit": (asked.radius_miles * _SCALED_MILE) ** 2,
        "wider": (wider * _SCALED_MILE) ** 2 if wider else -1,
        "age": asked.age,
        "taken_with": TAKEN_WITH[asked.gender] if asked.gender else "",
        "ages": [age for age, _ in asked.children],
        "all_taken_with": [TAKEN_WITH[gender] if gender else "" for _, gender in asked.children],
        "placement_kind": asked.placement_kind,
        "cap": asked.cap,
        "own_cap": asked.own_cap,
        "headings": sorted(asked.capped_headings),
        "easting": int(asked.home.easting),
        "northing": int(asked.home.northing),
        "category": category_id,
        "areas_at": asked.areas_at or "infinity",
    }
    with connection.cursor() as cursor:
        cursor.execute(_SEVERAL_CHILDREN if asked.others else _ONE_CHILD, values)
        return [LineRow(*_with_reasons(row)) for row in cursor.fetchall()]


def _with_reasons(row: Sequence[Any]) -> list[Any]:
    """The reasons come in the order of `Reason`."""
    columns = list(row)
    columns[_REASONS] = tuple(columns[_REASONS])
    return columns


_REASONS = 15
