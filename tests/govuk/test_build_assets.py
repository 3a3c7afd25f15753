"""The style sheet is ours: no crown, no GDS Transport, nothing from elsewhere; locked without addresses."""

from __future__ import annotations

import json
import re

import pytest

from fairplace.govuk import build_assets


@pytest.fixture(scope="module")
def styles() -> str:
    build_assets.build()
    return (build_assets.DIST / "site.css").read_text(encoding="utf-8")


def test_lock_names_no_registry() -> None:
    lock = json.loads((build_assets.ASSETS / "package-lock.json").read_text())
    assert not [name for name, package in lock["packages"].items() if "resolved" in package]
    assert "://" not in re.sub(r'"url": "[^"]*"', "", json.dumps(lock))


def test_building_again_does_nothing(styles: str) -> None:
    assert build_assets.build() is False


def test_styles_have_no_crown_no_gds_transport_and_fetch_nothing(styles: str) -> None:
    assert "GDS Transport" not in styles
    assert "url(" not in styles
    assert "@import" not in styles
    assert "@font-face" not in styles


def test_every_council_of_the_business_case_has_its_colours(styles: str) -> None:
    for council in ("brighton-and-hove", "east-sussex", "essex", "kent", "medway", "surrey", "west-sussex"):
        assert f"[data-council={council}]" in styles.replace('"', "")
