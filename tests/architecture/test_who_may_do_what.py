"""X1, X7: the table of who may do what is drawn from the code that decides it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from fairplace.dps.organisations.rules.roles import Role

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference" / "who-may-do-what"
# X7: what the contract management team can never open.
REFERRALS_AND_PLACEMENTS = (
    "/council/referrals/",
    "/council/outside/",
    "/council/opening/",
    "/council/marking/{competition_id}/",
    "/council/marking/statement/",
    "/council/awarding/",
    "/council/agreements/",
    "/council/record/",
)
# For everybody of a council: a list of what each may sign (no placement for those without: placements.permissions), and
# the heads of the log, which are published.
EVERYBODYS = {"/council/agreements/", "/council/record/heads/"}


def _draw() -> ModuleType:
    spec = importlib.util.spec_from_file_location("draw_who", FOLDER / "draw.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_of_who_may_do_what_is_as_drawn_x1() -> None:
    drawn = _draw().drawn()
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == drawn, (
        "Draw it again: .venv/bin/python docs/reference/who-may-do-what/draw.py"
    )


@pytest.mark.parametrize("role", [Role.CONTRACT_MANAGER, Role.PROCUREMENT_OFFICER])
def test_no_page_of_referrals_or_placements_names_the_contract_management_team_x7(role: Role) -> None:
    """Procurement officers rehearse rules on pooled figures (C10); nothing else of referrals is theirs either."""
    pages = [(address, view) for address, view in _draw().addresses() if address.startswith(REFERRALS_AND_PLACEMENTS)]
    assert len(pages) > 60
    theirs = {address for address, view in pages if not view.roles or role.value in view.roles} - EVERYBODYS
    pooled = {"/council/awarding/rehearsals/", "/council/awarding/rehearsals/{rehearsal_id}/"}
    assert theirs == (pooled if role is Role.PROCUREMENT_OFFICER else set())
