"""The shapes that our components draw. A query's own rows may stand in where their names are the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Tone = Literal["", "neutral", "waiting", "active", "good", "warning", "bad", "quiet"]


@dataclass(frozen=True, slots=True)
class Status:
    """A word for a state, and its tone: waiting (for someone else), active (yours), good, warning, bad."""

    text: str
    tone: Tone = "neutral"


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a summary. value: text, markup or None ("Not given"). change_what: for those who listen."""

    key: str
    value: object
    note: str = ""
    change_href: str = ""
    change_what: str = ""


@dataclass(frozen=True, slots=True)
class FactSection:
    title: str
    facts: list[Fact]


@dataclass(frozen=True, slots=True)
class Task:
    """href empty: cannot be started yet. tone empty: the status is plain words ("Completed")."""

    text: str
    href: str
    status: str
    tone: Tone = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class TaskSection:
    title: str
    tasks: list[Task]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is not ready, and where it is put right."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    at: datetime
    title: str
    by: str = ""
    text: str = ""
    href: str = ""
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One criterion of one place: points out of weight with a bar, or words, or both."""

    text: str = ""
    points: Decimal | Fraction | None = None
    weight: Decimal | Fraction | int = 0
    href: str = ""
    link_text: str = "How this was worked out"

    @property
    def percent(self) -> float:
        """How much of the weight was earned, 0 to 100: for the length of the bar alone."""
        return float(self.points or 0) / float(self.weight) * 100 if self.weight else 0.0


@dataclass(frozen=True, slots=True)
class ComparedPlace:
    """One column of a comparison: `cells` in the order of the criteria."""

    name: str
    cells: list[Cell] = field(default_factory=list)
    rank: str = ""
    note: str = ""
    href: str = ""
    leads: bool = False
