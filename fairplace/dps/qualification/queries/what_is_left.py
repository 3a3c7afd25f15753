"""What an application still lacks, part by part (Q2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.organisations.queries.establishments import establishment_rows
from fairplace.dps.organisations.queries.evidence import evidence_of
from fairplace.dps.qualification.models import Application, CoreCost, Line
from fairplace.dps.qualification.rules.completeness import Left, line_left, provider_left
from fairplace.dps.qualification.rules.lifecycle import LineStanding


@dataclass(frozen=True, slots=True)
class WhatsLeft:
    """provider: about the provider; lines: by line, empty when that line is ready."""

    provider: list[Left]
    lines: dict[UUID, list[Left]]

    @property
    def count(self) -> int:
        return len(self.provider) + sum(len(left) for left in self.lines.values())

    @property
    def first(self) -> str:
        """The first thing to do, as a clause without its full stop."""
        every = [*self.provider, *(one for left in self.lines.values() for one in left)]
        return every[0].sentence.rstrip(".") if every else ""


def whats_left(application_id: UUID, on: date) -> WhatsLeft:
    """Of the draft lines of an application. A fixed number of statements, however many lines."""
    application = Application.objects.get(id=application_id)
    lines = list(Line.objects.filter(application=application, state=LineStanding.DRAFT.value).order_by("id"))
    contents = {line.id: content_of(line.category_version_id) for line in lines}
    asked_of = list(contents.values()) or [content_of(row.version_id) for row in categories() if row.filled]
    places = establishment_rows([line.establishment_id for line in lines])
    costs: dict[UUID, dict[str, Decimal]] = {line.id: {} for line in lines}
    for line_id, heading, weekly in CoreCost.objects.filter(line__in=lines).values_list("line_id", "heading", "weekly"):
        costs[line_id][heading] = weekly
    return WhatsLeft(
        provider=provider_left(asked_of, application.answers, evidence_of(application.provider_id), on),
        lines={
            line.id: line_left(
                contents[line.id], places[line.establishment_id].placement_kinds, line.answers, costs[line.id], on
            )
            for line in lines
        },
    )
