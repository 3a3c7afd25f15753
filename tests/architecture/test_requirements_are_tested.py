"""What docs/reference/requirements.md calls built, a test names: in its name (`..._q7`) or in its docstring (Q7)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILT = re.findall(r"^\| ([A-Z]\d+) \|", (ROOT / "docs/reference/requirements.md").read_text("utf-8"), flags=re.M)
# Attack tests number attacks; a journey names everything that it passes, which proves too little of each.
LEFT_OUT = {ROOT / "tests/attacks", ROOT / "tests/journeys", ROOT / "tests/architecture"}


def _numbers_named() -> set[str]:
    named: set[str] = set()
    for file in (ROOT / "tests").rglob("test_*.py"):
        if LEFT_OUT & set(file.parents):
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                named |= {number.upper() for number in re.findall(r"_([a-z]\d+)(?=_|$)", node.name)}
                named |= set(re.findall(r"\b([A-Z]\d+)\b", ast.get_docstring(node) or ""))
    return named


NAMED = _numbers_named()


@pytest.mark.parametrize("number", BUILT)
def test_what_is_called_built_is_named_by_a_test(number: str) -> None:
    assert number in NAMED


def test_the_table_has_its_rows_and_names_no_requirement_twice() -> None:
    assert len(BUILT) >= 23
    assert len(set(BUILT)) == len(BUILT)
