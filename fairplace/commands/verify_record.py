"""`fairplace verify-record --key PUBLIC_KEY [--head EARLIER_HEAD]…`: checks the whole record in its database (T3)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fairplace.commands.streams import put, put_error

BROKEN = 1
MOST = 50
"""Faults that are told one by one."""


def verify_record(
    key: Annotated[
        str, typer.Option(metavar="PUBLIC_KEY", help="The log's public key that you keep: the text, or its file.")
    ],
    head: Annotated[
        list[str] | None,
        typer.Option(
            metavar="EARLIER_HEAD", help="A signed head that somebody kept: the text, or its file. Any number."
        ),
    ] = None,
    data: Annotated[Path, typer.Option(help="The data folder; with DATABASE_URL, that server's database.")] = Path(
        ".data"
    ),
) -> None:
    """Check every event, place, node and head of the record, and that it still begins as the heads that were kept say.

    Exit status 0 and a short report, or 1 and each event or batch that does not hold. Nothing is changed.
    """
    from fairplace.commands.launcher.cannot_start import CannotStart
    from fairplace.commands.launcher.migrated_database import migrated_database
    from fairplace.dps.transparency.rules.pack_verdict import text_or_file
    from fairplace.foundations.kernel.signed_head import HeadBroken, read_public_key

    try:
        public_key = read_public_key(text_or_file(key))
        kept = [text_or_file(one) for one in head or []]
        with migrated_database(data, put_error):
            from fairplace.foundations.audit.record_check import check_record

            told = check_record(public_key, kept)
    except (HeadBroken, CannotStart) as error:
        put_error(str(error))
        raise typer.Exit(BROKEN) from error
    put(f"{told.events:,} events under {told.heads:,} signed heads, held against {len(kept)} that were kept.")
    if told.waiting:
        put(f"{told.waiting:,} newer events are not sealed yet.")
    if told.erased:
        put(f"The words of {told.erased:,} events were erased: hold the number against the certificates of disposal.")
    if not told.faults:
        put("The record holds.")
        return
    for fault in told.faults[:MOST]:
        put(fault)
    if len(told.faults) > MOST:
        put(f"And {len(told.faults) - MOST:,} more.")
    put_error("The record does not hold.")
    raise typer.Exit(BROKEN)
