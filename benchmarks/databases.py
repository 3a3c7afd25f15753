"""Fresh databases for a run: migrated once by the owner, copied and seeded for each size."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import psycopg

from benchmarks.acts import Timed
from benchmarks.appending import TABLES, Appending
from benchmarks.limits import STATEMENTS
from benchmarks.pages import Page
from benchmarks.register import time_import
from benchmarks.seed import Seeded, seed
from benchmarks.sizes import Size
from fairplace.commands.launcher.children import (
    SETTINGS_MODULE,
    Child,
    django_environment,
    free_port,
    wait_until_ready,
    web_command,
)
from fairplace.commands.launcher.roles import (
    Database,
    drop_database,
    prepare_database,
    with_parts,
    withdraw_bookkeeping,
)
from fairplace.foundations.kernel.sealed_fields import Keyring

ROOT = Path(__file__).resolve().parent.parent


class Bench:
    """One run's server, keys and databases. `admin_url`: the administrator's address."""

    def __init__(self, admin_url: str, data: Path) -> None:
        self.admin_url, self.data = admin_url, data
        self.keyring = Keyring.generate()
        self.switches = {
            "FAIRPLACE_SECRET_KEY": secrets.token_urlsafe(48),
            "FAIRPLACE_KEYRING": self.keyring.to_json(),
            "FAIRPLACE_LOG_SEED": b64encode(secrets.token_bytes(32)).decode(),
            "FAIRPLACE_DATA": str(data),
            "FAIRPLACE_DEMO": "0",
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "PYTHONPATH": str(ROOT),
        }
        self._made: list[str] = []

    @contextmanager
    def databases(self) -> Iterator[Bench]:
        """Drops what was made, however the run ends."""
        try:
            yield self
        finally:
            for name in reversed(self._made):
                drop_database(self.admin_url, name)

    def template(self) -> Database:
        database = self._prepare("template")
        self._django(["-m", "django", "migrate", "--no-input", "--skip-checks", "--verbosity", "0"], database.owner_url)
        withdraw_bookkeeping(database.owner_url)
        return database

    def seeded(self, size: Size, template: Database) -> tuple[Database, Seeded]:
        database = self._prepare(size.name, template.name)
        with psycopg.connect(database.owner_url, autocommit=True) as connection:
            return database, seed(connection, size, self.keyring)

    def record(self, database: Database, seeded: Seeded) -> dict[str, object]:
        """The evaluation record of the compared bids."""
        with psycopg.connect(database.owner_url) as connection:
            connection.execute(
                "SELECT set_config('fairplace.organisation', council_id::text, true)"
                " FROM competitions_competition WHERE id = %s",
                [seeded.compared],
            )
            found = connection.execute(
                "SELECT record FROM competitions_scorecard WHERE competition_id = %s", [seeded.compared]
            ).fetchone()
        assert found is not None
        record: dict[str, object] = found[0]
        return record

    def import_register(self, database: Database) -> float:
        """Seconds, into this database, with the administrator's address as an installation has it."""
        environment = self._environment(with_parts(self.admin_url, database=database.name))
        return time_import(environment | {"DJANGO_SETTINGS_MODULE": SETTINGS_MODULE}, self.data)

    def append(self, template: Database) -> Appending:
        """Events written beside plain inserts, in a database of their own."""
        database = self._prepare("append", template.name)
        with psycopg.connect(database.owner_url, autocommit=True) as connection:
            for table in TABLES:
                connection.execute(table)
        return Appending(**json.loads(self._django(["-m", "benchmarks.appending"], database.app_url)))

    def pages(self, database: Database, seeded: Seeded) -> list[Page]:
        """The main pages with sessions in this database and their numbers of statements."""
        told = json.dumps(asdict(seeded), default=str)
        found = self._django(["-m", "benchmarks.pages"], database.app_url, told)
        return [Page(**page) for page in json.loads(found)]

    def acts(self, database: Database, seeded: Seeded) -> Timed:
        """Eligibility, a publication and the scoring of fifty bids, timed in this database and taken back."""
        told = json.dumps(asdict(seeded), default=str)
        return Timed(**json.loads(self._django(["-m", "benchmarks.acts"], database.app_url, told)))

    @contextmanager
    def served(self, database: Database, pages: Sequence[Page], processes: int = 1) -> Iterator[str]:
        """The real web server on it, with the limits of these pages; gives the address."""
        statements = self.data / "statements.json"
        statements.write_text(json.dumps({page.slug: (page.main, page.shown, bool(page.form)) for page in pages}))
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        environment = self._environment(database.app_url) | {
            "FAIRPLACE_PUBLIC_ADDRESS": url,
            STATEMENTS: str(statements),
        }
        child = Child("web server", web_command(port, processes), environment, self.data / "web.log")
        try:
            child.start()
            if refusal := wait_until_ready(f"{url}/healthz", [child]):
                raise RuntimeError(f"{refusal}\n{(self.data / 'web.log').read_text()[-3000:]}")
            yield url
        finally:
            child.stop()

    def _prepare(self, purpose: str, template: str | None = None) -> Database:
        name = f"fairplace_bench_{os.getpid()}_{purpose}"
        self._made.append(name)
        return prepare_database(self.admin_url, name, template=template)

    def _environment(self, url: str) -> dict[str, str]:
        return django_environment(url, self.switches)

    def _django(self, arguments: list[str], url: str, told: str = "") -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self._environment(url),
            input=told,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout
