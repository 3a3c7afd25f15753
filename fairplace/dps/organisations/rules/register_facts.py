"""What we keep of one entry of a register, and how a row's words become it (X4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from fairplace.dps.organisations.rules.register_layouts import (
    CLOSED,
    FULL,
    GIAS_KIND,
    GIAS_STATUS,
    GRADES_IN_2014,
    IN_ORDER,
    KINDS,
    NOTHING,
    Layout,
)
from fairplace.foundations.kernel.postcodes import normalise_postcode

LONGEST = 300  # signs of one value; the longest name in either register has 120
MOST = 99_999
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[T ]0?0:00(?::00)?(?:\.0+)?)?")
_YEAR_FIRST = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:[T ]00:00(?::00)?(?:\.0+)?)?")
_IN_WORDS = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3,9})[ -](\d{4}|\d{2})")
_WHOLE = re.compile(r"(\d{1,7})(?:\.0+)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CURLY = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\ufeff": ""})


class BadValue(ValueError):
    """Why a row cannot be taken, in one sentence."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the last full inspection found. A later visit that judges nothing anew never stands here."""

    judgement: str = ""
    judgements: Mapping[str, str] = field(default_factory=dict)
    inspected_on: date | None = None
    published_on: date | None = None

    def replaces(self, earlier: Judgement) -> bool:
        """Whether it stands from now on. An older inspection never does; one of which no grade is told only where it
        is later (schools' overall grades were abolished in 2024): silence about the same one says nothing."""
        if self.inspected_on and earlier.inspected_on and self.inspected_on < earlier.inspected_on:
            return False
        if self.judgement or self.judgements:
            return True
        return self.inspected_on is not None and (
            earlier.inspected_on is None or self.inspected_on > earlier.inspected_on
        )


@dataclass(frozen=True, slots=True)
class RegisterFacts:
    """One row. facts: the fields that this layout has, None or "" where it says nothing. event_on: of its visit."""

    line: int
    urn: str
    facts: Mapping[str, object]
    found: Judgement | None
    event_on: date | None = None

    @property
    def closed(self) -> bool:
        return bool(self.facts.get("closed"))


def spelled(urn: str) -> str:
    """A URN in the one spelling that we keep: "sc 376 060" is "SC376060"."""
    return re.sub(r"[\s\0-]+", "", urn).upper()


@lru_cache(maxsize=50_000)  # most values of a register come again and again
def text_of(raw: str) -> str:
    """The value without what stands for nothing; one kind of apostrophe, single spaces."""
    if _CONTROL.search(raw):
        raise BadValue("It holds signs that are no text")
    value = " ".join(raw.translate(_CURLY).split())
    if len(value) > LONGEST:
        raise BadValue(f"A value is longer than {LONGEST} signs")
    return "" if value.casefold() in NOTHING else value


@lru_cache(maxsize=50_000)
def day_of(value: str, heading: str) -> date | None:
    """dd/mm/yyyy, dd-mm-yyyy, yyyy-mm-dd or 5 March 2024; None for nothing."""
    if not value:
        return None
    try:
        if match := _DAY_FIRST.fullmatch(value):
            return date(int(match[3]), int(match[2]), int(match[1]))
        if match := _YEAR_FIRST.fullmatch(value):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if (match := _IN_WORDS.fullmatch(value)) and match[2][:3].lower() in _MONTHS:
            year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
            return date(year, _MONTHS.index(match[2][:3].lower()) + 1, int(match[1]))
    except ValueError:
        pass
    raise BadValue(f"{heading} is “{_shown(value)}”, which is no date")


def whole_of(value: str, heading: str) -> int | None:
    """A whole number; None for nothing."""
    if not value:
        return None
    match = _WHOLE.fullmatch(value.replace(",", ""))
    if not match or int(match[1]) > MOST:
        raise BadValue(f"{heading} is “{_shown(value)}”, which is no number of that kind")
    return int(match[1])


