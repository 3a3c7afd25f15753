"""Being anybody and moving the clock are impossible outside the demo (the issue's part 8, T1 of the clock)."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, transaction
from django.http import Http404
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from fairplace.commands.launcher.children import django_environment
from fairplace.commands.launcher.roles import Database
from fairplace.demo import clock as clock_page
from fairplace.demo import outbox, people
from fairplace.foundations.audit import clock
from tests.fixtures.serving import Served

ADDRESSES = ("people", "be", "clock", "outbox")


@pytest.mark.parametrize("name", ADDRESSES)
def test_demo_addresses_do_not_exist_outside_the_demo(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"demo:{name}")


def test_served_outside_the_demo_every_demo_address_is_not_found(served: Served) -> None:
    """Through the front door, by GET and by POST."""
    for name in ADDRESSES:
        for data in (None, b"person=priya.raman@west-sussex.example.invalid"):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(urllib.request.Request(f"{served.url}/demo/{name}/", data=data))
            assert refused.value.code in {403, 404}
            if data is None:
                assert refused.value.code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("view", [people.people, people.be, clock_page.move_clock, outbox.outbox])
def test_demo_views_are_not_there_even_when_called_outside_the_demo(
    view: Callable[..., Any], settings: Settings
) -> None:
    """Should an address table ever route them by mistake."""
    from django.contrib.auth.models import AnonymousUser

    settings.DEMO = False
    request = RequestFactory().get("/demo/people/")
    request.user = AnonymousUser()
    with pytest.raises(Http404):
        view(request)


@pytest.mark.django_db
def test_seeding_is_refused_outside_the_demo(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="runs in the demo alone"):
        call_command("seed_demo")


@pytest.mark.django_db
def test_seeding_needs_the_owner_for_the_clock(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEMO = True
    monkeypatch.delenv("FAIRPLACE_OWNER_DATABASE_URL", raising=False)
    with pytest.raises(CommandError, match="FAIRPLACE_OWNER_DATABASE_URL"):
        call_command("seed_demo")


def test_application_cannot_move_the_clock_outside_the_demo(committed_database: Database) -> None:
    """The right to shift it is granted by the demo's set-up alone; nobody may write the clock's row."""
    with pytest.raises(ProgrammingError), transaction.atomic():
        clock.shift_by(timedelta(hours=1))
    with psycopg.connect(committed_database.app_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("UPDATE fairplace_clock SET shift = '1 day'")


def test_production_refuses_to_start_with_a_shifted_clock(committed_database: Database, tmp_path: Path) -> None:
    """The launcher asks the same check before it serves."""
    with psycopg.connect(committed_database.owner_url, autocommit=True) as owner:
        owner.execute("UPDATE fairplace_clock SET shift = '1 day'")
    for demo, expected in (("0", 1), ("1", 0)):
        environment = django_environment(
            committed_database.app_url, {"FAIRPLACE_DEMO": demo, "FAIRPLACE_DATA": str(tmp_path)}
        )
        command = [sys.executable, "-m", "django", "check", "--database", "default", "--fail-level", "ERROR"]
        done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
        assert (done.returncode != 0) == bool(expected), done.stderr
        if expected:
            assert "clock is shifted" in done.stderr
