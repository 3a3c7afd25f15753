"""`fairplace backup` and `fairplace restore` (T5, F7)."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fairplace.commands.streams import as_json, put, put_error

if TYPE_CHECKING:
    from fairplace.commands.backup.restoring import Restored

FAILED = 1

_Data = Annotated[Path, typer.Option(help="The data folder: documents and, without DATABASE_URL, the database.")]


def backup(
    into: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the backup's own folder is made.")],
    data: _Data = Path(".data"),
) -> None:
    """Copy database and documents of one moment, sealed, with a signed digest of everything, while the system runs.

    Secrets are never in it: keep FAIRPLACE_SECRET_KEY, FAIRPLACE_KEYRING and FAIRPLACE_LOG_SEED (or secrets.json of
    the data folder) somewhere else. Without them nothing sealed opens; beside the backup they would open everything.
    """
    from fairplace.commands.backup.making import make_backup
    from fairplace.commands.backup.manifest import secrets_of
    from fairplace.commands.launcher.data_folder import DataFolder
    from fairplace.commands.launcher.migrated_database import migrated_database

    with _said():
        folder = DataFolder(data).path
        secrets = secrets_of(folder)
        os.environ.update(secrets)
        with migrated_database(data, put_error) as database:
            made, manifest, digest = make_backup(
                owner_url=database.owner_url, documents=folder / "documents", into=into, secrets=secrets, say=put_error
            )
            _record_backup(manifest, digest)
            register = _write_erasures(
                database.owner_url, into / f"erasures-{made.name.removeprefix('fairplace-')}.json"
            )
    told = {"backup": str(made), "manifest_sha256": digest, "erasures": str(register), **_counted(manifest)}
    put(as_json(told, indent=1))


def erasures(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where the register is written.")],
    data: _Data = Path(".data"),
) -> None:
    """Write the register of erasures. Keep the newest apart from the backups: a restore asks for it."""
    from fairplace.commands.launcher.migrated_database import migrated_database

    with _said(), migrated_database(data, put_error) as database:
        put(str(_write_erasures(database.owner_url, file)))


def restore(
    from_: Annotated[Path, typer.Argument(metavar="BACKUP", help="The folder that `fairplace backup` made.")],
    data: _Data = Path(".data"),
    erasures: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The newest register of erasures, kept apart from the backups.")
    ] = None,
    no_erasures: Annotated[
        bool, typer.Option("--no-erasures", help="Nothing has been erased since this backup was made.")
    ] = False,
    test: Annotated[
        bool,
        typer.Option("--test", help="Into a server that is thrown away; the running system keeps that it was tested."),
    ] = False,
) -> None:
    """Put everything back into an empty database and an empty folder, and compare it with the backup.

    What was erased since the backup was made is erased again, by the newest register of erasures. The secrets of the
    system that was copied must be in the environment, or in secrets.json of the data folder.
    """
    from fairplace.commands.backup.erasures import read_erasures
    from fairplace.commands.backup.manifest import read_manifest, secrets_of
    from fairplace.commands.launcher.cannot_start import CannotStart
    from fairplace.commands.launcher.data_folder import DataFolder

    with _said():
        folder = DataFolder(data).path
        if not test and (erasures is None) is not no_erasures:
            raise CannotStart(
                "What was erased since the backup was made would be back: give the newest register with --erasures"
                " FILE, or say --no-erasures."
            )
        register = read_erasures(erasures) if erasures else []
        put_error("Checking the backup")
        secrets = secrets_of(folder)
        manifest = read_manifest(from_, secrets)
        began = time.monotonic()
        restored = (_restore_apart if test else _restore_here)(from_, manifest, secrets, data)
        seconds = round(time.monotonic() - began)
        again = _record_restore(data, secrets, manifest, restored, seconds, register, test=test)
    told: dict[str, Any] = {
        "made_at": manifest["made_at"],
        "tables": restored.tables,
        "rows": restored.rows,
        "documents": restored.documents,
        "log_size": restored.log_size,
        "erased_again": again,
        "seconds": seconds,
    }
    put(as_json(told, indent=1))


def _restore_here(source: Path, manifest: Mapping[str, Any], secrets: Mapping[str, str], data: Path) -> Restored:
    """Into the database of DATABASE_URL, or a new embedded one in the data folder."""
    from fairplace.commands.launcher.cannot_start import CannotStart
    from fairplace.commands.launcher.data_folder import DataFolder
    from fairplace.commands.launcher.embedded import EmbeddedServer

    folder = DataFolder(data)
    folder.take()
    try:
        given = os.environ.get("DATABASE_URL")
        if given:
            return _restored(source, manifest, secrets, given, folder.path / "documents")
        server = EmbeddedServer(folder.path)
        if server.cluster.exists():
            raise CannotStart(f"{server.cluster} exists: a backup is restored into an empty folder alone.")
        try:
            server.start(put_error)
            return _restored(source, manifest, secrets, server.admin_url, folder.path / "documents")
        finally:
            server.stop()
    finally:
        folder.release()


def _restore_apart(source: Path, manifest: Mapping[str, Any], secrets: Mapping[str, str], _data: Path) -> Restored:
    """Into a server of its own that is thrown away afterwards."""
    from fairplace.commands.launcher.embedded import EmbeddedServer

    path = Path(tempfile.mkdtemp(prefix="fairplace-restore-"))
    path.chmod(0o711)
    server = EmbeddedServer(path, throw_away=True)
    try:
        server.start(put_error)
        return _restored(source, manifest, secrets, server.admin_url, path / "documents")
    finally:
        server.stop()
        shutil.rmtree(path, ignore_errors=True)


def _restored(
    source: Path, manifest: Mapping[str, Any], secrets: Mapping[str, str], admin_url: str, documents: Path
) -> Restored:
    from fairplace.commands.backup.restoring import restore_backup
    from fairplace.foundations.kernel.sealed_fields import Keyring

    return restore_backup(
        backup=source,
        manifest=manifest,
        admin_url=admin_url,
        documents=documents,
        keyring=Keyring.from_json(secrets["FAIRPLACE_KEYRING"]),
        say=put_error,
    )


def _record_backup(manifest: Mapping[str, Any], digest: str) -> None:
    from fairplace.dps.custody.actions.record_copies import record_backup
    from fairplace.foundations.audit import transaction_as
    from fairplace.foundations.kernel.actor import SYSTEM

    with transaction_as(SYSTEM):
        record_backup(actor=SYSTEM, manifest_sha256=digest, **_counted(manifest))


def _write_erasures(owner_url: str, file: Path) -> Path:
    from fairplace.commands.backup.erasures import listed_erasures

    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(as_json(listed_erasures(owner_url), indent=1) + "\n")
    return file


def _record_restore(
    data: Path,
    secrets: Mapping[str, str],
    manifest: Mapping[str, Any],
    restored: Restored,
    seconds: int,
    register: list[dict[str, Any]],
    *,
    test: bool,
) -> int:
    """Where the system lives from now on: the restored one itself, or the running one when this was a test."""
    from fairplace.commands.backup.erasures import erase_again
    from fairplace.commands.launcher.data_folder import DataFolder
    from fairplace.commands.launcher.migrated_database import migrated_database

    os.environ.update(secrets)
    with migrated_database(data, put_error) as database:
        from fairplace.dps.custody.actions.record_copies import record_restore
        from fairplace.foundations.audit import transaction_as
        from fairplace.foundations.kernel.actor import SYSTEM

        again = 0
        if register and not test:
            put_error(f"Erasing again what was erased since: {len(register)} in the register")
            again = erase_again(database.owner_url, register, DataFolder(data).path / "documents")
        with transaction_as(SYSTEM):
            record_restore(
                actor=SYSTEM,
                made_at=manifest["made_at"],
                tables=restored.tables,
                rows=restored.rows,
                documents=restored.documents,
                log_size=restored.log_size,
                seconds=seconds,
                tested=test,
                erased_again=again,
            )
    return again


def _counted(manifest: Mapping[str, Any]) -> dict[str, Any]:
    head = manifest["head"]
    return {
        "made_at": str(manifest["made_at"]),
        "tables": len(manifest["tables"]),
        "rows": sum(int(table["rows"]) for table in manifest["tables"].values()),
        "documents": len(manifest["documents"]),
        "log_size": int(head["size"]) if head else 0,
    }


@contextmanager
def _said() -> Iterator[None]:
    """What stopped us, as one sentence and exit status 1."""
    from fairplace.commands.launcher.cannot_start import CannotStart
    from fairplace.commands.launcher.migrated_database import StopRequested

    try:
        yield
    except StopRequested:
        put_error("Stopped")
        raise typer.Exit(FAILED) from None
    except CannotStart as error:
        put_error(str(error))
        raise typer.Exit(FAILED) from error
