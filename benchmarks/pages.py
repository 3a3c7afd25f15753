"""The four main pages as signed-in requests, how many statements each makes, and which is its main one.

Runs as a process of its own, in Django, as the application role: python -m benchmarks.pages < seeded > pages (JSON).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from uuid import UUID

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


@dataclass(frozen=True, slots=True)
class Page:
    """cookie: a session of whoever is shown it. queries: how many statements; main: the one that reads the rows, of
    which the page prints about `shown` (None: all).
    """

    name: str
    address: str
    cookie: str
    queries: int
    main: str
    shown: int | None

    @property
    def slug(self) -> str:
        return self.name.lower().replace(" ", "-").replace("'", "")

    @property
    def limit(self) -> str:
        return f"/limit/{self.slug}/"


def main_pages(officer: UUID, bid_manager: UUID, draft: UUID, compared: UUID) -> Iterator[Page]:
    """Signs both people in. The third column is a word that only the main statement has; the last, how many of its rows
    the page prints: fifty invited and as many of those who are not, a hundred tasks.
    """
    for name, person, marked_by, address, shown in (
        ("Officer's referrals", officer, "counts.by_stage", reverse("council:referrals:open_referrals"), None),
        ("Who can meet it", officer, "accredited_lines", reverse("council:referrals:where", args=[draft]), 100),
        ("Compare bids", officer, "FROM competitions_bid", reverse("council:awarding:compare", args=[compared]), None),
        ("Provider's tasks", bid_manager, "WITH waiting", reverse("provider:tasks"), 100),
    ):
        cookie, statements = asked_for(address, person)
        yield Page(name, address, cookie, len(statements), next(one for one in statements if marked_by in one), shown)


def asked_for(address: str, person: UUID) -> tuple[str, list[str]]:
    """The session's cookie, and the statements of the second request (the first reads what a process keeps)."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(get_user_model().objects.get(pk=person), settings.AUTHENTICATION_BACKENDS[0])
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return client.cookies[settings.SESSION_COOKIE_NAME].value, [query["sql"] for query in captured.captured_queries]


if __name__ == "__main__":
    django.setup()
    seeded = {name: UUID(key) for name, key in json.load(sys.stdin).items()}
    json.dump([asdict(page) for page in main_pages(**seeded)], sys.stdout)
