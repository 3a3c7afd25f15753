"""C2: a restored dump of the database, with every setting of the application, opens no bid without two openers."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from fairplace.dps.competitions.models import Opener, Slot
from fairplace.foundations import audit
from fairplace.foundations.encryption import keyring
from fairplace.foundations.kernel.bid_sealing import (
    OpenerKeys,
    SealBroken,
    first_turn,
    open_with_key,
    second_turn,
)
from fairplace.foundations.kernel.refused import Refused
from tests.dps.competitions.council_side import OPENED, Run, content, run
from tests.dps.competitions.published import PASSPHRASE

Clock = Callable[[datetime | None], None]
CANARY = "MARMALADE-CANARY the child learns to swim"
PRICE = "98.76"


@pytest.fixture
def lodged(committed_database: object, set_clock: Clock) -> Run:
    """A submitted bid, after the closing time, with one key turned: the weakest moment of the seal."""
    made = run(set_clock, bidders=1)
    made.submit(made.published.bidders[0], content(made.published, price=PRICE, statement=CANARY))
    made.declare()
    set_clock(OPENED)
    made.turn(made.published.openers[0])
    return made


def everything(owner: psycopg.Connection[Any]) -> Iterator[tuple[str, object]]:
    """Every value of every table, as whoever restores a dump sees it."""
    tables = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    for (table,) in tables:
        name = sql.Identifier(table)
        owner.execute(sql.SQL("ALTER TABLE {} NO FORCE ROW LEVEL SECURITY").format(name))
        for row in owner.execute(sql.SQL("SELECT * FROM {}").format(name)).fetchall():
            yield from ((table, value) for value in row)


def test_no_text_of_a_sealed_bid_stands_anywhere(lodged: Run, owner_connection: psycopg.Connection[Any]) -> None:
    for table, value in everything(owner_connection):
        written = value if isinstance(value, bytes) else str(value).encode()
        assert b"MARMALADE" not in written, table
        if table.startswith("competitions_"):
            assert PRICE.encode() not in written, table


def test_all_that_is_stored_and_all_settings_open_no_bid(
    lodged: Run, owner_connection: psycopg.Connection[Any]
) -> None:
    """Every 32 bytes at the start or end of a stored value, every key of the settings, and one opener who helps."""
    stored = {value for _, value in everything(owner_connection) if isinstance(value, bytes) and len(value) >= 32}
    keys = {value[:32] for value in stored} | {value[-32:] for value in stored}
    keys |= {settings.SECRET_KEY.encode()[:32], b64decode("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")}
    keys |= {key for key in settings.FAIRPLACE_KEYRING.values() if len(key) == 32}
    assert keyring() is not None
    with audit.transaction_as(lodged.officer):
        slot = Slot.objects.get()
        opener = Opener.objects.get(competition_id=lodged.competition_id, place=0)
    helping = OpenerKeys(bytes(opener.public_key), bytes(opener.sealed_private_key)).unlock(PASSPHRASE)
    shares = first_turn(bytes(slot.wraps), 0, helping)
    for key in {*keys, helping}:
        with pytest.raises(SealBroken):
            open_with_key(bytes(slot.content), key, slot_id=slot.id, competition_id=lodged.competition_id)
        for place in (1, 2):
            with pytest.raises(SealBroken):
                second_turn(shares, place, key)
    with pytest.raises(ValueError, match="different opener"):
        second_turn(shares, 0, helping)
    other = Opener.objects.get(competition_id=lodged.competition_id, place=1)
    sealed = OpenerKeys(bytes(other.public_key), bytes(other.sealed_private_key))
    for guess in (settings.SECRET_KEY, "password", lodged.published.openers[1].name):
        with pytest.raises(Refused):
            sealed.unlock(guess)


def test_the_second_opener_opens_what_the_dump_does_not(lodged: Run) -> None:
    """So that the test above cannot pass for the wrong reason."""
    lodged.turn(lodged.published.openers[1])
    assert lodged.bids()[0].content["statement"] == CANARY
