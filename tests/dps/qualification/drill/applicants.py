"""Three hundred providers by chance, always the same ones: what each has, says, lacks and does. No product code here.

What must come of it is told beside it, in the words of the published criteria, so that a test can work out every
decision by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

COVERS = {"employers_liability": 10_000_000, "public_liability": 10_000_000, "professional_indemnity": 5_000_000}
"""What the most demanding category asks, in pounds for each claim."""

# Kind of place -> category to the kinds of placement it offers there, and how much weight chance gives it.
KINDS: dict[str, tuple[int, dict[str, list[str]]]] = {
    "independent_special_school": (8, {"sen": ["day", "weekly"], "alternative": ["ap-centre"]}),
    "non_maintained_special_school": (2, {"sen": ["day"]}),
    "childrens_home": (6, {"residential": ["residential"]}),
    "fostering_agency": (3, {"foster": ["foster-5-10", "foster-11-15"]}),
    "alternative_provision": (3, {"alternative": ["ap-workshop"]}),
    "supported_accommodation": (3, {"supported": ["sa-shared"]}),
}
_GRADES = (("Outstanding", True), ("Good", True), ("Requires improvement", True), ("Inadequate", False))
_CARD = {
    "Strong standard": True,
    "Expected standard": True,
    "Needs attention": True,
    "Urgent improvement": False,
}
_NEW = ("not-inspected", "Registered, not yet inspected", True)
# Kind of place -> scale, word, whether it passes ("requires improvement or better, or equivalent"), day of inspection.
_SCHOOL = date(2025, 3, 4)
RATINGS: dict[str, list[tuple[str, str, bool, date | None]]] = {
    "independent_special_school": [
        *(("ofsted-grades", word, passes, _SCHOOL) for word, passes in _GRADES),
        ("isi", "Standards met", True, _SCHOOL),
        ("isi", "Standards not all met", True, _SCHOOL),
        ("isi", "Safeguarding standards not met", False, _SCHOOL),
        *(("ofsted-report-card", word, passes, date(2026, 2, 10)) for word, passes in _CARD.items()),
        (*_NEW, None),
    ],
    "non_maintained_special_school": [
        *(("ofsted-grades", word, passes, date(2023, 6, 6)) for word, passes in _GRADES),
        *(("ofsted-key-judgements", word, passes, date(2025, 6, 3)) for word, passes in _GRADES),
        *(("ofsted-report-card", word, passes, date(2026, 1, 20)) for word, passes in _CARD.items()),
    ],
    "childrens_home": [*(("ofsted-grades", word, passes, _SCHOOL) for word, passes in _GRADES), (*_NEW, None)],
    "fostering_agency": [*(("ofsted-grades", word, passes, _SCHOOL) for word, passes in _GRADES)],
    "alternative_provision": [
        ("no-inspectorate", "Not inspected: no inspectorate", True, None),
        *(("ofsted-grades", word, passes, _SCHOOL) for word, passes in _GRADES),
    ],
    "supported_accommodation": [
        ("ofsted-outcomes", "Consistently strong", True, date(2025, 9, 2)),
        ("ofsted-outcomes", "Inconsistent", True, date(2025, 9, 2)),
        ("ofsted-outcomes", "Serious or widespread weaknesses", False, date(2025, 9, 2)),
        (*_NEW, None),
    ],
}
# Questions about the provider that may be answered with “no” and what was done about it: question to criterion.
PROVIDER_NO = {
    "financial-standing": "financial",
    "legal-compliance": "compliance",
    "data-protection": "data-protection",
}
PLACE_NO = {
    "school-registration": "registration",
    "home-school": "registration",
    "carer-approval": "continuity",
    "ap-teaching": "ap-standards",
    "sixteen-and-over": "registration",
}
# Grounds of the Public Contracts Regulations 2015: code, whether the law must exclude, and a day it still counts.
GROUNDS = (
    ("bribery", True, date(2024, 5, 7)),
    ("slavery", True, date(2023, 1, 18)),
    ("environment-social-labour", False, date(2025, 2, 3)),
)
LACKS = ("insurance too low", "insurance missing", "no statement", "no prices", "no rating")
"""What an application cannot be sent with."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was found, on which scale, and whether the published rule passes it. areas: of a scale that has them."""

    scale: str
    word: str
    passes: bool
    on: date | None


@dataclass(frozen=True, slots=True)
class Place:
    """One establishment. said_no: question to whether the officer accepts what was done about it."""

    name: str
    kind: str
    categories: tuple[str, ...]
    inspected: Inspected
    said_no: Mapping[str, bool]
    concern: bool

    @property
    def placement_kinds(self) -> list[str]:
        return [kind for category in self.categories for kind in KINDS[self.kind][1][category]]


