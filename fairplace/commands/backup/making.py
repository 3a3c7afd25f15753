"""A copy of database and documents that belong together, taken while the system runs."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from fairplace.commands.backup.contents import (
    LEFT_OUT,
    as_keeper,
    document_files,
    log_head,
    sequences,
    table_digests,
)
from fairplace.commands.backup.manifest import (
    DOCUMENTS,
    DUMP,
    FORMAT,
    VERSION,
    digest_of,
    known_secrets,
    write_manifest,
)
from fairplace.commands.backup.server_tools import running, tool
from fairplace.commands.launcher.cannot_start import CannotStart
from fairplace.foundations.kernel.file_lock import FILES_STAY
from fairplace.foundations.kernel.sealed_fields import Keyring
from fairplace.foundations.kernel.sealed_stream import sealed_blocks


def make_backup(
    *, owner_url: str, documents: Path, into: Path, secrets: Mapping[str, str], say: Callable[[str], None]
) -> tuple[Path, dict[str, Any], str]:
    """A new folder below `into`, its manifest and the manifest's digest. Raises CannotStart.

    The dump is sealed as it comes out of the database: it never lies there in the clear.
    Everything is of one moment: the dump and the digests of the tables share one snapshot, and no file of a document
    goes while they are made. The folder has its name only when it is whole.
    """
    made_at = datetime.now(UTC)
    final = into / f"fairplace-{made_at:%Y-%m-%dT%H%M%SZ}"
    draft = final.with_suffix(".partial")
    try:
        draft.mkdir(mode=0o700, parents=True)
    except OSError as error:
        raise CannotStart(f"{draft} cannot be made: {error.strerror}.") from error
    try:
        stream = uuid4()
        manifest = _copy(owner_url, documents, draft, Keyring.from_json(secrets["FAIRPLACE_KEYRING"]), stream, say)
        manifest |= {
            "stream": str(stream),
            "format": FORMAT,
            "version": VERSION,
            "made_at": made_at.isoformat(),
            "left_out": list(LEFT_OUT),
            "secrets": known_secrets(secrets),
        }
        digest = write_manifest(draft, manifest, secrets)
        draft.rename(final)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return final, manifest, digest


def _copy(
    owner_url: str, documents: Path, draft: Path, keyring: Keyring, stream: UUID, say: Callable[[str], None]
) -> dict[str, Any]:
    with as_keeper(owner_url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        connection.execute("SELECT pg_advisory_xact_lock_shared(%s)", [FILES_STAY])
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None
        major = connection.info.server_version // 10_000
        say("Copying the database")
        command: list[str | Path] = [tool("pg_dump", major), "--format=custom", "--enable-row-security"]
        command += [f"--exclude-table-data={name}" for name in LEFT_OUT]
        command += [f"--snapshot={row[0]}", "--no-password"]
        with running(command, owner_url, "Copying the database") as dumping, (draft / DUMP).open("xb") as sealed:
            assert dumping.stdout is not None
            sealed.writelines(sealed_blocks(dumping.stdout, keyring, stream))
        say("Working out the digests of the tables")
        tables, counters, head = table_digests(connection), sequences(connection), log_head(connection)
        files = document_files(connection)
        say(f"Copying {len(files):,} documents")
        copied = {name: _copy_file(documents / name, draft / DOCUMENTS / name) for name in files}
    return {
        "server": major,
        "dump": digest_of(draft / DUMP),
        "tables": tables,
        "sequences": counters,
        "head": head,
        "documents": copied,
    }


def _copy_file(source: Path, target: Path) -> str:
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise CannotStart(f"The document {source} cannot be copied: {error.strerror}. Nothing was kept.") from error
    return digest_of(target)
