"""Where a postcode is (R4, X4).

The table holds what was loaded (the districts in use, or the whole country); a postcode that is not there is
looked up in the directory's own files, which are slower but complete.
"""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from django.db import connection, transaction

from fairplace.foundations.geography.models import Postcode
from fairplace.foundations.geography.postcode_directory import Place, PostcodeDirectory
from fairplace.foundations.kernel.postcodes import normalise_postcode, postcode_district


class Point(NamedTuple):
    """A place on the British National Grid, in metres, and the district it may be told by (R1)."""

    easting: int
    northing: int
    district: str


def point_of(postcode: str) -> Point | None:
    """Where a postcode is, however it is typed; None when there is no such postcode or it has no place."""
    normal = normalise_postcode(postcode)
    if normal is None:
        return None
    row = Postcode.objects.filter(postcode=normal).values_list("easting", "northing", "district").first()
    if row is not None:
        return Point(*row)
    directory = _directory()
    place = directory.find(normal) if directory else None
    return _point(place) if place else None


def load_postcodes(districts: Iterable[str] | None = None) -> int:
    """Load these districts ("TN13"), or all of them, in place of what was loaded of them. How many rows.

    Raises FileNotFoundError when the directory's package is not installed.
    """
    directory = PostcodeDirectory()
    wanted = None if districts is None else {district.upper() for district in districts}
    places = directory.all_places() if wanted is None else directory.in_districts(wanted)
    loaded = 0
    with transaction.atomic(), connection.cursor() as cursor:
        if wanted is None:
            Postcode.objects.all().delete()
        else:
            Postcode.objects.filter(district__in=wanted).delete()
        with cursor.copy("COPY geography_postcode (postcode, easting, northing, district) FROM STDIN") as copy:
            for place in places:
                point = _point(place)
                if point is not None:
                    copy.write_row((place.postcode, *point))
                    loaded += 1
    return loaded


def keep_postcodes(postcodes: Iterable[str]) -> int:
    """Load just these, so that looking them up needs no file. How many were found and not there before."""
    directory = _directory()
    if directory is None:
        return 0
    normal = sorted({found for postcode in postcodes if (found := normalise_postcode(postcode))})
    places = [place for one in normal if (place := directory.find(one))]
    points = [(place.postcode, point) for place in places if (point := _point(place))]
    rows = [Postcode(postcode=one, **point._asdict()) for one, point in points]
    return len(Postcode.objects.bulk_create(rows, ignore_conflicts=True))


def _point(place: Place) -> Point | None:
    if place.point is None:
        return None
    return Point(round(place.point.easting), round(place.point.northing), postcode_district(place.postcode))


@cache
def _directory() -> PostcodeDirectory | None:
    try:
        return PostcodeDirectory()
    except FileNotFoundError:
        return None
