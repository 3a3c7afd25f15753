"""X1: `fairplace first-operator ORGANISATION NAME EMAIL`: how a new installation begins."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest

from fairplace.commands.launcher.roles import drop_database, with_parts
from tests.commands.running import fairplace
from tests.fixtures.databases import new_name

WORDS = ("first-operator", "Fairplace Ltd", "Olu Ade")


@pytest.fixture
def fresh(admin_url: str) -> Iterator[dict[str, str]]:
    """The environment with an administrator's address of a database that does not exist yet."""
    name = new_name("first")
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("FAIRPLACE_", "DJANGO_"))}
    yield {**plain, "DATABASE_URL": with_parts(admin_url, database=name)}
    drop_database(admin_url, name)


def test_it_prints_the_link_and_a_wrong_address_is_said_x1(fresh: dict[str, str]) -> None:
    wrong = fairplace(*WORDS, "olu", environment=fresh)
    assert wrong.returncode == 2
    assert "olu: This is not an e-mail address." in wrong.stderr.decode()
    done = fairplace(*WORDS, "olu@runs.example", environment=fresh)
    assert done.returncode == 0, done.stderr.decode()
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/invited/[\w-]{43}/\n", done.stdout.decode())
