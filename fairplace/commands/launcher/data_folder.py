"""The folder that holds everything one installation of the demo (or a small one) keeps between starts."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from base64 import b64encode
from pathlib import Path
from typing import IO

from fairplace.commands.launcher.cannot_start import CannotStart


class DataFolder:
    """`path/`: `database/` (the embedded server's files), `secrets.json` (mode 600), `documents/`, logs.

    Held by one launcher at a time: the lock goes with the process, so nothing stale can stay behind."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().absolute()
        self._lock: IO[str] | None = None

    def take(self) -> None:
        """Create the folder if need be and hold it. Refuses when it cannot be written or another launcher
        has it."""
        try:
            # Others may pass through (the server runs as another user when we are root) but not list it.
            self.path.mkdir(mode=0o711, parents=True, exist_ok=True)
            lock = (self.path / "launcher.lock").open("a")
        except OSError as error:
            raise CannotStart(f"The data folder {self.path} cannot be used: {error.strerror}.") from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise CannotStart(
                f"Another Fairplace is already running on the data folder {self.path}. Stop it first,"
                " or choose another folder."
            ) from error
        self._lock = lock

    def release(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def secrets(self) -> dict[str, str]:
        """Environment variables with the installation's secrets, made once. What the environment already
        sets wins: a real installation keeps its keys elsewhere and nothing of them is written here."""
        file = self.path / "secrets.json"
        kept: dict[str, str] = {}
        if file.exists():
            try:
                kept = json.loads(file.read_text())
            except (OSError, ValueError) as error:
                raise CannotStart(f"The file {file} cannot be read, and without it nothing sealed opens.") from error
        fresh = {
            "FAIRPLACE_SECRET_KEY": secrets.token_urlsafe(48),
            "FAIRPLACE_KEYRING": json.dumps({"1": b64encode(secrets.token_bytes(32)).decode()}),
            "FAIRPLACE_LOG_SEED": b64encode(secrets.token_bytes(32)).decode(),
        }
        missing = {name: value for name, value in fresh.items() if name not in kept and name not in os.environ}
        if missing:
            kept |= missing
            _write_privately(file, json.dumps(kept, indent=2) + "\n")
        found = {name: os.environ.get(name, kept.get(name, "")) for name in fresh}
        if "FAIRPLACE_KEYRING" not in os.environ:
            found["FAIRPLACE_KEYRING_FILE"] = str(file)
        return found

    def add_key(self) -> int:
        """A new key in the folder's own keyring, the newest; returns its number. Old ones stay. Raises CannotStart."""
        file = self.path / "secrets.json"
        if "FAIRPLACE_KEYRING" in os.environ:
            raise CannotStart("FAIRPLACE_KEYRING is set by the environment: add the new key there.")
        try:
            kept: dict[str, str] = json.loads(file.read_text())
            keyring: dict[str, str] = json.loads(kept["FAIRPLACE_KEYRING"])
        except (OSError, ValueError, KeyError) as error:
            raise CannotStart(f"The file {file} holds no keyring that can be read.") from error
        version = max(int(number) for number in keyring) + 1
        keyring[str(version)] = b64encode(secrets.token_bytes(32)).decode()
        _write_privately(file, json.dumps(kept | {"FAIRPLACE_KEYRING": json.dumps(keyring)}, indent=2) + "\n")
        return version


def _write_privately(file: Path, text: str) -> None:
    """Whole or not at all, and never readable by others, not even for a moment."""
    draft = file.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(file)
