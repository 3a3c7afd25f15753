"""`fairplace distance POSTCODE POSTCODE`: straight-line miles between two postcodes (rule 4)."""

from typing import TYPE_CHECKING, Annotated

import typer

from fairplace.commands.streams import put, refuse

if TYPE_CHECKING:
    from fairplace.foundations.geography.postcode_directory import PostcodeDirectory
    from fairplace.foundations.kernel.grid import GridPoint


def distance(
    postcode: Annotated[str, typer.Argument(metavar="POSTCODE", help='Such as "TN13 9WT", in any spelling.')],
    other: Annotated[str, typer.Argument(metavar="POSTCODE", help="The other end.")],
) -> None:
    """Print the straight-line miles between two postcodes, to two decimals.

    An unknown postcode, or a known one without a grid reference: exit status 2 and which of the two it is.
    """
    from fairplace.foundations.geography.postcode_directory import PostcodeDirectory
    from fairplace.foundations.kernel.grid import miles_half_up

    try:
        directory = PostcodeDirectory()
    except FileNotFoundError as error:
        refuse(str(error))
    start, end = _point(directory, postcode), _point(directory, other)
    if isinstance(start, str) or isinstance(end, str):
        refuse(*dict.fromkeys(why for why in (start, end) if isinstance(why, str)))
    put(str(miles_half_up(start, end)))


def _point(directory: "PostcodeDirectory", text: str) -> "GridPoint | str":
    """The point of a postcode, or the sentence that says why there is none."""
    from fairplace.foundations.kernel.postcodes import normalise_postcode

    postcode = normalise_postcode(text)
    if postcode is None:
        return f"{text!r} is unknown: this is not the spelling of a United Kingdom postcode."
    place = directory.find(postcode)
    if place is None:
        return f"{postcode} is unknown: the postcode directory does not have it."
    if place.point is None:
        return (
            f"{postcode} is in the postcode directory but without a grid reference, "
            "as are the Crown dependencies and some large users."
        )
    return place.point
