"""T5: keys turn over under load, a killed run loses nothing, and a key goes only when nothing needs it."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test import override_settings
from psycopg.errors import AdminShutdown, DeadlockDetected

from fairplace.commands.backup.contents import as_keeper
from fairplace.commands.launcher.roles import Database, with_parts
from fairplace.dps.custody.actions import turn_keys as turning
from fairplace.dps.custody.queries.keys import key_use, missing_keys, sealed_columns
from fairplace.foundations.documents.store import open_document
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.sealed_fields import Keyring, decrypt
from fairplace.foundations.messages.models import Message
from fairplace.foundations.messages.private import opened
from fairplace.foundations.messages.queue import queue_message
from fairplace.web.page.checks import keys_are_all_there
from tests.commands.running import START
from tests.dps.transparency.packs import awarded, pack_of
from tests.launcher.processes import wait_for

Clock = Callable[[datetime | None], None]
OLD, NEW = bytes(range(32)), bytes(range(100, 132))
BOTH = {1: OLD, 2: NEW}


def plain(database: Database, keys: dict[int, bytes]) -> dict[tuple[str, str, UUID], bytes]:
    """Every sealed value of every organisation, opened."""
    found = {}
    with as_keeper(database.owner_url) as connection:
        for place in sealed_columns():
            rows = connection.execute(f'SELECT id, "{place.column}" FROM "{place.table}"').fetchall()  # type: ignore[arg-type]
            for row_id, sealed in rows:
                if sealed is not None:
                    found[place.table, place.column, row_id] = decrypt(
                        Keyring(keys), bytes(sealed), table=place.table, column=place.column, row_id=row_id
                    )
    return found


@contextmanager
def letters_meanwhile() -> Iterator[list[UUID]]:
    """Somebody goes on queueing private letters."""
    stop, written = threading.Event(), list[UUID]()

    def write() -> None:
        number = 0
        try:
            while not stop.is_set():
                with transaction.atomic():
                    letter = queue_message(
                        key=f"load:{number}",
                        to=f"n{number}@family.example",
                        subject="s",
                        body=f"{number}",
                        private=True,
                    )
                written.append(letter)
                number += 1
        finally:
            connections.close_all()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield written
    finally:
        stop.set()
        thread.join(30)


def test_keys_turn_over_under_load_and_a_killed_run_loses_nothing_t5(
    committed_database: Database, set_clock: Clock, admin_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = awarded(set_clock)
    pack_of(made)
    set_clock(datetime.now(UTC))
    before = plain(committed_database, {1: OLD})
    assert len(before) > 10
    monkeypatch.setattr(turning, "AT_ONCE", 3)
    with override_settings(FAIRPLACE_KEYRING=BOTH), letters_meanwhile() as letters:
        for _ in range(2):
            killed_at_its_second_table(admin_url, committed_database)
            assert plain(committed_database, BOTH).items() >= before.items(), "all opens, half turned over"
            use = {found.version: found.values for found in key_use()}
            assert use[1] > 0 < use[2], "half turned over"
        for batches in (2, 3):
            turning.turn_keys(actor=SYSTEM, most=batches)
        turning.turn_keys(actor=SYSTEM)
        assert turning.turn_keys(actor=SYSTEM) == turning.Turned(0, 0)
    assert letters, "somebody was writing meanwhile"
    with override_settings(FAIRPLACE_KEYRING=BOTH):
        use = {found.version: found for found in key_use()}
        assert (use[1].values, use[1].documents) == (0, 0)
        assert use[2].documents > 0
    after = plain(committed_database, {2: NEW})
    assert after.items() >= before.items(), "nothing lost, and the old key needed for nothing"
    with override_settings(FAIRPLACE_KEYRING={2: NEW}):
        assert keys_are_all_there(None, databases=["default"]) == []
        for row in Message.objects.filter(id__in=letters).values("id", "key", "sealed", "to_address", "body_text"):
            assert opened(row)["body_text"] == row["key"].split(":")[1]
        with as_keeper(committed_database.owner_url) as connection:
            for document_id, was in connection.execute("SELECT id, sha256 FROM documents_document").fetchall():
                held = open_document(document_id)
                assert held is not None
                assert bytes(was) == hashlib.sha256(held.content).digest()


@pytest.mark.django_db
def test_what_the_database_ends_because_two_wait_for_each_other_is_begun_again_t5() -> None:
    """As when whole children are erased meanwhile. Another failure of the database is told as it is."""
    with transaction.atomic():
        queue_message(key="one", to="a@family.example", subject="s", body="b", private=True)
    ended: list[type[Exception]] = [DeadlockDetected, DeadlockDetected]

    def sometimes_ended(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        if "fairplace_seal_anew" in sql and ended:
            raise OperationalError from ended.pop()()
        return execute(sql, *given)

    with override_settings(FAIRPLACE_KEYRING=BOTH), connection.execute_wrapper(sometimes_ended):
        assert turning.turn_keys(actor=SYSTEM).values == 1
        assert not ended
    ended.append(AdminShutdown)
    with (
        override_settings(FAIRPLACE_KEYRING=BOTH | {3: OLD}),
        connection.execute_wrapper(sometimes_ended),
        pytest.raises(OperationalError),
    ):
        turning.turn_keys(actor=SYSTEM)


@pytest.mark.django_db
def test_a_key_that_is_needed_and_missing_stops_the_start_t5() -> None:
    with transaction.atomic():
        queue_message(key="one", to="a@family.example", subject="s", body="b", private=True)
    assert keys_are_all_there(None, databases=["default"]) == []
    with override_settings(FAIRPLACE_KEYRING={2: NEW}):
        assert [use.version for use in missing_keys()] == [1]
        (error,) = keys_are_all_there(None, databases=["default"])
    assert "Key 1 is not in FAIRPLACE_KEYRING" in error.msg


def test_a_new_key_is_added_to_the_folder_and_the_old_one_stays(tmp_path: Path) -> None:
    kept = {"FAIRPLACE_KEYRING": json.dumps({"1": b64encode(OLD).decode()}), "FAIRPLACE_LOG_SEED": "x"}
    (tmp_path / "secrets.json").write_text(json.dumps(kept))
    environment = {name: value for name, value in os.environ.items() if name != "FAIRPLACE_KEYRING"}
    done = command("--new-key", "--data", str(tmp_path), environment=environment)
    assert done.wait(60) == 0
    now = json.loads((tmp_path / "secrets.json").read_text())
    ring = Keyring.from_json(now["FAIRPLACE_KEYRING"])
    assert (ring.newest, ring.keys[1], now["FAIRPLACE_LOG_SEED"]) == (2, OLD, "x")
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600


RUNNING = """
import sys
import django
from uuid import UUID
from fairplace.foundations.encryption import keyring
from fairplace.foundations.kernel.sealed_fields import CannotOpen, decrypt, encrypt
django.setup()
place = {"table": "t", "column": "c", "row_id": UUID(int=1)}
for line in sys.stdin:
    act, _, value = line.strip().partition(" ")
    try:
        told = encrypt(keyring(), value.encode(), **place).hex() if act == "seal" else decrypt(
            keyring(), bytes.fromhex(value), **place).decode()
    except CannotOpen as error:
        told = str(error)
    print(told, flush=True)
