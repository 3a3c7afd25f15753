"""How one place of a provider stands, and where its score is among the others (Q5): never who the others are."""

from __future__ import annotations

from calendar import isleap
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.queries.establishments import EstablishmentRow, establishment_rows
from fairplace.dps.organisations.queries.evidence import evidence_of
from fairplace.dps.organisations.rules.ratings import derivation
from fairplace.dps.qualification.models import Application
from fairplace.dps.qualification.queries.line_story import LineStory, line_story
from fairplace.dps.qualification.rules.completeness import named
from fairplace.dps.qualification.rules.insurance import best_held, insurance_fault
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.kernel.working_days import LONDON

FEWEST = 5
"""Other places in the category below which the spread would point at somebody."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Competency scores of every accredited place in a category: half lie between the quartiles."""

    places: int
    lower: Decimal
    median: Decimal
    upper: Decimal


@dataclass(frozen=True, slots=True)
class CheckedDocument:
    """A document that the category asks for. fault: what is wrong with it today, or empty."""

    name: str
    expires_on: date | None
    fault: str


@dataclass(frozen=True, slots=True)
class OwnPosition:
    """One line of the provider. spread None: too few others to show one. audit_by: the yearly audit (§7.20)."""

    story: LineStory
    establishment: EstablishmentRow
    decide_by: date | None
    spread: Spread | None
    documents: list[CheckedDocument]
    rating_worth: str
    audit_by: date | None


_SPREAD = """
    SELECT count(*), count(*) FILTER (WHERE provider_id <> %(provider)s),
           percentile_disc(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY competency_score)
      FROM accredited_lines
     WHERE category_id = %(category)s AND state = 'accredited' AND competency_score IS NOT NULL
"""


def spread_of_scores(category_id: UUID, provider_id: UUID) -> Spread | None:
    """None below five places of other providers."""
    with connection.cursor() as cursor:
        cursor.execute(_SPREAD, {"category": category_id, "provider": provider_id})
        places, others, quartiles = cursor.fetchone()
    if others < FEWEST:
        return None
    lower, median, upper = (Decimal(one) for one in quartiles)
    return Spread(places, lower, median, upper)


def own_position(actor: Actor, line_id: UUID, at: datetime) -> OwnPosition:
    """Anybody of the provider. NotThere for the lead authority, which has its own pages, and for strangers."""
    if not actor.is_provider or actor.organisation_id is None:
        raise NotThere
    story = line_story(actor, line_id)
    line, today = story.line, at.astimezone(LONDON).date()
    content = content_of(line.category_version_id)
    place = establishment_rows([line.establishment_id])[line.establishment_id]
    library = evidence_of(line.provider_id)
    documents = []
    for question in content.questions:
        if question.kind == "evidence" and (not question.settings or place.kind in question.settings):
            held = best_held(question.evidence, library, today, place.id)
            fault = insurance_fault(question, library, today, place.id)
            documents.append(CheckedDocument(named(question), held.expires_on if held else None, fault))
    admitted = line.accredited_at.astimezone(LONDON).date() if line.accredited_at else None
    return OwnPosition(
        story=story,
        establishment=place,
        decide_by=Application.objects.values_list("decide_by", flat=True).get(id=line.application_id),
        spread=spread_of_scores(line.category_id, line.provider_id) if line.competency_score is not None else None,
        documents=documents,
        rating_worth=derivation(place.rating_framework, place.rating, place.rating_areas) if place.rating else "",
        audit_by=_next_anniversary(admitted, today) if admitted and story.is_on_the_system else None,
    )


def _next_anniversary(day: date, today: date) -> date:
    """The next day on which another year is over; 29 February counts as 1 March."""
    first = _in_year(day, max(day.year + 1, today.year))
    return first if first >= today else _in_year(day, today.year + 1)


def _in_year(day: date, year: int) -> date:
    return date(year, 3, 1) if (day.month, day.day) == (2, 29) and not isleap(year) else day.replace(year=year)
