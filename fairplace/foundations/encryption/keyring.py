"""The keyring of this installation, from the setting FAIRPLACE_KEYRING ({version: 32 bytes}).

Where the launcher keeps it in a file (FAIRPLACE_KEYRING_FILE), a key that is added there counts from the next value on,
in every process: each looks whether the file has changed before it seals or opens, so that none meets a key that it
does not know, whichever of them sees it first.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from fairplace.foundations.kernel.sealed_fields import Keyring


def keyring() -> Keyring:
    """The numbered keys as they are now. Raises BadKeyring when there are none that can be used.

    A key that was taken out of the file is forgotten when the process ends.
    """
    given: dict[int, bytes] = dict(settings.FAIRPLACE_KEYRING)
    file: Path | None = settings.FAIRPLACE_KEYRING_FILE
    if file is None:
        return Keyring(given)
    stat = file.stat()
    return Keyring({**_keys_in(file, stat.st_ino, stat.st_mtime_ns), **given})


@lru_cache(maxsize=1)
def _keys_in(file: Path, _which: int, _changed: int) -> dict[int, bytes]:
    """The launcher replaces the file whole, never writes into it."""
    return dict(Keyring.from_json(json.loads(file.read_text())["FAIRPLACE_KEYRING"]).keys)
