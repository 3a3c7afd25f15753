"""A11: passwords, e-mailed codes, an app's codes and recovery codes are not guessed, from however many addresses.

Each probe runs a second time with the limit that it tries taken away: that control must get further.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from unittest.mock import patch

import pytest
import time_machine
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings

from fairplace.commands.launcher.roles import Database
from fairplace.dps.organisations.models import Person
from fairplace.foundations.messages.models import Message
from fairplace.web.signing_in.adapter import AccountAdapter
from tests.attacks.wire import Browser
from tests.dps.world import make_provider
from tests.drill.plugin import DRILLING, Figures
from tests.fixtures.serving import Served, serving

PASSWORD = "seven grey otters"
CHEAP = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])


def with_account() -> Person:
    """Somebody whose password is known to the test."""
    actor = make_provider("Chalk Path", "07000012")[1]
    person = get_user_model().objects.get(pk=actor.person_id)
    get_user_model().objects.filter(pk=person.pk).update(password=make_password(PASSWORD))
    person.refresh_from_db()
    return person


@pytest.fixture
def person(db: None) -> Iterator[Person]:
    with CHEAP:
        yield with_account()


def without(*limits: str) -> Any:
    """The build with a flaw: these limits are gone."""
    return override_settings(ACCOUNT_RATE_LIMITS={**settings.ACCOUNT_RATE_LIMITS, **dict.fromkeys(limits)})


_hosts = count(1)


def from_anywhere() -> dict[str, str]:
    """Another address each time, and another one that is only claimed."""
    number = next(_hosts)
    return {
        "REMOTE_ADDR": f"198.51.{number // 250 % 250}.{number % 250}",
        "HTTP_X_FORWARDED_FOR": f"203.0.113.{number % 250}, 10.0.0.{number % 250}",
    }


def passwords_judged(person: Person, tries: int) -> int:
    """How many of so many wrong passwords for one account were held against it, each from somewhere else."""
    judged = 0

    def counted(self: Person, raw: str) -> bool:
        nonlocal judged
        judged += 1
        return False

    with patch.object(Person, "check_password", counted):
        for number in range(tries):
            said = {"login": person.email, "password": f"wrong number {number}"}
            assert Client().post("/sign-in/", said, **from_anywhere()).status_code in {200, 429}  # type: ignore[arg-type]
    return judged


@pytest.mark.attack("A11", "1,000 sign-ins for one account from as many addresses, each claiming another")
def test_one_account_is_not_guessed_from_everywhere_a11(person: Person, figures: Figures) -> None:
    tries = 1000 if DRILLING else 60
    judged = passwords_judged(person, tries)
    with without("login_failed"):
        cache.clear()
        control = passwords_judged(person, 20)
    assert judged == 5
    assert control == 20
    figures("sign-ins tried", tries)
    figures("passwords judged", judged)
    figures.control("judged of 20 without the limit", control)


@pytest.mark.attack("A11", "sign-ins for one account that name another port in the Host header each time")
def test_another_host_header_is_not_another_limit_a11(person: Person, figures: Figures) -> None:
    """Control: the library's own key has the host in it, with whatever port the visitor claims."""

    def judged() -> int:
        cache.clear()
        held: list[str] = []
        with patch.object(Person, "check_password", lambda _, raw: bool(held.append(raw))):
            for number in range(15):
                said = {"login": person.email, "password": f"wrong number {number}"}
                where = {**from_anywhere(), "HTTP_HOST": f"localhost:{8000 + number}"}
                Client().post("/sign-in/", said, **where)  # type: ignore[arg-type]
        return len(held)

    found = judged()
    with patch.object(
        AccountAdapter, "_get_login_attempts_cache_key", DefaultAccountAdapter._get_login_attempts_cache_key
    ):
        control = judged()
    assert found == 5
    assert control == 15
    figures("passwords judged of 15", found)
    figures.control("judged with the library's own key", control)


def codes_judged(person: Person, rounds: int) -> tuple[int, int]:
    """Somebody knows the password: how many guesses at e-mailed codes, and how many letters to the owner."""
    judged, before = 0, Message.objects.count()
    for _ in range(rounds):
        client, where = Client(), from_anywhere()
        began = client.post("/sign-in/", {"login": person.email, "password": PASSWORD}, **where)  # type: ignore[arg-type]
        if began.status_code != 302:
            continue
        for guess in ("BBBB-BBBB", "CCCC-CCCC", "DDDD-DDDD", "FFFF-FFFF"):
            answer = client.post("/sign-in/code/", {"code": guess}, **where)  # type: ignore[arg-type]
            judged += answer.status_code == 200
    return judged, Message.objects.count() - before


