"""`fairplace verify PACK.zip --key PUBLIC_KEY [--head EARLIER_HEAD]`: checks an evidence pack, without a database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fairplace.commands.streams import put, put_error


def verify(
    pack: Annotated[Path, typer.Argument(metavar="PACK.zip", help="The evidence pack.")],
    key: Annotated[
        str, typer.Option(metavar="PUBLIC_KEY", help="The log's public key that you keep: the text, or its file.")
    ],
    head: Annotated[
        str | None,
        typer.Option(metavar="EARLIER_HEAD", help="A signed head that somebody kept: the text, or its file."),
    ] = None,
) -> None:
    """Check that everything in a pack is in the signed log, unchanged, and that its scores are those awarded on.

    Exit status 0 and a short report, or 1 and each thing that does not hold.
    """
    from fairplace.dps.transparency.rules.pack_verdict import verdict

    lines, broken = verdict(pack, key, head)
    for line in lines:
        put(line)
    if broken:
        put_error(broken)
        raise typer.Exit(1)
