"""Rules of the house that no import contract can say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

import fairplace

PACKAGE = Path(fairplace.__file__).parent
AREAS = [
    "organisations",
    "market",
    "qualification",
    "referrals",
    "competitions",
    "placements",
    "transparency",
]
# For machines that watch: nobody acts and nothing is read.
WITHOUT_DOOR = {"healthz", "readyz"}


def _views(patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns)
        else:
            yield str(pattern.pattern), pattern.callback


def test_every_view_names_its_audience_x1() -> None:
    nameless = [
        address
        for address, view in _views(get_resolver().url_patterns)
        if not hasattr(view, "audience") and getattr(view, "__name__", "") not in WITHOUT_DOOR
    ]
    assert nameless == []


def test_audience_of_a_view_is_the_folder_it_stands_in_x1() -> None:
    wrong = []
    for address, view in _views(get_resolver().url_patterns):
        folder = re.match(r"fairplace\.web\.(council|provider|operator|family|place|public)\.", view.__module__)
        if folder and hasattr(view, "audience") and view.audience.value != folder[1]:
            wrong.append(f"{address}: {view.audience.value} in {folder[1]}")
    assert wrong == []


@pytest.mark.parametrize("model", [m for m in apps.get_models() if m._meta.app_label in AREAS], ids=str)
def test_foreign_keys_point_from_later_to_earlier_areas_and_protect(model: type[models.Model]) -> None:
    for field in model._meta.get_fields():
        if not isinstance(field, models.ForeignKey):
            continue
        target = field.remote_field.model._meta.app_label
        if target in AREAS:
            assert AREAS.index(target) <= AREAS.index(model._meta.app_label), field
        assert field.remote_field.on_delete is models.PROTECT, field
        assert field.remote_field.related_name == "+", field


def test_no_view_or_template_holds_a_model() -> None:
    """web never imports an area's models (also contract 8); get_model is for migrations alone."""
    offenders = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts
        and "node_modules" not in path.parts
        and "get_model(" in path.read_text(encoding="utf-8")
    ]
    assert offenders == []


def test_templates_hold_no_inline_script_or_style() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)|\bstyle=|\bon(click|load|submit|change)=|<style", re.IGNORECASE)
    offenders = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.jinja")
        if "node_modules" not in path.parts and inline.search(path.read_text(encoding="utf-8"))
    ]
    assert offenders == []


def test_names_that_say_nothing_are_not_used() -> None:
    empty = {"utils", "helpers", "services", "common", "misc", "manager", "managers"}
    offenders = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.py")
        if "node_modules" not in path.parts and (path.stem in empty or empty & set(path.parts))
    ]
    assert offenders == []
