"""A10, A11, A12, X1: guessing, listing, fixing and keeping what lets somebody in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import median
from time import process_time
from unittest.mock import patch
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import resolve

from fairplace.dps.competitions.models import FamilyChoice
from fairplace.dps.competitions.rules.family_code import MOST_TRIES
from fairplace.dps.organisations.actions.add_person import add_person
from fairplace.dps.organisations.actions.register_organisation import register_organisation
from fairplace.dps.organisations.models import Duty
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.messages.queries import messages_sent_to
from fairplace.web.signing_in.session_rows import row_key
from tests.dps.competitions.council_side import content, run
from tests.drill.plugin import Figures

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]
EMAIL, PASSWORD = "ros.hale@chalkpath.invalid", "seven grey otters"
_HASHED = ""


@pytest.fixture
def organisation() -> UUID:
    return register_organisation(
        actor=SYSTEM, kind="provider", name="Chalk Path", registered_number="00000012", at=audit.clock.now()
    )


@pytest.fixture
def person(organisation: UUID) -> UUID:
    return make_person(organisation, EMAIL)


def make_person(organisation: UUID, email: str) -> UUID:
    global _HASHED
    _HASHED = _HASHED or make_password(PASSWORD)
    made = add_person(
        actor=SYSTEM, organisation_id=organisation, email=email, name="Ros Hale", roles=["bid_manager"],
        at=audit.clock.now(),
    )  # fmt: skip
    get_user_model().objects.filter(pk=made).update(password=_HASHED)
    return made


def try_password(client: Client, email: str = EMAIL, password: str = "not this at all", **headers: str) -> HttpResponse:
    return client.post("/sign-in/", {"login": email, "password": password}, **headers)


def newest_code(email: str = EMAIL) -> str:
    found = re.search(r"Your code is (\S+)", messages_sent_to(email)[0].body_text)
    assert found
    return found[1]


def sign_in(client: Client, email: str = EMAIL) -> HttpResponse:
    try_password(client, email, PASSWORD)
    return client.post("/sign-in/code/", {"code": newest_code(email)})


CHEAP = override_settings(
    PASSWORD_HASHERS=[f"django.contrib.auth.hashers.{name}PasswordHasher" for name in ("MD5", "Argon2")]
)  # where it is tries that are counted


@CHEAP
def test_one_account_is_shut_after_five_wrong_passwords_from_anywhere_a11(person: UUID) -> None:
    """Each from another address, and each with another made-up X-Forwarded-For: it is the account that counts."""
    for number in range(5):
        told = try_password(Client(), REMOTE_ADDR=f"198.51.100.{number}", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
        assert told.status_code == 200
    right = try_password(Client(), password=PASSWORD, REMOTE_ADDR="198.51.100.99")
    assert right.status_code in {200, 429}, "even the right one has to wait now"
    assert not messages_sent_to(EMAIL)
    assert "Too many" in right.content.decode()


@CHEAP
def test_one_address_is_shut_after_ten_wrong_accounts_whatever_it_claims_to_be_a11(person: UUID) -> None:
    statuses = [
        try_password(Client(), f"a{number}@chalkpath.invalid", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
        for number in range(12)
    ]
    assert "Too many" in statuses[-1].content.decode()
    assert "Too many" not in statuses[0].content.decode()
    elsewhere = try_password(Client(), password=PASSWORD, REMOTE_ADDR="198.51.100.7")
    assert elsewhere.status_code == 302, "somebody elsewhere is not shut out by it"


@CHEAP
@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_our_proxy_each_visitor_is_counted_alone_and_none_can_pretend_a11(person: UUID) -> None:
    """The proxy adds the true address at the end; whatever stands before it was claimed by the visitor."""
    for number in range(12):
        told = try_password(
            Client(), f"a{number}@chalkpath.invalid", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}, 198.51.100.1"
        )
    assert "Too many" in told.content.decode()
    other = try_password(Client(), password=PASSWORD, HTTP_X_FORWARDED_FOR="198.51.100.2")
    assert other.status_code == 302


def test_a_page_for_too_many_tries_is_ours(person: UUID) -> None:
    asked = [Client().post("/new-password/", {"email": EMAIL}) for _ in range(8)]
    assert asked[-1].status_code == 429
    assert "Too many tries" in asked[-1].content.decode()
    assert "govuk" in asked[-1].content.decode()


def test_codes_cannot_be_guessed_a11(client: Client, person: UUID) -> None:
    """A few wrong codes and the sign-in starts from the beginning; the right code no longer helps."""
    try_password(client, password=PASSWORD)
    right = newest_code()
    for _ in range(6):
        client.post("/sign-in/code/", {"code": "AAAAAA"})
    client.post("/sign-in/code/", {"code": right})
    assert client.get("/provider/tasks/").status_code == 302


def test_nobody_learns_by_words_who_has_an_account_a11(person: UUID) -> None:
    def told(email: str) -> str:
        page = try_password(Client(), email).content.decode()
        return re.sub(r'value="\w{64}"', "", page).replace(email, "")

    assert told(EMAIL) == told("nobody@chalkpath.invalid")


@pytest.mark.attack("A11", "the time that a known and an unknown address take")
def test_nobody_learns_by_time_who_has_an_account_a11(person: UUID, figures: Figures) -> None:
    """An unknown address costs a stretched password too: within a factor of two, of the processor's time, which others
    on a busy machine do not lengthen. Control: where it does not, the known address takes several times as long."""

    def takes(email: str, number: int) -> float:
        began = process_time()
        try_password(Client(), email, REMOTE_ADDR=f"198.51.100.{number}")
        return process_time() - began

    takes(EMAIL, 0)
    known = median(takes(EMAIL, number) for number in range(1, 5))
    unknown = median(takes(f"nobody{number}@chalkpath.invalid", number) for number in range(5, 9))
    with patch("allauth.account.auth_backends.AuthenticationBackend._mitigate_timing_attack"):
        careless = median(takes(f"someone{number}@chalkpath.invalid", number) for number in range(9, 13))
    assert 0.5 < known / unknown < 2
    assert known / careless > 2
    figures("known to unknown, times", round(known / unknown, 2), "max")
    figures.control("known to unknown without the stretching, times", round(known / careless, 1))


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example", "javascript:alert(1)",
     "http:///evil.example", "\thttps://evil.example", "//evil.example/%2f..", "https://127.0.0.1@evil.example"],
)  # fmt: skip
def test_the_way_on_after_signing_in_stays_here_a10(client: Client, person: UUID, target: str) -> None:
    client.post("/sign-in/", {"login": EMAIL, "password": PASSWORD, "next": target}, QUERY_STRING="")
    entered = client.post("/sign-in/code/", {"code": newest_code(), "next": target})
    assert entered["Location"] == "/home/"


def test_a_page_asked_for_by_a_visitor_comes_back_as_a_path_of_ours_a10() -> None:
    for asked in ("/council/referrals/?x=//evil.example", "/home/?next=https://evil.example"):
        location = Client().get(asked)["Location"]
        assert location.startswith("/sign-in/?next=%2F")
        assert not location.startswith("//")
    assert resolve("/sign-in/")


def test_signing_in_makes_a_new_session_a12(client: Client, person: UUID) -> None:
    """A cookie planted beforehand is worth nothing afterwards."""
    client.get("/sign-in/")
    try_password(client, password=PASSWORD)
    planted = client.cookies["sessionid"].value
    client.post("/sign-in/code/", {"code": newest_code()})
    fresh = client.cookies["sessionid"]
    assert fresh.value != planted
    assert fresh["httponly"]
    assert fresh["samesite"] == "Lax"
    attacker = Client()
    attacker.cookies["sessionid"] = planted
    assert attacker.get("/provider/tasks/").status_code == 302
    attacker.cookies["sessionid"] = "a" * 32
    try_password(attacker, password=PASSWORD)
    assert attacker.cookies["sessionid"].value != "a" * 32


@pytest.mark.attack("A12", "a session planted in a browser before its owner signs in")
def test_a_planted_session_is_never_signed_in_a12(person: UUID, figures: Figures) -> None:
    """Control: where signing in keeps the session's name, the planted one is in."""

    def planted_is_in() -> bool:
        owner, attacker = Client(), Client()
        owner.get("/sign-in/")
        try_password(owner, password=PASSWORD)
        attacker.cookies["sessionid"] = owner.cookies["sessionid"].value
        owner.post("/sign-in/code/", {"code": newest_code()})
        return attacker.get("/provider/tasks/").status_code == 200

    found = planted_is_in()
    with patch.object(SessionStore, "cycle_key", lambda _: None):
        control = planted_is_in()
    assert not found
    assert control
    figures("planted sessions that were signed in", int(found))
    figures.control("signed in where the session keeps its name", int(control))


