"""The list of what is in a copy, and of which secrets it needs, none of which it holds."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from base64 import b64decode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from fairplace.commands.launcher.cannot_start import CannotStart

FORMAT: Final = "fairplace-backup"
VERSION: Final = 1
MANIFEST, SUM, DUMP, DOCUMENTS = "manifest.json", "manifest.json.sha256", "database.dump", "documents"
SECRETS: Final = ("FAIRPLACE_SECRET_KEY", "FAIRPLACE_KEYRING", "FAIRPLACE_LOG_SEED")
_WHICH: Final = b"fairplace backup: which secret is it"


def digest_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def secrets_of(data: Path) -> dict[str, str]:
    """The environment's secrets, else those of the installation's folder; none is made up. Raises CannotStart."""
    file = data / "secrets.json"
    kept = json.loads(file.read_text()) if file.exists() else {}
    found = {name: os.environ.get(name) or kept.get(name, "") for name in SECRETS}
    missing = [name for name, value in found.items() if not value]
    if missing:
        raise CannotStart(
            f"{' and '.join(missing)} must be set, or stand in {file}: secrets are in no backup, and without those of"
            " the system that was copied nothing sealed opens."
        )
    return found


def known_secrets(secrets: Mapping[str, str]) -> dict[str, Any]:
    """By what these secrets are known again. Nothing can be made of it: each is a keyed digest of 32 random bytes."""
    keys = {int(version): b64decode(key) for version, key in json.loads(secrets["FAIRPLACE_KEYRING"]).items()}
    return {
        "keyring": {str(version): _mark(key) for version, key in sorted(keys.items())},
        "log_seed": _mark(b64decode(secrets["FAIRPLACE_LOG_SEED"])),
        "secret_key": _mark(secrets["FAIRPLACE_SECRET_KEY"].encode()),
    }


def check_secrets(manifest: Mapping[str, Any], secrets: Mapping[str, str]) -> None:
    """Raises CannotStart when these are not the secrets of the system that was copied; more keys than it had may be."""
    wanted, given = manifest["secrets"], known_secrets(secrets)
    wrong = [f"key {v} of FAIRPLACE_KEYRING" for v, m in wanted["keyring"].items() if given["keyring"].get(v) != m]
    wrong += [f"FAIRPLACE_{name.upper()}" for name in ("log_seed", "secret_key") if wanted[name] != given[name]]
    if wrong:
        raise CannotStart(f"{' and '.join(wrong)}: missing, or not that of the system that was copied.")


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> str:
    """Write it with its own digest beside it; the digest is returned."""
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")
    digest = digest_of(folder / MANIFEST)
    (folder / SUM).write_text(f"{digest}  {MANIFEST}\n")
    return digest


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a copy whose every file is there and unchanged. Raises CannotStart with what is wrong."""
    try:
        summed = (folder / SUM).read_text().split()[0]
        whole = digest_of(folder / MANIFEST) == summed
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError, IndexError) as error:
        raise CannotStart(f"{folder} is no backup of Fairplace: it has no {MANIFEST} that can be read.") from error
    if not whole or manifest.get("format") != FORMAT or manifest.get("version") != VERSION:
        raise CannotStart(f"{folder / MANIFEST} was changed, or is of another version.")
    wrong = list(_wrong_files(folder, manifest))
    if wrong:
        raise CannotStart(f"The backup is damaged: {', '.join(wrong[:5])}{' and more' if len(wrong) > 5 else ''}.")
    return manifest


def _wrong_files(folder: Path, manifest: Mapping[str, Any]) -> Iterator[str]:
    for name, expected in {DUMP: manifest["dump"], **_listed(manifest)}.items():
        path = folder / name
        if not path.is_file():
            yield f"{name} is missing"
        elif digest_of(path) != expected:
            yield f"{name} was changed"


def _listed(manifest: Mapping[str, Any]) -> dict[str, str]:
    return {f"{DOCUMENTS}/{name}": digest for name, digest in manifest["documents"].items()}


def _mark(secret: bytes) -> str:
    return hmac.digest(secret, _WHICH, "sha256")[:8].hex()