@pytest.mark.attack("A11", "e-mailed codes guessed over many sign-ins, the password being known")
def test_e_mailed_codes_are_not_guessed_over_many_sign_ins_a11(person: Person, figures: Figures) -> None:
    judged, letters = codes_judged(person, 25)
    cache.clear()
    with without("second_step"):
        control, _ = codes_judged(person, 25)
    assert letters == 6
    assert judged <= 6 * 3
    assert control > 2 * judged
    figures("guesses judged in ten minutes", judged)
    figures("letters to the owner", letters)
    figures.control("judged of 25 sign-ins without the limit", control)


def second_codes_judged(person: Person, hours: int) -> int:
    """As slowly as the short limit allows, every five minutes and from somewhere else: how many codes are judged."""
    judged = 0

    def counted(self: Any, code: str) -> bool:
        nonlocal judged
        judged += 1
        return False

    start = datetime(2026, 11, 3, 9, tzinfo=UTC)
    with patch.object(TOTP, "validate_code", counted), patch.object(RecoveryCodes, "validate_code", counted):
        for step in range(hours * 12):
            with time_machine.travel(start + step * timedelta(minutes=5, seconds=1), tick=False):
                client, where = Client(), from_anywhere()
                client.post("/sign-in/", {"login": person.email, "password": PASSWORD}, **where)  # type: ignore[arg-type]
                for guess in range(5):
                    client.post("/sign-in/second-step/", {"code": f"{guess:06}"}, **where)  # type: ignore[arg-type]
    return judged


@pytest.mark.parametrize("kind", ["app", "recovery"])
@pytest.mark.attack("A11", "codes of an app and recovery codes guessed slowly, the password being known")
def test_codes_of_an_app_and_recovery_codes_are_not_guessed_slowly_a11(
    person: Person, kind: str, figures: Figures
) -> None:
    TOTP.activate(person, generate_totp_secret())
    if kind == "recovery":
        RecoveryCodes.activate(person)
    each = 2 if kind == "recovery" else 1  # a code is held against both
    hours = 24 if DRILLING else 3
    judged = second_codes_judged(person, hours) // each
    cache.clear()
    with without("second_step", "second_factor"):
        control = second_codes_judged(person, 3) // each
    assert judged <= 20, "in a day"
    assert control > 3 * judged or control > 60
    figures("codes judged", judged)
    figures.control("judged in 3 hours without the day's limit", control)


@pytest.mark.attack("A11", "wrong passwords for one account at the same instant, on two web servers")
def test_a_limit_is_counted_once_over_two_web_servers_a11(
    served: Served, tmp_path_factory: pytest.TempPathFactory, figures: Figures
) -> None:
    """Control: a limit that reads, adds and writes without its lock loses count."""
    person = with_account()
    with serving(served.database, tmp_path_factory.mktemp("second"), demo=False) as other:
        told = at_once([served.url, other.url] * 6, person.email)
    judged = sum("Too many" not in page for page in told)
    assert judged <= 5
    control = counted_without_lock(served.database)
    assert control > 5
    figures("sign-ins at once", len(told))
    figures("judged", judged)
    figures.control("judged by a count without its lock", control)


def at_once(urls: list[str], email: str) -> list[str]:
    """The pages that came back."""
    told: list[str] = []
    gate = threading.Barrier(len(urls))

    def try_it(url: str) -> None:
        browser = Browser(url)
        page = browser.get("/sign-in/")
        gate.wait(60)
        told.append(browser.post("/sign-in/", {"login": email, "password": "not this at all"}, page).body)

    run_all([threading.Thread(target=try_it, args=(url,)) for url in urls])
    assert len(told) == len(urls)
    return told


def counted_without_lock(database: Database) -> int:
    """Twelve tries at a limit of five, all of which read before any of them writes."""
    rate = ratelimit.Rate(5, 300, "key")
    allowed: list[bool] = []
    gate = threading.Barrier(12)

    def naive() -> None:
        history = cache.get("naive", [])
        gate.wait(60)
        may, history = ratelimit.apply_rate(history, 1.0, rate)
        cache.set("naive", history, 300)
        allowed.append(may)
        connection.close()

    run_all([threading.Thread(target=naive) for _ in range(12)])
    return sum(allowed)


def run_all(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
