"""Who is accredited, as anyone may read it (T1): a small home by council area only, no postcode of anyone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from fairplace.dps.organisations.rules.ratings import SCALES, Band, band_of
from fairplace.foundations import audit


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One accredited line. Homes are named by their provider alone: their regulator withholds names and addresses."""

    line_id: UUID
    category: str
    establishment: str
    provider: str
    council_area: str
    kind: str
    ages: str
    rating: str
    rating_framework: str
    rated_on: date | None
    suspended: bool

    @property
    def band(self) -> Band | None:
        """What the rating is worth on its scale (Q4)."""
        return band_of(self.rating_framework, self.rating)

    @property
    def scale_name(self) -> str:
        return SCALES[self.rating_framework].name if self.rating_framework in SCALES else ""


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """A page of the register and how many lines there are in all."""

    total: int
    lines: list[RegisterLine]


_WHERE = "(%(category)s = '' OR c.code = %(category)s) AND (%(area)s = '' OR a.council_area = %(area)s)"
_PAGE = f"""
    SELECT a.line_id, c.name, a.kind, a.establishment_name, a.provider_name, a.council_area, a.age_from, a.age_to,
           a.rating, a.rating_framework, a.rated_on, a.state = 'suspended', count(*) OVER ()
      FROM accredited_lines a JOIN market_category c ON c.id = a.category_id
     WHERE {_WHERE}
     ORDER BY c.position, lower(a.provider_name), lower(a.establishment_name), a.line_id
     LIMIT %(limit)s OFFSET %(offset)s
"""  # noqa: S608 - the only parts put in are this module's own


def accredited(*, category: str = "", area: str = "", limit: int = 50, offset: int = 0) -> RegisterPage:
    """The accredited lines of a category (by code) in a council area; either may be empty for all."""
    with connection.cursor() as cursor:
        cursor.execute(_PAGE, {"category": category, "area": area, "limit": limit, "offset": offset})
        rows = cursor.fetchall()
    lines = [
        RegisterLine(
            line_id=row[0],
            category=row[1],
            establishment="A home of this provider" if row[2] == "childrens_home" else row[3],
            provider=row[4],
            council_area=row[5],
            kind=row[2],
            ages=f"{row[6]} to {row[7]}",
            rating=row[8],
            rating_framework=row[9],
            rated_on=row[10],
            suspended=row[11],
        )
        for row in rows
    ]
    return RegisterPage(rows[0][12] if rows else 0, lines)


def areas_with_accredited() -> list[str]:
    """The council areas that have at least one accredited line."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT council_area FROM accredited_lines ORDER BY 1")
        return [area for (area,) in cursor.fetchall()]


_TOOK = """
    SELECT count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY s.at::date - a.submitted_at::date)
      FROM qualification_linestate s
      JOIN qualification_line l ON l.id = s.line_id
      JOIN qualification_application a ON a.id = l.application_id
     WHERE s.became IN ('approved', 'refused') AND s.at > fairplace_now() - interval '1 year'
"""
FEWEST_DECISIONS = 5


def time_to_decide() -> int | None:
    """Days in which half of the decisions of the last year were made; None where there were too few to tell."""
    with audit.over_all_organisations(), connection.cursor() as cursor:  # one sum
        cursor.execute(_TOOK)
        decisions, median = cursor.fetchone()
    return median if decisions >= FEWEST_DECISIONS else None


def counts_of_accredited() -> tuple[int, int]:
    """How many establishments and how many providers have an accredited line."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT establishment_id), count(DISTINCT provider_id) FROM accredited_lines"
            " WHERE state = 'accredited'"
        )
        establishments, providers = cursor.fetchone()
    return establishments, providers
