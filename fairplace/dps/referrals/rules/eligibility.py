"""Who can be invited to a referral, and why others are not (R4, R5, Q8, A3).

Every accredited line of the category inside the limit is invited. Only hard facts filter, never needs; nobody can
drop a line by hand. A line that a declared fact or the cap keeps out is told so, and may opt in until the deadline.
The pages and the publication find these reasons by one SQL statement; a test holds it to `reasons_against`, line by
line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from fairplace.dps.referrals.rules.children import child_name
from fairplace.foundations.kernel.grid import GridPoint, within


class Reason(StrEnum):
    """Why a line is not invited. Stored in the snapshot of a publication (R11), so never renamed.

    With several children, age and gender are stored with the numbers of those they keep out: "age:2,3".
    """

    SUSPENDED = "suspended"
    TOO_FAR = "too_far"
    AGE = "age"
    GENDER = "gender"
    PLACEMENT_KIND = "placement_kind"
    ABOVE_CAP = "above_cap"
    ABOVE_OWN_CAP = "above_own_cap"
    OTHER_CATEGORY = "other_category"
    JOINED_LATE = "joined_late"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Asked:
    """The hard facts of a referral. gender "": matching does not need it, so it filters nobody.

    others: age and gender of child 2, 3, … A place must take every child to be invited.
    areas_at: carer areas count as they were declared then, or when a line joined, if later; None: as they are now.
    cap, own_cap: pounds a week for this kind of place, common to all and for this council (Q8); own_cap is the lower.
    """

    home: GridPoint
    radius_miles: int
    age: int
    gender: str
    placement_kind: str
    cap: Decimal | None
    own_cap: Decimal | None
    capped_headings: frozenset[str]
    others: tuple[tuple[int, str], ...] = ()
    areas_at: datetime | None = None

    @property
    def children(self) -> tuple[tuple[int, str], ...]:
        """Age and gender of each child, in order."""
        return ((self.age, self.gender), *self.others)


@dataclass(frozen=True, slots=True)
class Offered:
    """The hard facts of an accredited line. core_costs: pounds per week by heading.

    areas: the points of the districts in which a fostering agency has declared carers, in force for this referral. Any
    of them may be inside the limit; point, its office, counts only where it has declared none.
    """

    point: GridPoint
    suspended: bool
    age_from: int
    age_to: int
    takes: str
    placement_kinds: frozenset[str]
    core_costs: Mapping[str, Decimal]
    areas: tuple[GridPoint, ...] = ()

    def nearest_to(self, home: GridPoint) -> GridPoint:
        """Where its miles are measured from: distance band, order and map too."""
        points = self.areas or (self.point,)
        return min(points, key=lambda one: (one.easting - home.easting) ** 2 + (one.northing - home.northing) ** 2)


def reasons_against(offered: Offered, asked: Asked) -> tuple[str, ...]:
    """Every reason that keeps this line out, in the order of `Reason`; () when it is invited."""
    core = sum((offered.core_costs.get(heading, Decimal(0)) for heading in asked.capped_headings), Decimal(0))
    above_common = asked.cap is not None and core > asked.cap
    too_young_or_old = [not offered.age_from <= age <= offered.age_to for age, _ in asked.children]
    not_taken = [bool(gender) and offered.takes not in {"anyone", TAKEN_WITH[gender]} for _, gender in asked.children]
    found = {
        Reason.SUSPENDED: offered.suspended,
        Reason.TOO_FAR: not within(asked.home, offered.nearest_to(asked.home), asked.radius_miles),
        _with_children(Reason.AGE, too_young_or_old): any(too_young_or_old),
        _with_children(Reason.GENDER, not_taken): any(not_taken),
        Reason.PLACEMENT_KIND: asked.placement_kind not in offered.placement_kinds,
        Reason.ABOVE_CAP: above_common,
        Reason.ABOVE_OWN_CAP: not above_common and asked.own_cap is not None and core > asked.own_cap,
    }
    return tuple(str(reason) for reason, holds in found.items() if holds)


def _with_children(reason: Reason, kept_out: list[bool]) -> str:
    """ "age" for one child; "age:2,3" for the second and third of several."""
    if len(kept_out) == 1:
        return reason.value
    return f"{reason.value}:{','.join(str(number) for number, out in enumerate(kept_out, 1) if out)}"


TAKEN_WITH = {"girl": "girls", "boy": "boys"}

_SENTENCES = {
    Reason.SUSPENDED: "Suspended from the system at the moment.",
    Reason.TOO_FAR: "Further from the child's home than the limit.",
    Reason.AGE: "Not registered for this age.",
    Reason.GENDER: "Does not take children of this gender.",
    Reason.PLACEMENT_KIND: "Does not offer this kind of place.",
    Reason.ABOVE_CAP: "Its core costs for this kind of place are above the category's cap.",
    Reason.ABOVE_OWN_CAP: "Its core costs for this kind of place are above this council's own, lower cap.",
    Reason.OTHER_CATEGORY: "The same place is invited in another category of this referral: each is invited once.",
    Reason.JOINED_LATE: "Joined when there was less time left than the law gives a bidder.",
    Reason.LEFT: "No longer on the system.",
}
_HEADINGS = {
    Reason.SUSPENDED: "Suspended",
    Reason.TOO_FAR: "Too far",
    Reason.AGE: "Not for this age",
    Reason.GENDER: "Not for this gender",
    Reason.PLACEMENT_KIND: "Other kinds of place",
    Reason.ABOVE_CAP: "Above the cap",
    Reason.ABOVE_OWN_CAP: "Above this council’s own cap",
    Reason.OTHER_CATEGORY: "Invited in another category",
    Reason.JOINED_LATE: "Joined too late",
    Reason.LEFT: "Left the system",
}


NO_PRICE = (
    "This place has no accredited core costs for this kind of place, so it has no price to bid with."
    " Apply with this kind of place to be asked the next time."
)


def sentence(reason: Reason | str) -> str:
    """The reason for a page or a letter: true for whoever is told it, and telling nothing more of the child."""
    code, _, children = str(reason).partition(":")
    if not children:
        return _SENTENCES[Reason(code)]
    *others, last = [child_name(int(number)).lower() for number in children.split(",")]
    said = f"{', '.join(others)} and {last}" if others else last
    verb = "Not registered for the age of" if code == Reason.AGE else "Does not take the gender of"
    return f"{verb} {said}."


def heading(reason: Reason | str) -> str:
    """The reason as the head of a group."""
    return _HEADINGS[reason_of(reason)]


def reason_of(stored: Reason | str) -> Reason:
    """Without the children whom it keeps out."""
    return Reason(str(stored).partition(":")[0])


def stored_reasons(reasons: Iterable[str]) -> Iterator[str]:
    """Each reason once, as stored, in the order of `Reason`; of one kind, in the order of the children."""
    order = list(Reason)
    yield from sorted(set(reasons), key=lambda stored: (order.index(reason_of(stored)), len(stored), stored))


STEPS = (5, 10, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200)
"""Miles that the pages propose as a limit."""


def next_radius(miles: int) -> int | None:
    """One step wider (R4); None when the limit is as wide as it can be."""
    return next((step for step in STEPS if step > miles), None)


def alone_too_far(reasons: Iterable[str]) -> bool:
    """Whether a wider limit would be enough for this line to be invited."""
    return list(reasons) == [Reason.TOO_FAR]


MAY_OPT_IN = frozenset({Reason.AGE, Reason.GENDER, Reason.PLACEMENT_KIND, Reason.ABOVE_CAP, Reason.ABOVE_OWN_CAP})


def may_opt_in(reasons: Iterable[str], *, any_member: bool = False) -> bool:
    """Whether a line kept out by all of these may ask to be invited all the same (R5, Q8).

    any_member: the regime lets every member bid, so that the limit only says who is alerted (R4).
    """
    found = {reason_of(reason) for reason in reasons}
    return bool(found) and found <= (MAY_OPT_IN | {Reason.TOO_FAR} if any_member else MAY_OPT_IN)


def of_another_kind(reasons: Iterable[str]) -> bool:
    """Whether a line is kept out because it does not offer this kind of place."""
    return Reason.PLACEMENT_KIND.value in set(reasons)


def lacks_price(reasons: Iterable[str], wanted: Collection[str], carried: Collection[str]) -> bool:
    """Whether opting in would leave a line without a price: of a kind of place that it does not offer, it may lack the
    core costs that others carry into theirs (Q7). wanted, carried: codes of cost headings.
    """
    return of_another_kind(reasons) and not set(wanted) <= set(carried)


def is_filtered(reasons: Iterable[str]) -> bool:
    """Whether a line is told by letter that a declared fact or the cap keeps it out; one that is too far is not."""
    return may_opt_in(reasons)


ENOUGH_BIDS = 3


def too_few_will_bid(*, invited: int, cannot: int, will_bid: int, suitable_number: int, time_left: float) -> bool:
    """Whether to propose a wider limit after publication (R4): fewer can still bid than the suitable number; or in
    the last third of the time fewer than three have said that they will. time_left: of the whole time, 0 to 1.
    """
    return invited - cannot < suitable_number or (time_left < 1 / 3 and will_bid < ENOUGH_BIDS)
