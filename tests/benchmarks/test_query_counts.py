"""G3: each main page makes at most 12 statements, as many for ten times the data. Not timed."""

from __future__ import annotations

from dataclasses import asdict, replace

import psycopg
import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from benchmarks.pages import Page, main_pages
from benchmarks.report import MOST, MOST_QUERIES
from benchmarks.seed import seed
from benchmarks.sizes import Size
from fairplace.commands.launcher.roles import Database, drop_database
from fairplace.foundations.kernel.sealed_fields import Keyring
from tests.fixtures.databases import copy_of, django_at

SMALL = Size(
    "small",
    councils=2,
    providers=6,
    establishments=30,
    referrals=40,
    bids=120,
    compared=2,
    applications=15,
    draft_lines=5,
)
LARGE = replace(
    SMALL,
    name="large",
    providers=60,
    establishments=300,
    referrals=400,
    bids=1_200,
    compared=20,
    applications=150,
    draft_lines=50,
)


@pytest.fixture(scope="module")
def pages(
    admin_url: str, database_template: Database, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> dict[str, dict[str, Page]]:
    """The pages at both sizes, as the application role is served them."""
    return {size.name: _pages_at(size, admin_url, database_template, django_db_blocker) for size in (SMALL, LARGE)}


def _pages_at(size: Size, admin_url: str, template: Database, blocker: DjangoDbBlocker) -> dict[str, Page]:
    database = copy_of(admin_url, template, size.name)
    try:
        with psycopg.connect(database.owner_url, autocommit=True) as connection:
            seeded = seed(connection, size, Keyring(dict(settings.FAIRPLACE_KEYRING)))
        with django_at(database, blocker):
            return {page.name: page for page in main_pages(**asdict(seeded))}
    finally:
        drop_database(admin_url, database.name)


READ = (
    "Officer's referrals",
    "Who can meet it",
    "Compare bids",
    "Provider's tasks",
    "Open an application",
    "Queue, filtered",
)
SAVED = ("Save core costs", "Send an application")


@pytest.mark.parametrize("name", READ)
def test_g3_a_main_page_makes_few_statements_and_no_more_for_ten_times_the_data(
    pages: dict[str, dict[str, Page]], name: str
) -> None:
    small, large = (pages[size.name][name].queries for size in (SMALL, LARGE))
    assert small == large <= MOST.get(name, MOST_QUERIES)


@pytest.mark.parametrize("name", SAVED)
def test_g3_what_is_saved_or_sent_takes_as_many_statements_for_fifty_places_as_for_five(
    pages: dict[str, dict[str, Page]], name: str
) -> None:
    small, large = (pages[size.name][name].queries for size in (SMALL, LARGE))
    assert small == large


def test_g3_all_main_pages_are_counted(pages: dict[str, dict[str, Page]]) -> None:
    assert tuple(pages["small"]) == READ + SAVED
