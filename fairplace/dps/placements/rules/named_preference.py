"""A place that a family names by right: the law as data, the statutory clock, the five conditions (R10).

The data and their sources stand in placements/seeds/named_preference.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from fairplace.dps.placements.seeds import read_named_preference
from fairplace.foundations.kernel.working_days import LONDON


@dataclass(frozen=True, slots=True)
class Enactment:
    """A law that makes the council have regard to a view on who provides. categories: codes."""

    code: str
    name: str
    says: str
    categories: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of the user choice test, and what it is met by; empty while it is not."""

    code: str
    text: str
    source: str
    met_by: str = ""


@dataclass(frozen=True, slots=True)
class AwardNotice:
    """What has, or has not, to be published about such an award."""

    name: str
    needed: bool
    when: str
    source: str


@dataclass(frozen=True, slots=True)
class Answerable:
    """How long a place has, in calendar days, and how many days before the end it is reminded."""

    days: int
    remind_days_before: tuple[int, ...]
    source: str


@cache
def enactments(category: str) -> tuple[Enactment, ...]:
    """Those that a family may rely on in a category, by its code."""
    told = [{**one, "categories": tuple(one["categories"])} for one in read_named_preference()["enactments"]]
    return tuple(Enactment(**one) for one in told if category in one["categories"])


def enactment_named(code: str) -> str:
    """What it is called; "" for none."""
    return next((str(one["name"]) for one in read_named_preference()["enactments"] if one["code"] == code), "")


@cache
def answer_time() -> Answerable:
    """Fifteen calendar days in practice; a council's lawyer may set another in the file."""
    told = read_named_preference()["consultation"]
    return Answerable(told["days"], tuple(told["remind_days_before"]), told["source"])


def answer_due(asked_at: datetime) -> datetime:
    """The end, in London, of the last calendar day: the day after the asking is the first."""
    day = asked_at.astimezone(LONDON).date() + timedelta(days=answer_time().days)
    return datetime.combine(day, time(23, 59, 59), LONDON)


def calendar_days_left(now: datetime, due: datetime) -> int:
    """Whole calendar days until the last day: 0 on it, negative when it has passed."""
    return (due.astimezone(LONDON).date() - now.astimezone(LONDON).date()).days


def reminders_due(asked_at: datetime, due: datetime, now: datetime) -> int:
    """How many reminders should have gone out by now; none on the day of asking, none after the end."""
    if now > due or now.astimezone(LONDON).date() == asked_at.astimezone(LONDON).date():
        return 0
    left = calendar_days_left(now, due)
    return sum(left <= before for before in answer_time().remind_days_before)


def five_conditions(
    *, enactment: str, preferred: str, said_on: date | None, only_one: bool, best_interests: bool
) -> tuple[Condition, ...]:
    """The user choice test. preferred: who prefers it, in words; best_interests: whether the reason is written."""
    said = f"{preferred} said so on {said_on.day} {said_on:%B %Y}" if preferred and said_on else ""
    met = {
        "light_touch": "Places for children are light-touch services",
        "individual": "One referral, one child",
        "enactment": enactment_named(enactment),
        "preference": "No other place can do it" if only_one else said,
        "best_interests": "The reason is on record" if best_interests else "",
    }
    return tuple(Condition(**one, met_by=met[one["code"]]) for one in read_named_preference()["conditions"])


def sources_of(conditions: Iterable[Condition]) -> str:
    """Where they stand, each law once: a source that says no more than another does is left out."""
    sources = list(dict.fromkeys(one.source for one in conditions))

    def says_more(other: str, source: str) -> bool:
        law, _, where = source.partition(", ")
        return other != source and other.startswith(law) and where in other

    return "; ".join(source for source in sources if not any(says_more(other, source) for other in sources))


def notices_needed(*, regime: str, accredited: bool) -> tuple[AwardNotice, ...]:
    """A place outside a system is bought under the Act of 2023; one on a system under the law that the system has."""
    law = "pcr15" if accredited and regime.startswith("pcr") else "pa23"
    rows = [one for one in read_named_preference()["notices"] if one["law"] == law]
    return tuple(AwardNotice(one["name"], one["needed"], one["when"], one["source"]) for one in rows)


@cache
def decline_reasons() -> Mapping[str, str]:
    """Why a place says no: code to words."""
    return {one["code"]: one["text"] for one in read_named_preference()["declines"]}


def outside_reasons(category: str) -> Mapping[str, str]:
    """Why a place was bought outside the system, for a category by its code: code to words."""
    return {one["code"]: one["text"] for one in read_named_preference()["reasons"] if category in one["categories"]}


def outside_reason_named(code: str) -> str:
    """The words of a reason."""
    return next((str(one["text"]) for one in read_named_preference()["reasons"] if one["code"] == code), code)


def section_41_sentence(section_41: bool | None, our_kind: str, enactment: str) -> str:
    """What the register's word on section 41 means for this request; "" where it means nothing."""
    if enactment != "cfa-2014-38-39":
        return ""
    if section_41 or our_kind == "non_maintained_special_school":
        return (
            "A place that can be asked for by right: it is named unless it is unsuitable, or would not fit with the"
            " efficient education of others or the efficient use of resources (section 39(4)). Once named, it must"
            " admit."
        )
    if our_kind == "independent_special_school":
        return (
            "The register does not have it as approved under section 41, so it may say no, and can be named only if it"
            " agrees. Section 9 of the Education Act 1996 is then the usual ground."
        )
    return ""
