"""Where a public register and our system differ about an establishment, and what to do about it: pure (X4).

Nothing here changes an accreditation. What a difference means is for the lead authority to find out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

# Said of any organisation, so no part of who it is.
_FORMS = frozenset({"the", "ltd", "limited", "plc", "llp", "cic", "cio", "company", "co", "uk", "and", "of"})


class Kind(Enum):
    """What differs, the gravest first."""

    CLOSED = "closed"
    NOT_IN_ORDER = "not-in-order"
    OWNER = "owner"
    CLAIMED = "claimed"
    RATING = "rating"
    MISSING = "missing"

    @property
    def label(self) -> str:
        return _WORDS[self][0]

    @property
    def to_do(self) -> str:
        return _WORDS[self][1]


_WORDS: dict[Kind, tuple[str, str]] = {
    Kind.CLOSED: (
        "Registration ended",
        "Ask the provider at once. If it is so, suspend its lines: a place without registration may take no child.",
    ),
    Kind.NOT_IN_ORDER: (
        "Registration not in order",
        "Read the regulator's notice and ask the provider. A suspended registration is a ground to suspend the line.",
    ),
    Kind.OWNER: (
        "Another owner",
        "Ask both. The new owner applies for the place; until you have decided, the accreditation stays as it is.",
    ),
    Kind.CLAIMED: (
        "Another provider says it is theirs",
        "Compare with the register, ask both, and answer in writing. Until then nothing changes.",
    ),
    Kind.RATING: (
        "Another judgement",
        "Read the published report. If it is below what the category asks, the line no longer passes.",
    ),
    Kind.MISSING: (
        "No longer in the files",
        "Closed homes leave Ofsted's list without a word, and a file may hold a part only. Look it up by its number.",
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """An establishment as its provider and we know it."""

    provider: str
    rating: str
    rated_on: date | None


@dataclass(frozen=True, slots=True)
class Told:
    """The register's entry. since: field -> the day of the import that changed it last; else since first_seen.
    earlier_owners: named before. claims: what other providers say, with the day."""

    status: str
    closed: bool
    in_order: bool
    closed_on: date | None
    owner: str
    judgement: str
    inspected_on: date | None
    missing_since: date | None
    first_seen: date
    since: Mapping[str, date]
    earlier_owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """Another provider's word."""

    provider: str
    words: str
    on: date


@dataclass(frozen=True, slots=True)
class Difference:
    """register_says against ours; since: at the latest, by our imports or the register's own date."""

    kind: Kind
    register_says: str
    ours: str
    since: date


def differences(place: Place, told: Told | None, claims: Iterable[Claim] = ()) -> list[Difference]:
    """What differs, the gravest first."""
    found = [
        Difference(Kind.CLAIMED, f"{claim.provider}: {claim.words}", f"Run by {place.provider}", claim.on)
        for claim in claims
    ]
    if told is not None:
        found += _registration(told) + _owner(place, told) + _rating(place, told)
        if told.missing_since and not told.closed:
            found.append(Difference(Kind.MISSING, "Not in the last file", told.status, told.missing_since))
    order = list(Kind)
    return sorted(found, key=lambda one: order.index(one.kind))


def _registration(told: Told) -> list[Difference]:
    since = told.since.get("status", told.first_seen)
    if told.closed:
        on = f" on {told.closed_on:%-d %B %Y}" if told.closed_on else ""
        return [Difference(Kind.CLOSED, f"{told.status}{on}", "In use", told.closed_on or since)]
    if not told.in_order and told.status:
        return [Difference(Kind.NOT_IN_ORDER, told.status, "In use", since)]
    return []


def _owner(place: Place, told: Told) -> list[Difference]:
    if not told.owner or same_organisation(told.owner, place.provider):
        return []
    before = next((owner for owner in told.earlier_owners if owner), "")
    says = f"Run by {told.owner}{f', before that by {before}' if before else ''}"
    return [Difference(Kind.OWNER, says, f"Run by {place.provider}", told.since.get("owner", told.first_seen))]


def _rating(place: Place, told: Told) -> list[Difference]:
    """A newer inspection than the one we rest on, or another word for the same one."""
    if not told.judgement or told.inspected_on is None:
        return []
    newer = place.rated_on is None or told.inspected_on > place.rated_on
    other = place.rating.casefold() != told.judgement.casefold().removesuffix(" to be good")
    if not place.rating or (place.rated_on and told.inspected_on < place.rated_on) or not (newer or other):
        return []
    ours = f"{place.rating}{f', {place.rated_on:%-d %B %Y}' if place.rated_on else ''}"
    says = f"{told.judgement}, {told.inspected_on:%-d %B %Y}"
    return [Difference(Kind.RATING, says, ours, told.since.get("inspected_on", told.first_seen))]


def same_organisation(one: str, other: str) -> bool:
    """Whether two spellings are of one organisation, as far as can be told from the words: "Ltd" or "Limited"."""
    return _core(one) == _core(other)


def _core(name: str) -> frozenset[str]:
    words = re.findall(r"[a-z0-9]+", name.casefold().replace("'", "").replace("&", " and "))
    return frozenset(words) - _FORMS or frozenset(words)