"""


def asked(process: subprocess.Popen[str], line: str) -> str:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(line + "\n")
    process.stdin.flush()
    return process.stdout.readline().strip()


def test_running_processes_take_a_new_key_up_by_themselves_t5(tmp_path: Path) -> None:
    """Whoever sees it first, the other opens what was sealed with it. Control: without the file it cannot."""
    from fairplace.commands.launcher.data_folder import DataFolder

    kept = {"FAIRPLACE_SECRET_KEY": "s", "FAIRPLACE_KEYRING": json.dumps({"1": b64encode(OLD).decode()}),
            "FAIRPLACE_LOG_SEED": b64encode(OLD).decode()}  # fmt: skip
    (tmp_path / "secrets.json").write_text(json.dumps(kept))
    bare = {name: value for name, value in os.environ.items() if name != "FAIRPLACE_KEYRING"}
    with pytest.MonkeyPatch.context() as patched:
        patched.delenv("FAIRPLACE_KEYRING")
        launched = bare | DataFolder(tmp_path).secrets()
    alone = {name: value for name, value in launched.items() if name != "FAIRPLACE_KEYRING_FILE"}
    processes = [
        subprocess.Popen([sys.executable, "-c", RUNNING], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                         text=True, cwd=Path(__file__).resolve().parents[3])
        for env in (launched, launched, alone)
    ]  # fmt: skip
    first, second, naive = processes
    try:
        old = asked(first, "seal before")
        assert old.startswith("0001")
        assert command("--new-key", "--data", str(tmp_path), environment=bare).wait(60) == 0
        new = asked(second, "seal after")
        assert new.startswith("0002")
        assert [asked(first, f"open {sealed}") for sealed in (old, new)] == ["before", "after"]
        assert asked(first, "seal more").startswith("0002")
        assert asked(naive, f"open {new}") == "The keyring has no key 2."
    finally:
        for process in processes:
            process.communicate()


def killed_at_its_second_table(admin_url: str, database: Database) -> None:
    """The command, killed while it seals the second table that it finds something in.

    Somebody's lock holds it up there, however fast it is: killed after a line of its, it may have done all by then.
    """
    environment = {
        **{name: value for name, value in os.environ.items() if name != "FAIRPLACE_ADMIN_DATABASE_URL"},
        "DATABASE_URL": with_parts(admin_url, database=database.name),
        "FAIRPLACE_KEYRING": Keyring(BOTH).to_json(),
    }
    with as_keeper(database.owner_url) as holder:
        table = under_the_old_key(holder)[1]
        holder.execute(f'LOCK TABLE "{table}" IN EXCLUSIVE MODE')  # type: ignore[arg-type]  # reading goes on
        running = command("--data", os.environ["FAIRPLACE_DATA"], environment=environment)
        waits = "SELECT 1 FROM pg_locks WHERE NOT granted AND mode = 'RowExclusiveLock' AND relation = %s::regclass"
        wait_for(lambda: running.poll() is not None or holder.execute(waits, [table]).fetchone() is not None, 300)
        running.kill()
        _, said = running.communicate()
    assert running.returncode == -signal.SIGKILL, said
    assert "sealed anew" in said


def under_the_old_key(connection: psycopg.Connection[Any]) -> list[str]:
    """Tables with something to seal anew, as the command comes to them, but letters, which are being written."""
    found = 'SELECT 1 FROM "{0}" WHERE octet_length("{1}") > 2 AND get_byte("{1}", 1) = 1'
    return [
        table
        for table, columns in groupby(sealed_columns(), lambda place: place.table)
        if table != Message._meta.db_table
        and any(connection.execute(found.format(table, one.column)).fetchone() for one in columns)  # type: ignore[arg-type]
    ]


def command(*words: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[3]
    return subprocess.Popen(
        [sys.executable, "-c", START, "turn-keys", *words],
        env=environment, cwd=root, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
    )  # fmt: skip