@pytest.mark.attack("A12", "whoever reads the table of sessions sends what it names them by")
def test_who_reads_the_table_of_sessions_is_signed_in_as_nobody_a12_x1(person: UUID, figures: Figures) -> None:
    """Control: the framework's own table holds what the browser sends."""

    def taken_over() -> int:
        Session.objects.all().delete()
        owner = Client()
        sign_in(owner)
        assert owner.get("/provider/tasks/").status_code == 200
        found = 0
        for name in Session.objects.values_list("session_key", flat=True):
            thief = Client()
            thief.cookies["sessionid"] = name
            found += thief.get("/provider/tasks/").status_code == 200
        return found

    assert taken_over() == 0
    figures("sessions taken over", 0)
    with override_settings(SESSION_ENGINE="django.contrib.sessions.backends.db"):
        control = taken_over()
    assert control == 1
    figures.control("sessions taken over from the framework's own table", control)


def test_an_old_cookie_is_dead_after_signing_out_a12(client: Client, person: UUID) -> None:
    sign_in(client)
    old = client.cookies["sessionid"].value
    assert client.get("/provider/tasks/").status_code == 200
    assert Session.objects.filter(session_key=row_key(old)).exists()
    client.post("/sign-out/")
    assert not Session.objects.filter(session_key=row_key(old)).exists()
    thief = Client()
    thief.cookies["sessionid"] = old
    assert thief.get("/provider/tasks/").status_code == 302


