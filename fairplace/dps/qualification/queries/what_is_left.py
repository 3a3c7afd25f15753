"""What an application still lacks, part by part (Q2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.dps.market.rules.exclusion_grounds import grounds_of
from fairplace.dps.market.rules.regimes import regime_of
from fairplace.dps.organisations.queries.evidence import evidence_of
from fairplace.dps.qualification.models import Application
from fairplace.dps.qualification.queries.line_form import LineForm, drafts_of
from fairplace.dps.qualification.rules.completeness import Left, Standing, line_left, provider_left, put_right_left


@dataclass(frozen=True, slots=True)
class WhatsLeft:
    """provider: about the provider; lines: by line, empty when that line is ready."""

    provider: list[Left]
    lines: dict[UUID, list[Left]]

    @property
    def every(self) -> list[Left]:
        return [*self.provider, *(one for left in self.lines.values() for one in left)]

    @property
    def count(self) -> int:
        return len(self.every)

    @property
    def basics(self) -> int:
        """How many things of stage 1 are left (Q3)."""
        return sum(one.stage == 1 for one in self.every)

    @property
    def first(self) -> str:
        """The first thing to do, as a clause without its full stop."""
        return self.every[0].sentence.rstrip(".") if self.every else ""


def whats_left(application_id: UUID, on: date) -> WhatsLeft:
    """Of the draft lines of an application. A fixed number of statements, however many lines."""
    application = Application.objects.get(id=application_id)
    lines = drafts_of(application_id)
    standing = standing_of(application.provider_id, the_system().regime, on)
    return left_of(contents_asked(form.content for form in lines), application.answers, lines, standing)


def standing_of(provider_id: UUID, regime: str, on: date) -> Standing:
    """What answers of this provider are held against. One statement."""
    return Standing(evidence_of(provider_id), grounds_of(regime), on, not regime_of(regime).insurance_before_award)


def left_of(
    contents: Sequence[CategoryContent], answers: dict[str, Any], lines: Iterable[LineForm], standing: Standing
) -> WhatsLeft:
    """The same of what was read already. No statement."""
    return WhatsLeft(
        provider=provider_left(contents, answers, standing),
        lines={
            form.line.id: [
                *put_right_left([(one.code, one.criterion) for one in form.failed], form.answers),
                *line_left(form.content, form.establishment, form.answers, form.costs, standing),
            ]
            for form in lines
        },
    )


def contents_asked(applied_for: Iterable[CategoryContent]) -> list[CategoryContent]:
    """The categories whose questions about the provider are asked: those applied for, or all while there are none."""
    once = {id(content): content for content in applied_for}  # one object for each version, kept by content_of
    return list(once.values()) or [content_of(row.version_id) for row in categories() if row.filled]
