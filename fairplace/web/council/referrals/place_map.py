"""The map of a referral's places, drawn by the server as one picture: no tiles, nothing is asked of anybody else (R4).

Home is in the middle and told by its district alone. A place is a mark with its text; a fostering agency stands where
its nearest carers are, if it has said where. Homes whose regulator withholds their address have no point of their own:
they are counted by ring and direction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from math import atan2, cos, pi, sin
from typing import NamedTuple

from fairplace.dps.organisations.rules.withheld_addresses import ADDRESS_WITHHELD
from fairplace.dps.referrals.queries.eligibility import EligibilityPicture, LineRow
from fairplace.foundations.kernel.grid import GridPoint
from fairplace.web.components.formats import counted, miles

SIZE = 600
_MIDDLE = SIZE / 2
_METRES = 1609.344
_RING = 10
_MOST_LABELS = 6
_AT_HOME = 0.5
_DIRECTIONS = ("east", "north-east", "north", "north-west", "west", "south-west", "south", "south-east")


@dataclass(frozen=True, slots=True)
class Ring:
    """label: "" for a ring without one."""

    radius: float
    label: str
    y: float


class Mark(NamedTuple):
    """kind: invited, kept_out or too_far. x and y of its middle."""

    x: float
    y: float
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """Homes without a point of their own. text: how many, where, and in which council areas."""

    x: float
    y: float
    number: int
    invited: int
    text: str


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """In units of a square of 600. limit: the radius of the limit's own ring; beyond: places outside the picture."""

    rings: tuple[Ring, ...]
    limit: float
    marks: tuple[Mark, ...]
    clusters: tuple[Cluster, ...]
    beyond: int
    text: str

    @property
    def size(self) -> int:
        return SIZE


def place_map(picture: EligibilityPicture, home: GridPoint, district: str) -> PlaceMap:
    """As far as the next wider step, so that what it would add is in the picture."""
    extent = float(picture.next_radius or picture.radius) * 1.05
    scale = _MIDDLE / extent
    inside = [row for row in chain(picture.others[::-1], picture.eligible[::-1]) if row.miles <= extent]
    shown = [row for row in inside if row.kind not in ADDRESS_WITHHELD]
    withheld = [row for row in inside if row.kind in ADDRESS_WITHHELD]
    invited = sum(not row.reasons for row in inside)
    return PlaceMap(
        rings=tuple(_rings(extent, scale)),
        limit=round(picture.radius * scale, 1),
        marks=tuple(_mark(row, home, scale) for row in shown),
        clusters=tuple(_clusters(withheld, home, scale)),
        beyond=len(picture.eligible) + len(picture.others) - len(inside),
        text=(
            f"Map around {district}, with rings every {_RING} miles and the limit of {picture.radius} miles."
            f" {counted(invited, 'place')} would be invited; {len(inside) - invited} others lie on it."
            " The lists below say the same in words, with distance and direction."
        ),
    )


def direction_of(row: LineRow, home: GridPoint) -> str:
    """ "north-east": for the lists, which say in words what the map shows; "" where it is as good as at home."""
    if row.miles < _AT_HOME:
        return ""
    return _DIRECTIONS[_eighth(row, home)]


def _eighth(row: LineRow, home: GridPoint) -> int:
    return round(atan2(row.northing - home.northing, row.easting - home.easting) / (pi / 4)) % 8


def _rings(extent: float, scale: float) -> Iterable[Ring]:
    every = _RING * max(1, -(-int(extent // _RING) // _MOST_LABELS))
    for distance in range(_RING, int(extent) + 1, _RING):
        label = f"{distance} miles" if distance % every == 0 else ""
        yield Ring(round(distance * scale, 1), label, round(_MIDDLE - distance * scale + 14, 1))


def _mark(row: LineRow, home: GridPoint, scale: float) -> Mark:
    x = _MIDDLE + (row.easting - home.easting) / _METRES * scale
    y = _MIDDLE - (row.northing - home.northing) / _METRES * scale
    kind = "invited" if not row.reasons else "too_far" if "too_far" in row.reasons else "kept_out"
    said = {"invited": "would be invited", "kept_out": "not invited", "too_far": "too far"}[kind]
    carers = f" (carers in {row.carers_in})" if row.carers_in else ""
    return Mark(round(x, 1), round(y, 1), kind, f"{row.establishment_name}{carers}: {said}, {miles(row.miles)}")


def _clusters(rows: list[LineRow], home: GridPoint, scale: float) -> Iterable[Cluster]:
    """In the middle of a cell of ten miles and an eighth of the circle."""
    cells: dict[tuple[int, int], list[LineRow]] = {}
    for row in rows:
        cells.setdefault((int(row.miles // _RING), _eighth(row, home)), []).append(row)
    for (ring, eighth), inside in cells.items():
        far, turn = (ring + 0.5) * _RING * scale, eighth * pi / 4
        invited = sum(not row.reasons for row in inside)
        areas = ", ".join(f"{area} {number}" for area, number in Counter(row.council_area for row in inside).items())
        where = f"{ring * _RING} to {(ring + 1) * _RING} miles to the {_DIRECTIONS[eighth]}"
        yield Cluster(
            round(_MIDDLE + cos(turn) * far, 1),
            round(_MIDDLE - sin(turn) * far, 1),
            len(inside),
            invited,
            f"{counted(len(inside), 'home')}, {where} ({areas}): {invited} would be invited",
        )