def test_a_new_password_ends_every_session_that_was_open_a12(client: Client, person: UUID) -> None:
    sign_in(client)
    elsewhere = Client()
    elsewhere.post("/new-password/", {"email": EMAIL})
    elsewhere.post("/new-password/code/", {"code": newest_code()})
    new = "nine loud heron gates"
    assert elsewhere.post("/new-password/choose/", {"password1": new, "password2": new}).status_code == 302
    assert client.get("/provider/tasks/").status_code == 302


def test_a_duty_taken_away_is_gone_with_the_next_click_a12_v8(client: Client, person: UUID) -> None:
    sign_in(client)
    assert client.get("/provider/evidence/").status_code == 200
    Duty.objects.filter(person_id=person).delete()
    assert client.get("/provider/evidence/").status_code == 404


def test_a_switched_off_person_neither_stays_nor_returns_a12(client: Client, person: UUID) -> None:
    sign_in(client)
    get_user_model().objects.filter(pk=person).update(is_active=False)
    assert client.get("/provider/tasks/").status_code == 302
    told = try_password(Client(), password=PASSWORD)
    assert told.status_code == 403
    assert "switched off" in told.content.decode()
    assert len(messages_sent_to(EMAIL)) == 1, "no further code goes out"


def test_a_family_code_is_not_guessed_and_no_new_code_gives_new_tries_a11_c5(set_clock: Clock) -> None:
    made = run(set_clock, bidders=2)
    for bidder in made.published.bidders:
        made.submit(bidder, content(made.published, price="98.76"))
    made.open()
    made.mark_all(["5", "4"])
    made.score()
    client, here = Client(), f"/family/choice/{made.token()}/"
    given = {"choice": "none", "reason": ""}
    client.post(here, {"step": "choose", **given})
    right = made.code()
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    for number in range(MOST_TRIES):
        client.post(here, {"step": "answer", "code": wrong, **given})
        if number == MOST_TRIES // 2:
            set_clock(audit.clock.now() + timedelta(minutes=2))
            client.post(here, {"step": "choose", **given})
    page = client.post(here, {"step": "answer", "code": made.code(), **given}).content.decode()
    assert "too often" in page
    assert FamilyChoice.objects.get().answered_at is None
