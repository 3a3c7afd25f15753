"""The main pages as signed-in requests, how many statements each makes, and the least that each must run.

Runs as a process of its own, in Django, as the application role: python -m benchmarks.pages < seeded > pages (JSON).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

import django
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairplace.dps.market.rules.category_content import read_content
from fairplace.dps.market.seeds import read_seed
from fairplace.dps.qualification.rules.caps import offered_headings

_WRITES = ("INSERT", "UPDATE", "DELETE", "WITH gone", "WITH sent", "SELECT  unnest")
"""How a statement begins that changes something; the last one puts jobs into their table."""
_LINES = "FROM qualification_line l\n      JOIN qualification_application a"
"""What only the statement has that reads lines of an application with everything that was answered."""


@dataclass(frozen=True, slots=True)
class Page:
    """cookie: a session of whoever is shown it. queries: how many statements; main: the one that reads the rows, of
    which the page prints about `shown` (None: all); where something is posted, the one that reads what must be checked
    and then every one that writes. form: what is posted, {} for a page that is only read. turns: address and cookie of
    every time after the first, for what can be done once.
    """

    name: str
    address: str
    cookie: str
    queries: int
    main: list[str]
    shown: int | None
    form: dict[str, str] = field(default_factory=dict)
    turns: list[tuple[str, str]] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return self.name.lower().replace(" ", "-").replace("'", "").replace(",", "")

    @property
    def limit(self) -> str:
        return f"/limit/{self.slug}/"


def main_pages(
    officer: UUID,
    bid_manager: UUID,
    draft: UUID,
    compared: UUID,
    procurement: UUID,
    applications: Sequence[tuple[UUID, UUID]],
    line: UUID,
) -> Iterator[Page]:
    """Signs the people in. The third column is a word that only the main statement has; the last, how many of its rows
    the page prints: fifty invited and as many of those who are not, a hundred tasks.
    """
    application, applicant = applications[0]
    opened = reverse("provider:applications:show", args=[application])
    queue = f"{reverse('council:applications:queue')}?category=sen&area=Kent&move=lead"
    for name, person, marked_by, address, shown in (
        ("Officer's referrals", officer, "counts.by_stage", reverse("council:referrals:open_referrals"), None),
        ("Who can meet it", officer, "accredited_lines", reverse("council:referrals:where", args=[draft]), 100),
        ("Compare bids", officer, "FROM competitions_bid", reverse("council:awarding:compare", args=[compared]), None),
        ("Provider's tasks", bid_manager, "WITH waiting", reverse("provider:tasks"), 100),
        ("Open an application", applicant, _LINES, opened, None),
        ("Queue, filtered", procurement, "WITH asked(version_id", queue, None),
    ):
        cookie, statements = asked_for(address, person)
        main = next(one for one in statements if marked_by in one)
        yield Page(name, address, cookie, len(statements), [main], shown)
    costs = reverse("provider:applications:core_costs", args=[application, line])
    headings = offered_headings(read_content(read_seed("sen")), ("day", "weekly"))
    yield _posted("Save core costs", [(costs, applicant)], {heading.code: "101.00" for heading in headings})
    checks = [(reverse("provider:applications:check", args=[one]), person) for one, person in applications[1:]]
    yield _posted("Send an application", checks, {"true": "on"})


def asked_for(address: str, person: UUID) -> tuple[str, list[str]]:
    """The session's cookie, and the statements of the second request (the first reads what a process keeps)."""
    client = _signed_in(person)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return _cookie(client), [query["sql"] for query in captured.captured_queries]


def _posted(name: str, turns: Sequence[tuple[str, UUID]], form: Mapping[str, str]) -> Page:
    """Sent once to see its statements, and taken back; the page is asked for before, as people do."""
    sessions = [(address, _signed_in(person)) for address, person in turns]
    address, client = sessions[0]
    client.get(address)
    with transaction.atomic():
        with CaptureQueriesContext(connection) as captured:
            response: Any = client.post(address, form)
        transaction.set_rollback(True)
    if response.status_code != 302:
        raise RuntimeError(f"{address} answered {response.status_code}")
    statements = [query["sql"] for query in captured.captured_queries]
    read = next(one for one in statements if _LINES in one)
    writes = [one for one in statements if one.lstrip().startswith(_WRITES)]
    more = [(where, _cookie(who)) for where, who in sessions[1:]]
    return Page(name, address, _cookie(client), len(statements), [read, *writes], None, dict(form), more)


def _signed_in(person: UUID) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(get_user_model().objects.get(pk=person), settings.AUTHENTICATION_BACKENDS[0])
    with connection.cursor() as cursor:  # as by the demo's page: powerful roles are asked for more than a password
        cursor.execute("UPDATE organisations_signin SET factor = 'demo' WHERE person_id = %s", [person])
    return client


def _cookie(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _read(told: Any) -> Any:
    return [tuple(map(UUID, pair)) for pair in told] if isinstance(told, list) else UUID(told)


if __name__ == "__main__":
    django.setup()
    seeded = {name: _read(told) for name, told in json.load(sys.stdin).items()}
    json.dump([asdict(page) for page in main_pages(**seeded)], sys.stdout)
