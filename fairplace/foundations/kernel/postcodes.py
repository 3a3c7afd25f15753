"""The spelling of United Kingdom postcodes. Whether one exists is for `foundations.geography` to say."""

import re

# Outward code (one or two letters of area, a digit, perhaps one sign more; GIR and the old NPT stand alone),
# then the inward code. Checked against every postcode of the ONS directory, ended ones included.
_POSTCODE = re.compile(r"(?P<outward>[A-Z]{1,2}[0-9][A-Z0-9]?|GIR|NPT)(?P<inward>[0-9][A-Z]{2})")
_AREA = re.compile(r"[A-Z]+")


def normalise_postcode(text: str) -> str | None:
    """Any usual spelling as "TN13 9WT": case and spaces do not matter. None if it is not a postcode."""
    letters = "".join(text.split())
    if not letters.isascii():
        return None
    match = _POSTCODE.fullmatch(letters.upper())
    return f"{match['outward']} {match['inward']}" if match else None


def postcode_district(postcode: str) -> str:
    """The district "TN13" of a normalised postcode: as much as all invited providers may see (R1)."""
    return postcode.partition(" ")[0]


def postcode_area(postcode: str) -> str:
    """The area "TN" of a normalised postcode."""
    match = _AREA.match(postcode)
    return match[0] if match else ""


def is_on_the_irish_grid(postcode: str) -> bool:
    """Whether the references of this postcode are on the Irish Grid: only Northern Ireland's are."""
    return postcode_area(postcode) == "BT"


def is_off_the_grid(postcode: str) -> bool:
    """Jersey, Guernsey and the Isle of Man: the directory gives no references there, so no miles can be measured."""
    return postcode_area(postcode) in {"JE", "GY", "IM"}
