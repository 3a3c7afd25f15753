"""What a version of the terms holds (A8, §1.4, 10.3): the National Contract terms in plain English, clause by clause,
the grounds on which a line may be suspended or removed, the notice that a provider gives, and local schedules."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from fairplace.dps.market.rules.difference_words import Piece, word_pieces
from fairplace.foundations.kernel.refused import Refused

NOT_ACCEPTED = "terms-not-accepted"
SUSPENSION, REMOVAL = "suspension", "removal"
LEAST_DAYS_TO_ACCEPT = 14


@dataclass(frozen=True, slots=True)
class TermsClause:
    """One clause. Paragraphs are lines of the text."""

    title: str
    text: str

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.text.split("\n") if line.strip())


@dataclass(frozen=True, slots=True)
class TermsGround:
    """A ground in the terms (A3). leads_to: suspension or removal."""

    code: str
    text: str
    leads_to: str


@dataclass(frozen=True, slots=True)
class TermsContent:
    """notice_months: of a provider that leaves (A1)."""

    clauses: tuple[TermsClause, ...]
    grounds: tuple[TermsGround, ...]
    notice_months: int

    def grounds_for(self, leads_to: str) -> tuple[TermsGround, ...]:
        """The grounds that lead there."""
        return tuple(ground for ground in self.grounds if ground.leads_to == leads_to)

    def ground(self, code: str) -> TermsGround | None:
        """The ground of this code, or None."""
        return next((ground for ground in self.grounds if ground.code == code), None)


@dataclass(frozen=True, slots=True)
class TermsChange:
    """One thing that differs. what: added, removed, changed; pieces: word by word where both texts are long."""

    title: str
    what: str
    before: str
    after: str
    pieces: tuple[Piece, ...] = ()


def read_terms(document: Mapping[str, Any]) -> TermsContent:
    """The typed content. Refused with a sentence where something is missing or said twice."""
    content = TermsContent(
        clauses=tuple(TermsClause(str(one["title"]).strip(), str(one["text"]).strip()) for one in document["clauses"]),
        grounds=tuple(
            TermsGround(str(one["code"]), str(one["text"]).strip(), str(one["leads_to"])) for one in document["grounds"]
        ),
        notice_months=int(document["notice_months"]),
    )
    _check(content)
    return content


def terms_data(content: TermsContent) -> dict[str, Any]:
    """As JSON keeps it."""
    return asdict(content)


def _check(content: TermsContent) -> None:
    if not content.clauses or any(not clause.title or not clause.text for clause in content.clauses):
        raise Refused("Every clause has a title and a text: fill in both, or empty both to take the clause out.")
    titles = [clause.title.casefold() for clause in content.clauses]
    if len(titles) != len(set(titles)):
        raise Refused("Two clauses have the same title. Give each its own.")
    if any(not ground.text or ground.leads_to not in {SUSPENSION, REMOVAL} for ground in content.grounds):
        raise Refused("Every ground has a text, and leads to suspension or to removal.")
    if len({ground.code for ground in content.grounds}) != len(content.grounds):
        raise Refused("Two grounds have the same words. Take one out.")
    if not any(ground.code == NOT_ACCEPTED for ground in content.grounds):
        raise Refused("Keep the ground for not accepting new terms: without it nothing follows from the date.")
    if not 0 <= content.notice_months <= 12:
        raise Refused("Notice is between 0 and 12 months.", "notice_months")


def ground_code(text: str) -> str:
    """A code for a new ground, from its words."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower())[:8])[:60]


def terms_changes(
    before: TermsContent, after: TermsContent, schedules_before: Mapping[str, str], schedules_after: Mapping[str, str]
) -> list[TermsChange]:
    """What a new version changes, clause by clause, then grounds, notice and schedules by council; nothing else."""
    changes = _changed(_clauses(before), _clauses(after))
    changes += _changed(_grounds(before), _grounds(after))
    if before.notice_months != after.notice_months:
        months = (f"{before.notice_months} months", f"{after.notice_months} months")
        changes.append(TermsChange("Notice when a provider leaves", "changed", *months))
    return changes + _changed(
        {f"Local schedule of {council}": text for council, text in schedules_before.items()},
        {f"Local schedule of {council}": text for council, text in schedules_after.items()},
    )


def _clauses(content: TermsContent) -> dict[str, str]:
    return {clause.title: clause.text for clause in content.clauses}


def _grounds(content: TermsContent) -> dict[str, str]:
    return {f"Ground for {one.leads_to} ({one.code.replace('-', ' ')})": one.text for one in content.grounds}


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> list[TermsChange]:
    changes = []
    for title in [*after, *(title for title in before if title not in after)]:
        old, new = before.get(title, ""), after.get(title, "")
        if old != new:
            what = "added" if title not in before else "removed" if title not in after else "changed"
            changes.append(TermsChange(title, what, old, new, word_pieces(old, new)))
    return changes


def leaves_on(notice_given: date, months: int) -> date:
    """The day on which a provider's notice takes effect: so many months later, on the last day of a shorter month."""
    year, month = divmod(notice_given.year * 12 + notice_given.month - 1 + months, 12)
    return date(year, month + 1, min(notice_given.day, monthrange(year, month + 1)[1]))
