"""The drill's own table: what it adds up, what it calls no control, what it says of a number without a test."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """
import pytest

@pytest.mark.attack("A3", "a race")
@pytest.mark.parametrize("lost", [0, 0])
def test_race(figures, lost):
    figures("receipts", 900)
    figures("lost", lost)
    figures("slowest, s", 0.25 + lost, "max")
    figures.control("naive clock lost", 7)

@pytest.mark.attack("A4", "sent twice")
def test_without_control(figures):
    figures("rows", 1)
    figures.control("found", 0)

@pytest.mark.attack("A5", "a row is changed")
def test_fails(figures):
    figures("found", 9)
    assert False

@pytest.mark.slow
@pytest.mark.attack("F2", "it stops")
def test_slow(figures):
    figures.control("found", "all")

@pytest.mark.attack("F3", "full")
def test_left_out():
    pytest.skip("no tmpfs here")
"""


@pytest.mark.parametrize("processes", [[], ["-n", "2"]], ids=["alone", "two processes"])
def test_one_table_tells_what_was_tried_found_and_left_out(tmp_path: Path, processes: list[str]) -> None:
    out = _run(tmp_path, processes, drilling=True)
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in out.splitlines() if line.startswith("| ")]
    assert rows[0] == ["number", "what was tried", "figures", "what the control found", "outcome"]
    assert [row[0] for row in rows[1:]] == [f"A{n}" for n in range(1, 18)] + [f"F{n}" for n in range(1, 10)]
    told = {row[0]: row[1:] for row in rows[1:]}
    assert told["A3"] == ["a race", "receipts 1,800; lost 0; slowest, s 0.25", "naive clock lost 14", "holds"]
    assert told["A4"] == ["sent twice", "rows 1", "no control", "holds"]
    assert told["A5"] == ["a row is changed", "found 9", "no control", "FAILED"]
    assert told["F2"] == ["it stops", "", "found all", "holds"]
    assert told["F3"] == ["full", "", "", "not tried: no tmpfs here"]
    assert told["F9"][3] == "not tried: no test of it was run"
    assert (tmp_path / "build/drill.md").read_text().count("\n") == 28


def test_slow_ones_are_left_out_of_a_usual_run_with_the_reason(tmp_path: Path) -> None:
    out = _run(tmp_path, [], drilling=False)
    assert "slow: make drill runs it" in out
    assert "| number" not in out


def test_a_number_that_is_none_is_refused(tmp_path: Path) -> None:
    out = _run(tmp_path, [], drilling=False, tests=TESTS.replace('"A3"', '"A99"'))
    assert "takes a number of A1-A17 and F1-F9" in out


def _run(folder: Path, processes: list[str], *, drilling: bool, tests: str = TESTS) -> str:
    (folder / "test_attacks.py").write_text(tests)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "FAIRPLACE_"))}
    root = str(Path(__file__).resolve().parents[2])
    environment |= {"PYTHONPATH": root} | ({"FAIRPLACE_DRILL": "1"} if drilling else {})
    command = [sys.executable, "-m", "pytest", "-p", "tests.drill.plugin", "-p", "no:cacheprovider", "-c", "/dev/null"]
    command += ["--rootdir", str(folder), "-p", "no:django", "-ra", *processes, "test_attacks.py"]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    return done.stdout + done.stderr