@dataclass(frozen=True, slots=True)
class Ground:
    """A declared ground for exclusion. put_right: the officer accepts the self-cleaning."""

    code: str
    mandatory: bool
    on: date
    put_right: bool


@dataclass(frozen=True, slots=True)
class Provider:
    """One applicant. lacks: why it is never sent; withdraws: "", "sent" or "held"; signs: by both in the end."""

    number: int
    places: tuple[Place, ...]
    covers: Mapping[str, int]
    said_no: Mapping[str, bool]
    ground: Ground | None
    lacks: str
    withdraws: str
    signs: bool
    conflicted: bool
    marks: tuple[tuple[float, float], ...] = field(default=())

    @property
    def name(self) -> str:
        return f"Provider {self.number:03}"


def providers(number: int, seed: int = 2026) -> list[Provider]:
    """So many, the same for the same seed."""
    chance = Random(seed)
    return [_provider(chance, at) for at in range(1, number + 1)]


def _provider(chance: Random, number: int) -> Provider:
    places = tuple(_place(chance, number, at) for at in range(chance.choices((1, 2, 3, 4), (60, 25, 10, 5))[0]))
    lacks = chance.choice(LACKS) if chance.random() < 0.12 else ""
    if lacks == "no statement" and not any(set(one.categories) - {"alternative"} for one in places):
        lacks = "no prices"
    return Provider(
        number=number,
        places=places,
        covers=_covers(chance, lacks),
        said_no=_said_no(chance, PROVIDER_NO),
        ground=_ground(chance) if chance.random() < 0.1 else None,
        lacks=lacks,
        withdraws=chance.choice(("sent", "held")) if chance.random() < 0.08 else "",
        signs=chance.random() < 0.85,
        conflicted=chance.random() < 0.06,
        marks=tuple((chance.randint(0, 10) / 2, chance.randint(0, 10) / 2) for _ in range(24)),
    )


def _covers(chance: Random, lacks: str) -> dict[str, int]:
    """Enough, or for one insurance too little or nothing, where that is what the application lacks."""
    covers = {kind: cover * chance.choice((1, 1, 2)) for kind, cover in COVERS.items()}
    if lacks == "insurance too low":
        covers["public_liability"] = 1_000_000
    if lacks == "insurance missing":
        del covers["public_liability"]
    return covers


def _place(chance: Random, number: int, at: int) -> Place:
    kind = chance.choices(list(KINDS), [weight for weight, _ in KINDS.values()])[0]
    offered = list(KINDS[kind][1])
    both = len(offered) > 1 and chance.random() < 0.25
    scale, word, passes, on = chance.choice(RATINGS[kind])
    if not passes and chance.random() < 0.4:  # otherwise every fourth would fail
        scale, word, passes, on = RATINGS[kind][0]
    return Place(
        name=f"Place {number:03} {'ABCD'[at]}",
        kind=kind,
        categories=tuple(offered) if both else (offered[0],),
        inspected=Inspected(scale, word, passes, on and on - timedelta(days=chance.randint(0, 5))),
        said_no=_said_no(chance, PLACE_NO),
        concern=chance.random() < 0.06,
    )


def _said_no(chance: Random, of: Mapping[str, str]) -> dict[str, bool]:
    return {code: chance.random() < 0.6 for code in of if chance.random() < 0.05}


def _ground(chance: Random) -> Ground:
    code, mandatory, on = chance.choice(GROUNDS)
    return Ground(code, mandatory, on, put_right=chance.random() < 0.5)


def must_fail(provider: Provider, place: Place, asked: set[str]) -> set[str]:
    """The criteria on which this line must fail. asked: the codes of the questions that its category asks."""
    failed = set()
    if not place.inspected.passes:
        failed.add("rating")
    for said, of in ((provider.said_no, PROVIDER_NO), (place.said_no, PLACE_NO)):
        failed |= {of[code] for code, accepted in said.items() if code in asked and not accepted}
    if provider.ground is not None and not provider.ground.put_right:
        failed.add("exclusions")
    return failed


def areas_of(scale: str, word: str, kind: str) -> dict[str, Any]:
    """A report area by area in which this word is the lowest; {} on a scale that says it in one word."""
    if scale == "ofsted-key-judgements":
        usual = dict.fromkeys(("quality", "development", "leadership"), "Outstanding")
        return {**usual, "behaviour": word, "safeguarding": "Effective"}
    if scale == "ofsted-report-card":
        codes = ("inclusion", "curriculum", "achievement", "attendance", "development")
        independent = {} if kind == "non_maintained_special_school" else {"standards": "Met"}
        return {
            **dict.fromkeys(codes, "Exceptional"),
            **independent,
            "leadership": word,
            "safeguarding": "Met",
        }
    return {}
