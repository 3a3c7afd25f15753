"""A2, C2, G10: a bid is sent through the real web server, then looked for everywhere that can be read.

"Everywhere" is what an administrator of the machine has: every table past every wall, the dump, the write-ahead log,
the data folder with documents and logs, and, as far as it goes, the memory of the processes.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.conf import settings

from fairplace.commands.launcher.programs import plain_environment, programs
from fairplace.foundations.kernel.bid_sealing import (
    OpenerKeys,
    SealBroken,
    SealedSlot,
    first_turn,
    new_bid_code,
    open_with_code,
    open_with_key,
    second_turn,
)
from fairplace.foundations.kernel.refused import Refused
from tests.attacks.administrator import Administrator, address_of, administering, is_superuser
from tests.attacks.scene import BID_CANARY, CHILD_WORDS, Scene, signed_in
from tests.attacks.wire import (
    Browser,
    edition_on,
    memory_of,
    processes_of,
    sealed_address,
    slot_bytes,
    victims_browser,
)
from tests.dps.competitions.published import PASSPHRASE, STORY, keys
from tests.dps.referrals.written import NARRATIVE
from tests.fixtures.serving import Served
from tests.launcher.processes import wait_for

WORDS = "Plover songs at low tide"
PRICE = "83.19"


@pytest.fixture(scope="module")
def administrator(wire: Served, admin_url: str) -> Iterator[Administrator]:
    with administering(admin_url, wire.database) as connection:
        yield connection


def tables(administrator: Administrator) -> list[str]:
    found = administrator.execute(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
        " WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
    ).fetchall()
    return [name for (name,) in found]


def everything(administrator: Administrator) -> dict[str, list[bytes]]:
    """Every row of every table as COPY writes it, sorted."""
    held = {}
    for table in tables(administrator):
        with administrator.cursor().copy(f"COPY {table} TO STDOUT") as copy:
            held[table] = sorted(bytes(row) for row in copy)
    return held


def marks(words: list[str]) -> re.Pattern[bytes]:
    """Each word plain, in hexadecimal, in base64 and in UTF-16; a price only where no longer number holds it."""
    forms = []
    for word in words:
        raw = word.encode()
        if re.fullmatch(r"[\d.]+", word):
            forms.append(rb"(?<![\d.])" + re.escape(raw) + rb"(?![\d.])")
            continue
        shifted = [b64encode(b"x" * lead + raw)[4:-4] for lead in range(3)]
        forms += [re.escape(form) for form in (raw, raw.hex().encode(), word.encode("utf-16-le"), *shifted)]
    return re.compile(b"|".join(forms))


def worker_is_done(administrator: Administrator) -> None:
    """Scores of letters and whatever else waited for a worker when this one started; what it does by itself goes on."""
    waiting = "status IN ('todo', 'doing') AND coalesce(scheduled_at, now()) <= now()"
    begun = [key for (key,) in administrator.execute(f"SELECT id FROM procrastinate_jobs WHERE {waiting}")]
    left = f"SELECT 1 FROM procrastinate_jobs WHERE {waiting} AND id = ANY(%s)"
    assert wait_for(lambda: administrator.execute(left, [begun]).fetchone() is None, 300)


@pytest.fixture(scope="module")
def sent(wire: Served, wired_scene: Scene, administrator: Administrator) -> dict[str, Any]:
    """The victim takes its bid back, writes another with words and a price to look for, and submits that.
    What the database held before and after is kept."""
    browser = victims_browser(wire, wired_scene)
    bid = sealed_address(wired_scene)
    page = browser.get(bid)
    assert BID_CANARY in page.body, "the bidder alone still reads the bid"
    worker_is_done(administrator)
    before = everything(administrator)
    assert browser.post(bid, {"act": "withdraw"}, page).status == 302
    page = browser.get(bid)
    cost = dict.fromkeys(re.findall(r'name="(cost_[\w-]+)"', page.body), PRICE)
    form = {
        "act": "save",
        "then": "check",
        "edition": edition_on(page),
        "meets_speech-and-language": "on",
        "how_speech-and-language": WORDS,
        "meets_occupational-therapy": "on",
        "how_occupational-therapy": "A room for it.",
        "has_quiet-space": "on",
        "statement": f"{WORDS}, every day.",
        "priced_occupational-therapy": "61.97",
        **cost,
    }
    saved = browser.post(bid, form, page)
    assert saved.status == 302, re.sub(r"<[^>]+>", " ", saved.body)
    check = browser.get(sealed_address(wired_scene, "check/"))
    assert browser.post(bid, {"act": "submit", "edition": edition_on(check)}, check).status == 302
    receipt = browser.get(bid)
    assert WORDS in receipt.body
    number = re.search(r"\b[0-9A-F]{4}(-[0-9A-F]{4}){3}\b", receipt.body)
    assert number, "the bidder has its receipt"
    return {
        "words": [WORDS, BID_CANARY, PRICE, number[0], wired_scene.bid_code],
        "before": before,
        "after": everything(administrator),
        "browser": browser,
    }


def test_no_table_holds_a_word_of_it_a2_c2(sent: dict[str, Any]) -> None:
    looked_for = marks(sent["words"])
    found = [table for table, held in sent["after"].items() for row in held if looked_for.search(row)]
    assert found == []
    assert any(b"Surrey" in row for row in sent["after"]["public.organisations_organisation"]), "the search works"


def test_no_table_and_no_file_holds_who_a_child_is_or_what_is_told_of_it_r1(sent: dict[str, Any], wire: Served) -> None:
    """Names, addresses, numbers of families, the stories: in letters and agreements too."""
    looked_for = marks([*CHILD_WORDS, "ros@family.example", NARRATIVE, STORY])
    assert [table for table, held in sent["after"].items() for row in held if looked_for.search(row)] == []
    files = [path for path in wire.data.rglob("*") if path.is_file()]
    assert [path for path in files if looked_for.search(path.read_bytes())] == []


def test_restored_dump_with_every_setting_and_one_opener_opens_nothing_g10_c2(
    sent: dict[str, Any], wired_scene: Scene, administrator: Administrator
) -> None:
    """Every secret of the installation, and all keys that lie in the tables, tried as every kind of key."""
    held = administrator.execute(
        "SELECT id, version, content, wraps, bidder_wrap FROM competitions_slot WHERE competition_id = %s",
        [wired_scene.open_competition],
    ).fetchall()
    openers = administrator.execute(
        "SELECT public_key, sealed_private_key FROM competitions_opener WHERE competition_id = %s ORDER BY place",
        [wired_scene.open_competition],
    ).fetchall()
    secrets = [*settings.FAIRPLACE_KEYRING.values(), settings.FAIRPLACE_LOG_SEED, settings.SECRET_KEY.encode()]
    tried = {hashlib.sha256(secret).digest() for secret in secrets} | {secret[:32] for secret in secrets}
    tried |= {bytes(public) for public, _ in openers} | {bytes(sealed)[-32:] for _, sealed in openers}
    one_opener = keys()[0].unlock(PASSPHRASE)  # a single dishonest one, on top of all that
    tried.add(one_opener)
    for public, sealed in openers:
        for secret in (settings.SECRET_KEY, settings.FAIRPLACE_LOG_SEED.hex()):
            with pytest.raises(Refused):
                OpenerKeys(bytes(public), bytes(sealed)).unlock(secret)
    for slot_id, version, content, wraps, bidder_wrap in held:
        slot = SealedSlot(version, content, wraps, bidder_wrap)
        peeled = first_turn(slot.wraps, 0, one_opener)
        for key in tried:
            with pytest.raises(SealBroken):
                open_with_key(content, key, slot_id=slot_id, competition_id=wired_scene.open_competition)
            for place in (1, 2):
                with pytest.raises((SealBroken, ValueError)):
                    second_turn(peeled, place, key)
        with pytest.raises(ValueError, match=r"\w"):
            second_turn(peeled, 0, one_opener)
        with pytest.raises(Refused):
            open_with_code(slot, slot_id=slot_id, competition_id=wired_scene.open_competition, bid_code=new_bid_code())


def test_dump_and_write_ahead_log_hold_no_word_of_it_a2_c2(
    sent: dict[str, Any], wire: Served, admin_url: str, administrator: Administrator
) -> None:
    looked_for = marks(sent["words"])
    dump = subprocess.run(
        [programs() / "pg_dump", "--dbname", address_of(administrator, admin_url, wire.database)],
        env=plain_environment(),
        capture_output=True,
        check=True,
    ).stdout
    assert b"Surrey County Council" in dump
    assert not looked_for.search(dump)
    if not is_superuser(administrator):
        return  # the log's files are the superuser's alone
    (position,) = administrator.execute("SELECT pg_walfile_name(pg_current_wal_lsn())").fetchone() or ("",)
    (log,) = administrator.execute("SELECT pg_read_binary_file('pg_wal/' || %s)", [position]).fetchone() or (b"",)
    assert len(log) > 1_000_000
    words = marks([word for word in sent["words"] if word != PRICE])  # five bytes are too few among random ones
    assert not words.search(log)


def test_data_folder_and_logs_hold_no_word_of_it_a2(sent: dict[str, Any], wire: Served) -> None:
    looked_for = marks(sent["words"])
    files = [path for path in wire.data.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if looked_for.search(path.read_bytes())] == []


def test_memory_of_idle_processes_holds_no_word_of_it_g10(sent: dict[str, Any], wire: Served) -> None:
    """The worker never holds a word of a bid. The web process held the page that it drew; a moment later it has given
    that memory back, written over (docs/explanation/sealing.md), and it never goes to the disk."""
    looked_for = re.compile(re.escape(WORDS.encode()))
    for pid in processes_of(wire):
        assert re.search(r"Max core file size\s+0\s", Path(f"/proc/{pid}/limits").read_text())
        for _ in range(10):
            Event().wait(1.5)
            found = sum(len(looked_for.findall(part)) for part in memory_of(pid))
            if not found:
                break
        assert found == 0, Path(f"/proc/{pid}/cmdline").read_bytes()


def test_nothing_tells_who_has_submitted_nor_that_anybody_has_a17_c2(
    sent: dict[str, Any], wired_scene: Scene, administrator: Administrator
) -> None:
    """Between "before" and "after" the victim withdrew, saved and submitted. All that changed in the whole database:

    - three events that name the competition and nobody, each no more than a commitment;
    - their leaves in the log of the record, which are hashes, and the log's heads;
    - the bytes of one slot, which keep their size and kind.

    (An administrator who watches the live rows can still see which slot was written last, by PostgreSQL's own row
    versions; they are in no dump. When one looks from outside at rest, nothing tells one slot from the other.)
    """
    before, after = sent["before"], sent["after"]
    changed = {table for table in after if after[table] != before[table]}
    clockwork = {table for table in changed if table.startswith("public.procrastinate_")}  # what runs every minute
    for table in clockwork:
        assert not [row for row in set(after[table]) - set(before[table]) if bidder_in(row, wired_scene)]
    for job in (b"messages.deliver_message", b"transparency."):
        queued = [sum(job in row for row in held["public.procrastinate_jobs"]) for held in (before, after)]
        assert queued[1] <= queued[0], "no letter and no other job for a bid"
    log = {"public.audit_leaf", "public.audit_node", "public.audit_head", "public.audit_publishedhead"}
    assert changed - clockwork - log <= {"public.audit_event", "public.competitions_slot"}
    assert not [row for table in log & changed for row in after[table] if bidder_in(row, wired_scene)]
    events = [row for row in after["public.audit_event"] if row not in set(before["public.audit_event"])]
    assert len(events) == 3
    for event in events:
        columns = event.decode().split("\t")
        assert columns[3:6] == ["competitions.slot_resealed", r"\N", r"\N"], "its kind, no person, no organisation"
        assert not bidder_in(event, wired_scene)
        assert str(wired_scene.open_competition) in event.decode()
    shapes = administrator.execute(
        "SELECT DISTINCT version, octet_length(content), octet_length(wraps), octet_length(bidder_wrap),"
        " octet_length(commitment) FROM competitions_slot WHERE competition_id = %s",
        [wired_scene.open_competition],
    ).fetchall()
    assert len(shapes) == 1


def bidder_in(row: bytes, scene: Scene) -> bool:
    """Whether a row names the bidder, its people or one of the invitations."""
    names = (scene.victim.provider_id, scene.victim.actor.person_id, *scene.open_invitations.values())
    return any(str(name).encode() in row for name in names)


def test_who_submitted_and_who_only_said_so_look_alike_to_everyone_else_a17(
    sent: dict[str, Any], wired_scene: Scene, administrator: Administrator
) -> None:
    """The victim has submitted, the rival said that it will bid and never saved: in every table, the rows that name
    one are as many as those that name the other, column for column of the same length."""
    victim, rival = (
        [bidder.provider_id, bidder.actor.person_id, wired_scene.open_invitations[bidder.provider_id]]
        for bidder in (wired_scene.victim, wired_scene.rival)
    )
    of_the_open_one = {"public.competitions_invitation", "public.competitions_slot", "public.referrals_disclosure"}
    for table in of_the_open_one:
        shapes = [
            sorted(
                tuple(len(column) for column in row.split(b"\t"))
                for row in sent["after"][table]
                if any(str(one).encode() in row for one in of_one)
                and (
                    str(wired_scene.open_competition).encode() in row or str(wired_scene.open_referral).encode() in row
                )
            )
            for of_one in (victim, rival)
        ]
        assert shapes[0] == shapes[1] != [], table
    about = f"\t{wired_scene.open_referral}\t".encode()
    told = [
        sorted(
            row.split(b"\t")[3]
            for row in sent["after"]["public.audit_event"]
            if about in row and any(str(one).encode() in row for one in of_one)
        )
        for of_one in (victim, rival)
    ]
    assert told[0] == told[1] != []


def test_rival_and_officer_are_told_nothing_by_their_pages_a17(
    sent: dict[str, Any], wire: Served, wired_scene: Scene
) -> None:
    for actor, address in (
        (wired_scene.run.officer, f"/council/referrals/{wired_scene.open_referral}/"),
        (wired_scene.run.officer, "/council/referrals/"),
        (wired_scene.run.published.openers[0], f"/council/opening/{wired_scene.open_competition}/"),
        (wired_scene.rival.actor, "/provider/tasks/"),
    ):
        page = Browser(wire.url, {"sessionid": signed_in(actor).cookies["sessionid"].value}).get(address)
        assert page.status == 200, address
        assert not marks(sent["words"]).search(page.body.encode())
        assert not re.search(r"\b(one|1) bids?\b|bids? (is|are|was|were) (in|submitted)", page.body), address


def test_slot_is_other_bytes_after_each_sealing_c2(
    sent: dict[str, Any], wired_scene: Scene, administrator: Administrator
) -> None:
    held = slot_bytes(administrator, wired_scene.open_invitations[wired_scene.victim.provider_id])
    line = b"\\\\x" + held.hex().encode()
    assert not any(line in row for row in sent["before"]["public.competitions_slot"])
