"""What inspectors say, made comparable by a published rule of equivalence (§7.4, Q4): data in seeds/ratings.toml.

The kind of setting and the day of the inspection say which scale it used; each of a scale's words stands for one of
five bands. Which bands pass, the category says. Unknown words have no band, so they never pass.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from fairplace.dps.organisations.seeds import read_ratings

_DATA = read_ratings()


class Band(Enum):
    """What a rating is worth, whoever inspected. The four that an inspection gives stand best first."""

    EXCELLENT = "EXCELLENT"
    MEETS = "MEETS"
    CONCERN = "CONCERN"
    FAIL = "FAIL"
    NOT_YET_INSPECTED = "NOT_YET_INSPECTED"

    @property
    def label(self) -> str:
        return _BANDS[self.value]["name"]

    @property
    def meaning(self) -> str:
        return _BANDS[self.value]["meaning"]


_BANDS: dict[str, dict[str, str]] = {one["code"]: one for one in _DATA["bands"]}
_BEST_FIRST = list(Band)
Words = tuple[tuple[str, Band], ...]


@dataclass(frozen=True, slots=True)
class Area:
    """What a report judges by itself. settings: whose reports have it; () every report on this scale."""

    code: str
    name: str
    words: Words
    optional: bool = False
    settings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scale:
    """One way of saying what was found. areas: what the report judges one by one; () where one word says it all."""

    code: str
    name: str
    found: Words
    areas: tuple[Area, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether there was an inspection, which has a day."""
        return any(band is not Band.NOT_YET_INSPECTED for _, band in self.found)

    def areas_for(self, setting: str) -> tuple[Area, ...]:
        """The areas that this kind of setting's reports have."""
        return tuple(area for area in self.areas if not area.settings or setting in area.settings)


@dataclass(frozen=True, slots=True)
class Rule:
    """One scale for these kinds of setting between two days, both included; None: open."""

    settings: tuple[str, ...]
    inspectorate: str
    scale: Scale
    begins: date | None
    ends: date | None

    def holds_on(self, day: date) -> bool:
        return (self.begins is None or self.begins <= day) and (self.ends is None or day <= self.ends)


def _words(pairs: list[list[str]]) -> Words:
    return tuple((words, Band(band)) for words, band in pairs)


_MARKS = {one["code"]: _words(one["words"]) for one in _DATA["marks"]}
SCALES: dict[str, Scale] = {
    one["code"]: Scale(
        one["code"],
        one["name"],
        _words(one["found"]),
        tuple(
            Area(
                area["code"],
                area["name"],
                _MARKS[area["marks"]],
                area.get("optional", False),
                tuple(area.get("settings", ())),
            )
            for area in one.get("areas", ())
        ),
    )
    for one in _DATA["scales"]
}
RULES: tuple[Rule, ...] = tuple(
    Rule(tuple(one["settings"]), one["inspectorate"], SCALES[one["scale"]], one.get("from"), one.get("until"))
    for one in _DATA["rules"]
)


def rules_for(setting: str) -> tuple[Rule, ...]:
    """Every scale that this kind of setting may have been inspected on, with its days."""
    return tuple(rule for rule in RULES if setting in rule.settings)


def scales_on(setting: str, day: date) -> dict[str, Scale]:
    """The scale of each inspectorate for this kind of setting on this day."""
    return {rule.inspectorate: rule.scale for rule in rules_for(setting) if rule.holds_on(day)}


def scale_fault(setting: str, scale: str, day: date | None) -> str:
    """Why this kind of setting cannot have been inspected on that scale on that day; empty when it can."""
    known = [rule for rule in rules_for(setting) if rule.scale.code == scale]
    if not known:
        return "This kind of place is not inspected on that scale. Select the scale that the report uses."
    if day is None or any(rule.holds_on(day) for rule in known):
        return ""
    instead = scales_on(setting, day).get(known[0].inspectorate)
    used = f"used “{instead.name}” then" if instead else "did not inspect this kind of place then"
    return (
        f"The scale “{known[0].scale.name}” was not in use for this kind of place on {day:%-d %B %Y}:"
        f" {known[0].inspectorate} {used}. Select another scale, or check the date."
    )


def found_in(scale: str, setting: str, areas: Mapping[str, str]) -> str:
    """What a report with these areas is called: the lowest area counts. Empty while an area is missing or unknown."""
    if scale not in SCALES or not SCALES[scale].areas:
        return ""
    worst = Band.EXCELLENT
    for area in SCALES[scale].areas_for(setting):
        said = areas.get(area.code, "")
        if not said and area.optional:
            continue
        if said not in dict(area.words):
            return ""
        worst = max(worst, dict(area.words)[said], key=_BEST_FIRST.index)
    return next(words for words, band in SCALES[scale].found if band is worst)


def band_of(scale: str, words: str) -> Band | None:
    """What these words on this scale are worth. None for words that the scale does not have: they never pass."""
    return dict(SCALES[scale].found).get(words) if scale in SCALES else None


def is_known(scale: str, words: str) -> bool:
    """Whether the scale has these words."""
    return band_of(scale, words) is not None


def derivation(scale: str, words: str, areas: Mapping[str, str]) -> str:
    """How the band follows from what was found, in one sentence for whoever judges or is judged."""
    band = band_of(scale, words)
    if band is None:
        return "These words are on no scale that we know, so they do not pass."
    lowest = [
        f"{area.name}: {areas[area.code].lower()}"
        for area in SCALES[scale].areas
        if dict(area.words).get(areas.get(area.code, "")) is band
    ]
    because = f" The lowest counts: {', '.join(lowest)}." if lowest and band not in {Band.EXCELLENT} else ""
    return f"“{words}” on the scale “{SCALES[scale].name}” is “{band.label}”. {band.meaning}{because}"
