"""X4 and the command contract: `fairplace import-register {gias,ofsted} FILE [--apply]`."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from fairplace.commands.launcher.roles import drop_database, with_parts
from tests.commands.running import fairplace
from tests.dps.organisations.registers.published import gias, ofsted
from tests.fixtures.databases import new_name
from tests.launcher.processes import serving

PLAIN = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith("FAIRPLACE_") and name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
}


@pytest.fixture
def fresh(admin_url: str) -> Iterator[dict[str, str]]:
    """The environment with an administrator's address of a database that does not exist yet."""
    name = new_name("register")
    yield {**PLAIN, "DATABASE_URL": with_parts(admin_url, database=name)}
    drop_database(admin_url, name)


def answered(*words: str, environment: dict[str, str]) -> dict[str, Any]:
    done = fairplace("import-register", *words, environment=environment)
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, Any] = json.loads(done.stdout)
    assert list(found) == ["read", "new", "changed", "unchanged", "closed", "absent", "bad"]
    return found


def counts(found: dict[str, Any]) -> list[int]:
    return [found[name] for name in ("read", "new", "changed", "unchanged", "closed", "absent")]


def test_preview_apply_and_preview_again_on_a_fresh_database(fresh: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(ofsted({}, {"URN": "SC900002", "Registration status": "Resigned"}, {"URN": "nobody"}))
    preview = answered("ofsted", str(file), environment=fresh)
    assert counts(preview) == [3, 2, 0, 0, 1, 0]
    assert preview["bad"] == [{"line": 4, "why": "“NOBODY” is no URN of this register."}]
    assert answered("ofsted", str(file), "--apply", environment=fresh) == preview
    assert counts(answered("ofsted", str(file), environment=fresh)) == [3, 0, 0, 2, 1, 0]
    file.write_bytes(ofsted({"Places": "5"}))
    assert counts(answered("ofsted", str(file), "--apply", environment=fresh)) == [1, 0, 1, 0, 0, 1]


def test_a_file_that_is_not_the_register_is_refused_without_a_database(tmp_path: Path) -> None:
    nowhere = {**PLAIN, "DATABASE_URL": "postgresql://127.0.0.1:1/none"}
    file = tmp_path / "list.csv"
    file.write_bytes(ofsted())
    for words in (["gias", str(file)], ["gias", str(tmp_path)], ["gias", str(tmp_path / "none.csv")]):
        done = fairplace("import-register", *words, environment=nowhere)
        assert (done.returncode, done.stdout) == (2, b"")
        assert str(tmp_path) in done.stderr.decode()
    assert fairplace("import-register", "schools", str(file), environment=nowhere).returncode == 2


def test_without_a_database_the_reason_is_said_and_nothing_printed(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_bytes(gias())
    nowhere = {**PLAIN, "DATABASE_URL": "postgresql://127.0.0.1:1/none"}
    done = fairplace("import-register", "gias", str(file), environment=nowhere)
    assert (done.returncode, done.stdout) == (1, b"")
    assert "could not be prepared" in done.stderr.decode()


def test_a_data_folder_serves_with_and_without_fairplace_running_on_it(tmp_path: Path) -> None:
    """The embedded database is started when nobody runs it, used when somebody does, and never left behind."""
    file, data = tmp_path / "list.csv", tmp_path / "data"
    file.write_bytes(gias())
    words = ("gias", str(file), "--data", str(data))
    assert counts(answered(*words, "--apply", environment=PLAIN)) == [1, 1, 0, 0, 0, 0]
    assert not (data / "database" / "postmaster.pid").exists()
    assert not [each for each in psutil.process_iter() if str(data) in " ".join(_command(each))]
    with serving(data, tmp_path / "log") as launcher:
        file.write_bytes(gias({"SchoolCapacity": "65"}, {"URN": "900002"}))
        assert counts(answered(*words, environment=PLAIN)) == [2, 1, 1, 0, 0, 0]
        assert counts(answered(*words, "--apply", environment=PLAIN)) == [2, 1, 1, 0, 0, 0]
        assert launcher.end(signal.SIGTERM) == 0
    assert counts(answered(*words, environment=PLAIN)) == [2, 0, 0, 2, 0, 0]


def _command(process: psutil.Process) -> list[str]:
    try:
        found: list[str] = process.cmdline()
    except psutil.Error:
        return []
    return found
