"""Everything back from a copy, into an empty server, and compared with what was copied."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from fairplace.commands.backup.contents import Connection, as_keeper, log_head, sequences, table_digests
from fairplace.commands.backup.manifest import DOCUMENTS, DUMP
from fairplace.commands.backup.server_tools import running, tool
from fairplace.commands.launcher.cannot_start import CannotStart
from fairplace.commands.launcher.roles import prepare_database
from fairplace.foundations.kernel.merkle import Growing
from fairplace.foundations.kernel.sealed_fields import CannotOpen, Keyring, decrypt
from fairplace.foundations.kernel.sealed_stream import opened_blocks

_LEAVES = "SELECT leaf FROM audit_leaf ORDER BY position"
_DOCUMENTS = "SELECT id, stored_as, sha256 FROM documents_document ORDER BY id"


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back, all of it equal to the copy's own list."""

    tables: int
    rows: int
    documents: int
    log_size: int
    owner_url: str


def restore_backup(
    *, backup: Path, manifest: Mapping[str, Any], admin_url: str, documents: Path, keyring: Keyring,
    say: Callable[[str], None],
) -> Restored:  # fmt: skip
    """Into the database of that address, which must be empty or absent, and an empty folder of documents.

    Raises CannotStart when anything there would be written over, or is not what was copied.
    """
    if documents.exists() and any(documents.iterdir()):
        raise CannotStart(f"{documents} holds files: a backup is restored into an empty place alone.")
    database = prepare_database(admin_url)
    with as_keeper(database.owner_url) as connection:
        _check_empty(connection, manifest["server"])
    say("Restoring the database")
    command: list[str | Path] = [
        tool("pg_restore", manifest["server"]),
        "--no-owner",
        "--single-transaction",
        "--no-password",
    ]
    with (
        (backup / DUMP).open("rb") as sealed,
        running(command, database.owner_url, "Restoring the database") as filling,
    ):
        assert filling.stdin is not None
        try:
            filling.stdin.writelines(opened_blocks(sealed, keyring, UUID(manifest["stream"])))
        except CannotOpen as error:
            raise CannotStart(f"The backup is damaged: {DUMP} does not open.") from error
        filling.stdin.close()
    say("Restoring the documents")
    for name in manifest["documents"]:
        target = documents / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(backup / DOCUMENTS / name, target)
    say("Comparing everything with the backup")
    with as_keeper(database.owner_url) as connection:
        _check_same(connection, manifest)
        log_size = _check_log(connection, manifest)
        opened = _check_documents(connection, documents, keyring)
    rows = sum(int(table["rows"]) for table in manifest["tables"].values())
    return Restored(len(manifest["tables"]), rows, opened, log_size, database.owner_url)


def _check_empty(connection: Connection, made_by: int) -> None:
    found = connection.execute("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace").fetchone()
    if found is not None and found[0]:
        raise CannotStart("The database is not empty: a backup is restored into an empty one alone.")
    ours = connection.info.server_version // 10_000
    if ours < made_by:
        raise CannotStart(f"The backup is of PostgreSQL {made_by}; this server is {ours}, which is older.")


def _check_same(connection: Connection, manifest: Mapping[str, Any]) -> None:
    found = table_digests(connection)
    differing = sorted(
        name for name in {*found, *manifest["tables"]} if found.get(name) != manifest["tables"].get(name)
    )
    if differing:
        raise CannotStart(f"Not everything came back: {', '.join(differing)}.")
    counters = sequences(connection)
    differing = sorted(
        name for name in {*counters, *manifest["sequences"]} if counters.get(name) != manifest["sequences"].get(name)
    )
    if differing:
        raise CannotStart(f"Not everything came back: the counters {', '.join(differing)}.")


def _check_log(connection: Connection, manifest: Mapping[str, Any]) -> int:
    """The tree made again from its leaves must give the signed root."""
    head = log_head(connection)
    if head != manifest["head"]:
        raise CannotStart("The head of the log is not that of the backup.")
    tree = Growing()
    with connection.cursor(name="leaves") as cursor:
        for (leaf,) in cursor.execute(_LEAVES):
            tree.add(bytes(leaf))
    if head is not None and (tree.size, tree.root.hex()) != (head["size"], head["root"]):
        raise CannotStart("The leaves of the log do not give its signed root.")
    return tree.size


def _check_documents(connection: Connection, documents: Path, keyring: Keyring) -> int:
    opened = 0
    for row_id, stored_as, sha256 in connection.execute(_DOCUMENTS).fetchall():
        try:
            sealed = (documents / stored_as).read_bytes()
            content = decrypt(keyring, sealed, table="documents_document", column="content", row_id=row_id)
        except (OSError, CannotOpen) as error:
            raise CannotStart(f"The document {row_id} does not open.") from error
        if hashlib.sha256(content).digest() != bytes(sha256):
            raise CannotStart(f"The document {row_id} is not what was stored.")
        opened += 1
    return opened
