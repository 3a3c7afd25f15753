"""Until when questions can be asked, and what in one would tell who asked (R7)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from fairplace.dps.market.rules.category_content import ResponseTime
from fairplace.dps.qualification.rules.blinding import blinded
from fairplace.dps.referrals.rules.privacy import Finding, Kind
from fairplace.foundations.kernel.working_days import LONDON, working_hours_before

MOST_WAITING = 5
"""Ours: more of one provider's questions than that wait for no answer at a time."""
MOST_WORDS = 200


def questions_close(closes_at: datetime, response: ResponseTime) -> datetime:
    """So many of the category's hours before the closing time; it moves with it."""
    if response.counts == "clock" and not response.working_days:
        return (closes_at.astimezone(UTC) - timedelta(hours=response.question_hours)).astimezone(LONDON)
    return working_hours_before(closes_at, response.question_hours)


def told_at(asked_at: datetime) -> datetime:
    """When the officers hear of it, by letter and on their pages: at the next quarter of an hour, which is nobody's."""
    quarter = asked_at.replace(minute=asked_at.minute // 15 * 15, second=0, microsecond=0)
    return quarter + timedelta(minutes=15)


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Those of these names that stand in the text, in any case and spacing, with or without "Ltd"."""
    return [name for name in names if blinded(text, [name]) != text]


def must_go(finding: Finding) -> bool:
    """A school's name may be nobody's: a person decides. Everything else that is found tells who the child is."""
    return finding.kind is not Kind.SCHOOL
