"""The register of erasures: what was erased, so that it is erased again after an older backup was restored (T5, F7)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fairplace.commands.backup.contents import as_keeper
from fairplace.commands.launcher.cannot_start import CannotStart

_LISTED = """
    SELECT i.id::text, i.code, i.thing_id::text, i.name, i.before, i.erased_at
    FROM custody_disposalitem i WHERE i.outcome = 'erased' ORDER BY i.erased_at, i.id
"""
_FIELDS = ("id", "code", "thing_id", "name", "before", "erased_at")


def listed_erasures(owner_url: str) -> list[dict[str, Any]]:
    """Every thing that was erased, by class and number: nothing of what it was."""
    with as_keeper(owner_url) as connection:
        rows = connection.execute(_LISTED).fetchall()
    return [
        {
            name: value.isoformat() if hasattr(value, "isoformat") else value
            for name, value in zip(_FIELDS, row, strict=True)
        }
        for row in rows
    ]


def read_erasures(file: Path) -> list[dict[str, Any]]:
    """As `fairplace erasures` wrote it. Raises CannotStart."""
    try:
        told = json.loads(file.read_text())
    except (OSError, ValueError) as error:
        raise CannotStart(f"{file} is no register of erasures: it cannot be read.") from error
    if not isinstance(told, list) or any(not isinstance(one, dict) or {*one} != {*_FIELDS} for one in told):
        raise CannotStart(f"{file} is no register of erasures.")
    return told


def erase_again(owner_url: str, erasures: Sequence[dict[str, Any]], documents: Path) -> int:
    """What the register names and the database still has goes again, with its files. Returns how many things."""
    again = 0
    with as_keeper(owner_url) as connection:
        known = {
            row[0] for row in connection.execute("SELECT id::text FROM custody_disposalitem WHERE outcome = 'erased'")
        }
    for one in erasures:
        if one["id"] in known:
            continue
        with as_keeper(owner_url) as connection:
            row = connection.execute(
                "SELECT outcome, gone + told, files FROM fairplace_take(%s, %s, %s)",
                [one["code"], one["thing_id"], one["before"]],
            ).fetchone()
        assert row is not None
        if row[0] != "erased":
            raise CannotStart(f"{one['name']} ({one['code']}) could not be erased again: something else needs it.")
        for name in row[2]:
            (documents / name).unlink(missing_ok=True)
        again += bool(row[1])
    return again