def facts_of(layout: Layout, line: int, raw: Mapping[str, str], headings: Mapping[str, str]) -> RegisterFacts:
    """raw: the words of each field that this file has a column for. Raises BadValue."""
    said = {name: text_of(value) for name, value in raw.items()}
    urn = spelled(said.get("urn", ""))
    if not urn:
        raise BadValue("It has no URN")
    if not re.fullmatch(layout.urn_pattern, urn):
        raise BadValue(f"“{_shown(urn)}” is no URN of this register")
    facts: dict[str, object] = {}
    for name in ("opened_on", "closed_on"):
        if name in said:
            facts[name] = day_of(said[name], headings[name])
    for name in ("age_from", "age_to", "places"):
        if name in said:
            facts[name] = whole_of(said[name], headings[name])
    for name in ("name", "closed_because", "boarders", "council_code", "council_area", "region", "sector"):
        if name in said:
            facts[name] = said[name]
    if "inspectorate" in said:
        facts["inspectorate"] = said["inspectorate"]
    if layout.code == "gias" and not facts.get("name"):
        raise BadValue("It has no name")
    facts |= _kind(said) | _status(said, facts.get("closed_on")) | _where(said)
    if "owner" in said or "trust" in said:
        facts["owner"] = said.get("owner") or said.get("trust", "")
    if "takes" in said:
        facts["takes"] = {"girls": "girls", "boys": "boys", "mixed": "anyone"}.get(said["takes"].casefold(), "")
    if "section_41" in said:
        facts["section_41"] = said["section_41"].casefold() in {"approved", "yes", "section 41 approved"}
    if "linked_urn" in said:
        facts["linked_urn"] = spelled(said["linked_urn"])[:12]
    found, event_on = _judgement(layout, said, headings)
    return RegisterFacts(line, urn, facts, found, event_on)


def _kind(said: Mapping[str, str]) -> dict[str, object]:
    words = said.get("kind") or GIAS_KIND.get(said.get("kind_code", "").lstrip("0"), "")
    if not words:
        if said.get("kind_code"):
            return {"kind": f"Type {said['kind_code']}", "our_kind": ""}
        raise BadValue("It does not say of what kind it is")
    return {"kind": words, "our_kind": KINDS.get(words.casefold(), "")}


def _status(said: Mapping[str, str], closed_on: object) -> dict[str, object]:
    """Closed when its word or its code says so: where the two disagree, the careful one counts."""
    if "status" not in said and "status_code" not in said:
        return {"status": "Closed", "closed": True, "in_order": False} if closed_on else {}
    word, code = said.get("status", ""), GIAS_STATUS.get(said.get("status_code", "").lstrip("0"), "")
    if not word and not code:
        raise BadValue("It has no status")
    closed = any(CLOSED & set(re.findall(r"[a-z]+", each.casefold())) for each in (word, code))
    shown = code if closed and not CLOSED & set(re.findall(r"[a-z]+", word.casefold())) else word or code
    plain = " ".join(re.findall(r"[a-z]+", shown.casefold()))
    return {"status": shown, "closed": closed, "in_order": plain in IN_ORDER}


def _where(said: Mapping[str, str]) -> dict[str, object]:
    parts = [name for name in ("address_1", "address_2", "address_3", "town", "county") if name in said]
    where: dict[str, object] = {}
    if parts:
        where["address"] = ", ".join(dict.fromkeys(said[name].strip(" ,") for name in parts if said[name].strip(" ,")))
    if "postcode" in said:
        where["postcode"] = normalise_postcode(said["postcode"]) or ""
    return where


def _judgement(
    layout: Layout, said: Mapping[str, str], headings: Mapping[str, str]
) -> tuple[Judgement | None, date | None]:
    """The judgement, if this row tells of a full inspection; and the day of whatever visit it tells of."""
    on = day_of(said["inspected_on"], headings["inspected_on"]) if "inspected_on" in said else None
    if on is None and "visited_on" in said:
        on = day_of(said["visited_on"], headings["visited_on"])
    published = day_of(said["published_on"], headings["published_on"]) if "published_on" in said else None
    overall = _grade(said.get("judgement", ""))
    areas = {area: _grade(said[area]) for area in layout.areas if said.get(area)}
    event = said.get("event", "")
    if event and not FULL & set(re.findall(r"[a-z]+", event.casefold())):
        return None, on
    graded = bool(overall) or any(areas.values())
    if not graded and (on is None or "event" in said):
        return None, on
    return Judgement(overall, {area: grade for area, grade in areas.items() if grade}, on, published), on


def _grade(words: str) -> str:
    return GRADES_IN_2014.get(words, words[:1].upper() + words[1:].lower() if words else "")


def _shown(value: str) -> str:
    return value if len(value) <= 40 else value[:39] + "…"
