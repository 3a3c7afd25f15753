"""A PostgreSQL and a data folder of one test module's own: to be stopped, filled up, frozen, and started again.

Where this machine lets us mount, both lie on small file systems in memory, whose being full hurts nobody else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import psycopg

from fairplace.commands.launcher.embedded import EmbeddedServer
from fairplace.commands.launcher.programs import plain_environment, programs
from fairplace.commands.launcher.roles import Database, prepare_database, with_parts

MB = 1024 * 1024
SIZES = {"server": 420, "data": 24}  # megabytes


@dataclass(frozen=True)
class OwnServer:
    server: EmbeddedServer
    data: Path
    small: bool  # whether both folders can be filled up

    @property
    def admin_url(self) -> str:
        return self.server.admin_url

    def restored(self, name: str, admin_url: str, original: Database) -> Database:
        """A database of another server, brought here by dump and restore."""
        prepare_database(self.admin_url, name)
        dump = ["pg_dump", "--format=custom", "--compress=0", "--dbname", with_parts(admin_url, database=original.name)]
        restore = ["pg_restore", "--exit-on-error", "--dbname", with_parts(self.admin_url, database=name)]
        given = subprocess.run(
            [programs() / dump[0], *dump[1:]], env=plain_environment(), capture_output=True, check=True
        )
        subprocess.run(
            [programs() / restore[0], *restore[1:], "--clean", "--if-exists"],
            env=plain_environment(),
            input=given.stdout,
            capture_output=True,
            check=True,
        )
        return prepare_database(self.admin_url, name)


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """Survives a crash as a real one does: nothing of what makes it so is switched off."""
    root = Path(mkdtemp(prefix="fairplace-own-", dir="/tmp"))
    root.chmod(0o711)
    folders = {name: root / name for name in SIZES}
    mounted = [folder for name, folder in folders.items() if _mounted(folder, SIZES[name])]
    server = EmbeddedServer(folders["server"])
    try:
        server.start()
        with psycopg.connect(server.admin_url, autocommit=True) as administrator:
            administrator.execute("ALTER SYSTEM SET max_wal_size = '128MB'")  # as befits so small a disk
            administrator.execute("SELECT pg_reload_conf()")
        yield OwnServer(server, folders["data"], len(mounted) == len(folders))
    finally:
        server.stop()
        for folder in mounted:
            subprocess.run(["umount", folder], check=False)
        shutil.rmtree(root, ignore_errors=True)


def _mounted(folder: Path, megabytes: int) -> bool:
    folder.mkdir(mode=0o711)
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=711", "fairplace-drill", folder]
    return os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Not a byte is left on the file system of that folder."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (MB, 4096, 1):
            try:
                while True:
                    file.write(b"\1" * size)
            except OSError:
                continue
    try:
        yield
    finally:
        ballast.unlink(missing_ok=True)
