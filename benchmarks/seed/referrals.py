"""Referrals with what they ask for, the child's encrypted records, and how far each has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from benchmarks.seed.copying import Connection, as_json, copy
from benchmarks.seed.market import Category, Council
from benchmarks.seed.places import centre_of
from benchmarks.sizes import Size
from fairplace.dps.market.rules.category_content import Item
from fairplace.dps.referrals.rules.weights import USUAL
from fairplace.foundations.kernel.grid import GridPoint
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.sealed_fields import Keyring, encrypt

Seal = Callable[[str, str, UUID, str], bytes]
"""(table, column, row, plain text) to what is stored."""

# What share of referrals stands where: nearly all were closed long ago. In thousandths.
STANDINGS = {
    "draft": 15, "open": 25, "opening": 1, "evaluating": 8, "scored": 1, "with_family": 4, "to_award": 4,
    "awarded": 4, "accepted": 6, "no_award": 30, "cancelled": 30, "closed": 872,
}  # fmt: skip
NO_COMPETITION = "draft"
LIVE = frozenset(STANDINGS) - {"no_award", "cancelled", "closed", NO_COMPETITION}
STORY = "Sam has moved three times and wants to stay near friends. " * 20


@dataclass(frozen=True, slots=True)
class Referral:
    """standing: the competition's state, "closed" where both have signed, or "draft"."""

    id: UUID
    reference: str
    council: Council
    category: Category
    standing: str
    written_by: UUID
    at: datetime
    home: GridPoint
    age: int
    kind: str
    choice_by: str
    needs: tuple[Item, ...]
    features: tuple[Item, ...]

    @property
    def state(self) -> str:
        if self.standing in {"draft", "cancelled"}:
            return self.standing
        return "published" if self.standing in LIVE else "closed"


PRICE_WEIGHT = Decimal(50)
WEIGHTS: Mapping[str, Decimal] = USUAL._asdict()


def sealer(keyring: Keyring) -> Seal:
    return lambda table, column, row, text: encrypt(keyring, text.encode(), table=table, column=column, row_id=row)


def make_referrals(
    connection: Connection,
    chance: Random,
    size: Size,
    councils: list[Council],
    categories: list[Category],
    now: datetime,
) -> list[Referral]:
    """The first council is the largest: it has about a third. Its first two are the ones that pages are shown of."""
    shares = [1 / (1 + at) for at in range(len(councils))]
    referrals = [
        _referral(chance, 0, councils[0], categories[0], "draft", now),
        _referral(chance, 1, councils[0], categories[0], "to_award", now),
    ]
    for at, standing in enumerate(_standings(size.referrals - 2), 2):
        council = chance.choices(councils, shares)[0]
        referrals.append(_referral(chance, at, council, chance.choice(categories), standing, now))
    return referrals


def _standings(number: int) -> Iterator[str]:
    """Exactly so many of each, one at least where there is any."""
    counts = Counter({name: max(1, number * share // 1000) for name, share in STANDINGS.items()})
    counts["closed"] += number - counts.total()
    return counts.elements()


def _referral(chance: Random, at: int, council: Council, category: Category, standing: str, now: datetime) -> Referral:
    content, centre = category.content, centre_of(council.region)
    days = chance.uniform(1, 5) if standing in {"draft", "open"} else chance.uniform(15, 40)
    if standing not in LIVE and standing != NO_COMPETITION:
        days = chance.uniform(60, 1000)
    return Referral(
        id=new_id(),
        reference=f"R-{at // 1000:03}-{at % 1000:03}",
        council=council,
        category=category,
        standing=standing,
        written_by=chance.choice(council.officers),
        at=now - timedelta(days=days),
        home=GridPoint(int(chance.gauss(centre.easting, 20_000)), int(chance.gauss(centre.northing, 10_000))),
        age=chance.randint(11, 15),
        kind=chance.choice(content.placement_kinds).code,
        choice_by=chance.choices(("parent", "nobody"), (3, 1))[0],
        needs=tuple(chance.sample(content.needs, 6)),
        features=tuple(chance.sample(content.features, 3)),
    )


def copy_referrals(connection: Connection, referrals: list[Referral], seal: Seal) -> None:
    copy(
        connection,
        "referrals_referral",
        "id reference council_id category_id category_version_id state written_by_id started_at title placement_kind"
        " age gender start_on expected_weeks urgency district price_weight quality_weights radius_miles choice_by",
        (
            (
                *(one.id, one.reference, one.council.id, one.category.id, one.category.version_id, one.state),
                *(one.written_by, one.at, f"{one.category.content.name}, age {one.age}", one.kind, one.age, ""),
                *((one.at + timedelta(days=40)).date(), 52, "planned", "GU1", PRICE_WEIGHT),
                *(as_json({code: str(weight) for code, weight in WEIGHTS.items()}), 40, one.choice_by),
            )
            for one in referrals
        ),
    )
    copy(
        connection,
        "referrals_referralitem",
        "id referral_id kind code name marks essential position",
        (
            (new_id(), one.id, kind, item.code, item.name, item.marks, kind == "need" and at == 0, at)
            for one in referrals
            for kind, items in (("need", one.needs), ("feature", one.features))
            for at, item in enumerate(items)
        ),
    )
    copy(
        connection,
        "referrals_referraloutcome",
        "id referral_id component wording position",
        (
            (new_id(), one.id, component.code, f"To do better at {component.name.lower()}", at)
            for one in referrals
            for at, component in enumerate(one.category.content.components[:3])
        ),
    )
    copy(
        connection,
        "referrals_referralstate",
        "id referral_id came_from became at by_id because",
        ((new_id(), one.id, "", one.state, one.at, one.written_by, "") for one in referrals),
    )
    _copy_children(connection, referrals, seal)


def _copy_children(connection: Connection, referrals: list[Referral], seal: Seal) -> None:
    plain = {
        "full_name": "Sam Invented", "date_of_birth": "2013-05-04", "home_postcode": "GU1 1AA", "called": "Sam",
        "family_name": "Alex Invented", "family_email": "family@example.org", "family_phone": "01632 960000",
    }  # fmt: skip
    told = {"narrative": STORY, "own_words": STORY[:200], "family_words": ""}

    def sealed(table: str, row: UUID, values: Mapping[str, str]) -> Iterator[bytes]:
        return (seal(table, column, row, text) for column, text in values.items())

    def rows(table: str, values: Callable[[Referral], Mapping[str, str]]) -> Iterator[tuple[object, ...]]:
        for one in referrals:
            key = new_id()
            yield key, one.id, one.council.id, *sealed(table, key, values(one))

    def identity(one: Referral) -> Mapping[str, str]:
        return {**plain, "home_point": f"{one.home.easting},{one.home.northing}"}

    before = "id referral_id council_id "
    table = "referrals_childidentity"
    copy(connection, table, before + " ".join([*plain, "home_point"]), rows(table, identity))
    table = "referrals_childstory"
    copy(connection, table, before + " ".join(told), rows(table, lambda _: told))
