"""`fairplace import-register {gias,ofsted} FILE [--apply]`: a public register, previewed and applied (X4)."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fairplace.commands.streams import as_json, put, put_error, refuse

if TYPE_CHECKING:
    from fairplace.dps.organisations.rules.register_comparison import Counts
    from fairplace.dps.organisations.rules.register_reading import Reading

FAILED = 1
"""Exit status: the file is right, the database is not."""


class Register(StrEnum):
    """As typed."""

    gias = "gias"
    ofsted = "ofsted"


def import_register(
    register: Annotated[Register, typer.Argument(help="gias: schools. ofsted: social care.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="As published: CSV, the .zip with it, .xlsx or .ods.")],
    apply: Annotated[bool, typer.Option("--apply", help="Write it. Without this, only show what it would do.")] = False,
    data: Annotated[
        Path, typer.Option(help="The data folder with the embedded database, where DATABASE_URL is not set.")
    ] = Path(".data"),
) -> None:
    """Preview or apply the file of a public register; prints JSON.

    A bad row is reported by its line and left out. A file that is not the register: exit status 2 and why.
    """
    from fairplace.commands.launcher.cannot_start import CannotStart
    from fairplace.commands.launcher.migrated_database import StopRequested, migrated_database
    from fairplace.dps.organisations.rules.register_file import NotTheRegister
    from fairplace.dps.organisations.rules.register_reading import read_register

    content = _read(file)
    _say(f"Reading {file.name}")
    try:
        reading = read_register(register.value, content, lambda rows: _say(f"{rows:,} rows read"))
    except NotTheRegister as error:
        refuse(f"{file}: {error}")
    _say(f"{reading.read:,} rows in all, {len(reading.bad):,} of them bad")
    try:
        with migrated_database(data, _say):
            counts = _compared(reading, file.name, content, apply=apply)
    except StopRequested:
        _say("Stopped: nothing was changed")
        raise typer.Exit(FAILED) from None
    except CannotStart as error:
        put_error(str(error))
        raise typer.Exit(FAILED) from error
    put(as_json(_as_promised(counts), indent=1))


def _compared(reading: Reading, file_name: str, content: bytes, *, apply: bool) -> Counts:
    """Against the register in this database, in this process, as the application's role."""
    from fairplace.dps.organisations.actions.import_register import import_register as write
    from fairplace.dps.organisations.queries.register_preview import register_preview
    from fairplace.foundations.audit import transaction_as
    from fairplace.foundations.kernel.actor import SYSTEM

    _say("Comparing with the register")
    with transaction_as(SYSTEM) as now:
        if not apply:
            return register_preview(reading).counts
        counts = write(actor=SYSTEM, reading=reading, file_name=file_name, content=content, at=now, say=_say)
    _say("Applied")
    return counts


def _as_promised(counts: Counts) -> dict[str, object]:
    """The command's contract: these keys, in this order."""
    return {
        "read": counts.read,
        "new": counts.new,
        "changed": counts.changed,
        "unchanged": counts.unchanged,
        "closed": counts.closed,
        "absent": counts.absent,
        "bad": [{"line": bad.line, "why": bad.why} for bad in counts.bad],
    }


def _read(path: Path) -> bytes:
    from fairplace.dps.organisations.rules.register_file import LARGEST

    try:
        if path.stat().st_size > LARGEST:
            refuse(f"{path}: This file is larger than {LARGEST // 1024 // 1024} MB: no register is as large.")
        return path.read_bytes()
    except FileNotFoundError:
        refuse(f"{path}: There is no such file.")
    except IsADirectoryError:
        refuse(f"{path}: This is a folder, not a file.")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        refuse(f"{path}: This file cannot be read ({reason.lower()}).")


def _say(line: str) -> None:
    """Progress, on standard error; a closed one must not stop the work."""
    try:
        put_error(line)
    except OSError:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
