"""The pages about states are drawn from the tables that the code obeys."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference" / "states"


def _draw() -> ModuleType:
    spec = importlib.util.spec_from_file_location("draw_states", FOLDER / "draw.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_state_pages_are_as_drawn_a1() -> None:
    draw = _draw()
    for name, (title, table) in draw.TABLES.items():
        assert (FOLDER / f"{name}.md").read_text(encoding="utf-8") == draw.drawn(title, table), name


def test_every_state_can_be_reached_and_every_table_is_whole_a1() -> None:
    for _, table in _draw().TABLES.values():
        states = set(type(next(iter(table))))
        assert set(table) == states
        first = next(iter(table))
        reached, waiting = {first}, [first]
        while waiting:
            for then in table[waiting.pop()] - reached:
                reached.add(then)
                waiting.append(then)
        assert reached == states
