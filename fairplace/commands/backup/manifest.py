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
from fairplace.foundations.audit.log_key import signing_of
from fairplace.foundations.kernel.signed_head import Head, HeadBroken, read_head, sign_head

FORMAT: Final = "fairplace-backup"
VERSION: Final = 2
MANIFEST, SIGNED, DUMP, DOCUMENTS = "manifest.json", "manifest.json.signed", "database.dump.sealed", "documents"
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


def write_manifest(folder: Path, manifest: Mapping[str, Any], secrets: Mapping[str, str]) -> str:
    """Write it, and beside it its digest under the signature of the key that signs the log's heads; the digest is
    returned. Signed is a head of a log of another name, so that nothing of it passes for a head of the log.
    """
    text = json.dumps(manifest, indent=1, sort_keys=True) + "\n"
    (folder / MANIFEST).write_text(text)
    digest = hashlib.sha256(text.encode()).digest()
    head = manifest["head"]
    key, sign = signing_of(b64decode(secrets["FAIRPLACE_LOG_SEED"]), "backup")
    (folder / SIGNED).write_text(sign_head(Head(key.name, int(head["size"]) if head else 0, digest), key, sign))
    return digest.hex()


def read_manifest(folder: Path, secrets: Mapping[str, str]) -> dict[str, Any]:
    """The manifest of a copy that the system of these secrets made and signed, of which every file is there and
    unchanged. Raises CannotStart with what is wrong.
    """
    try:
        text = (folder / MANIFEST).read_bytes()
        signed = (folder / SIGNED).read_text()
        manifest: dict[str, Any] = json.loads(text)
    except (OSError, ValueError) as error:
        raise CannotStart(f"{folder} is no backup of Fairplace: it has no {MANIFEST} that can be read.") from error
    if manifest.get("format") != FORMAT or manifest.get("version") != VERSION:
        raise CannotStart(f"{folder / MANIFEST} is of another version of Fairplace, or no backup's.")
    check_secrets(manifest, secrets)
    key, _ = signing_of(b64decode(secrets["FAIRPLACE_LOG_SEED"]), "backup")
    try:
        whole = read_head(signed, key).root == hashlib.sha256(text).digest()
    except HeadBroken:
        whole = False
    if not whole:
        raise CannotStart(f"{folder / MANIFEST} was changed, or never signed by the system that was copied.")
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
