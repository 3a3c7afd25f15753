"""T5: the pages about data protection and security are drawn from what the product obeys, and claim nothing unshown."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from fairplace.dps.custody.seeds import read_security

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "reference" / "data-protection"


def _draw() -> ModuleType:
    spec = importlib.util.spec_from_file_location("draw_data_protection", FOLDER / "draw.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_are_as_drawn_t5() -> None:
    for name, drawn in _draw().PAGES.items():
        assert (FOLDER / name).read_text(encoding="utf-8") == drawn(), f"run {FOLDER / 'draw.py'}"


@pytest.mark.parametrize("claim", read_security(), ids=lambda claim: claim["ask"])
def test_every_claim_names_what_shows_it_and_that_is_there_t5(claim: dict[str, list[str]]) -> None:
    assert claim["shown_by"]
    for path in claim["shown_by"]:
        assert (ROOT / path).exists(), path


def test_links_of_the_assessment_lead_somewhere_t5() -> None:
    page = ROOT / "docs" / "explanation" / "data-protection.md"
    for target in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target
