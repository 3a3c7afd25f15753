"""All of it, in one transaction."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from uuid import UUID

from benchmarks.seed.applications import copy_applications
from benchmarks.seed.competitions import copy_competitions, make_competitions
from benchmarks.seed.copying import Connection, behind_the_walls
from benchmarks.seed.market import make_councils, make_market
from benchmarks.seed.places import make_places
from benchmarks.seed.referrals import copy_referrals, make_referrals, sealer
from benchmarks.sizes import Size
from fairplace.foundations.kernel.sealed_fields import Keyring


@dataclass(frozen=True, slots=True)
class Seeded:
    """What the pages are shown of: the largest council and the provider with most on its list of tasks.

    applications: unsent ones, each with its bid manager; line: of the first of them.
    """

    officer: UUID
    bid_manager: UUID
    draft: UUID
    compared: UUID
    procurement: UUID
    applications: list[tuple[UUID, UUID]]
    line: UUID


def seed(connection: Connection, size: Size, keyring: Keyring) -> Seeded:
    """Fill an empty, migrated database as the tables' owner. The same data every time but for keys and the date."""
    chance, now, seal = Random(2026), datetime.now(UTC), sealer(keyring)
    with behind_the_walls(connection):
        councils = make_councils(connection, size)
        system, categories = make_market(connection, councils, now)
        places = make_places(connection, chance, size, system, categories, now)
        drafts, line = copy_applications(connection, chance, size, system, categories[0], councils[0], now)
        referrals = make_referrals(connection, chance, size, councils, categories, now)
        copy_referrals(connection, referrals, seal)
        competitions = make_competitions(chance, size, referrals, places, now)
        copy_competitions(connection, chance, competitions, seal)
    connection.execute("ANALYZE")
    busy = Counter(
        sent.place.provider.bid_manager for one in competitions if one.state == "open" for sent in one.invitations
    )
    return Seeded(
        officer=councils[0].officers[0],
        bid_manager=busy.most_common(1)[0][0],
        draft=referrals[0].id,
        compared=competitions[0].id,
        procurement=councils[0].procurement,
        applications=drafts,
        line=line,
    )
