"""X1: a code that was sent by e-mail cannot be read in the session's row, nor guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from fairplace.dps.organisations.actions.ask_to_register import code_key
from fairplace.dps.organisations.models import Registration
from fairplace.dps.organisations.rules.mailed_codes import DIGITS, code_digest, code_matches
from fairplace.foundations.messages.queries import messages_sent_to
from fairplace.web.signing_in import adapter, emailed_codes
from fairplace.web.signing_in.session_rows import row_key
from tests.drill.plugin import Figures
from tests.web.signing_in.test_signing_in import EMAIL, PASSWORD, person

__all__ = ["person"]
pytestmark = pytest.mark.django_db
Begin = Callable[[Client], object]


def _sign_in(client: Client) -> None:
    client.post("/sign-in/", {"login": EMAIL, "password": PASSWORD})


def _new_password(client: Client) -> None:
    client.post("/new-password/", {"email": EMAIL})


# How it begins, where the code is typed, and what it opens.
by_each_way = pytest.mark.parametrize(
    ("begin", "typed_at", "opens"),
    [
        (_sign_in, "/sign-in/code/", "/provider/tasks/"),
        (_new_password, "/new-password/code/", "/new-password/choose/"),
    ],
    ids=["sign-in", "new-password"],
)


def _sent() -> str:
    found = re.search(r"Your code is (\S+)", messages_sent_to(EMAIL)[0].body_text)
    assert found
    return found[1]


def _row(client: Client) -> str:
    """As whoever holds the database reads it; Django only signs and packs it."""
    return str(Session.objects.get(session_key=row_key(str(client.session.session_key))).get_decoded())


@by_each_way
@pytest.mark.attack("A2", "whoever reads the database looks for the code that was just sent")
def test_the_session_does_not_tell_the_code_that_was_sent_x1(
    person: UUID, begin: Begin, typed_at: str, opens: str, monkeypatch: pytest.MonkeyPatch, figures: Figures
) -> None:
    """Control: the library's own codes lie there in plain text."""
    client = Client()
    begin(client)
    assert "'code': " in _row(client), "one is waited for"
    assert _sent() not in _row(client)
    figures("codes found", 0)
    client.post(typed_at, {"code": _sent().lower()})
    assert client.get(opens).status_code == 200

    client = Client()
    with monkeypatch.context() as flawed:
        for name in ("generate_login_code", "generate_password_reset_code"):
            flawed.setattr(adapter.AccountAdapter, name, getattr(DefaultAccountAdapter, name))
        flawed.setattr(adapter, "open_code", str)
        begin(client)
    assert _sent() in _row(client)
    figures.control("codes found where they are plain, or digests without a key", 1)


@by_each_way
def test_three_wrong_codes_are_the_end_of_the_right_one_x1(
    person: UUID, begin: Begin, typed_at: str, opens: str
) -> None:
    """What the row says is no code either."""
    client = Client()
    begin(client)
    kept = re.search(r"'code': '([^']+)'", _row(client))
    assert kept
    right = _sent()
    answers = [client.post(typed_at, {"code": wrong}).status_code for wrong in (kept[1], "WRONG-CODE", "")]
    assert answers == [200, 200, 302]
    client.post(typed_at, {"code": right})
    assert client.get(opens).status_code == 302


@by_each_way
def test_a_code_that_cannot_be_opened_any_more_lets_nobody_in_x1(
    person: UUID, begin: Begin, typed_at: str, opens: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its key was taken out, or the sign-in began before codes were sealed."""
    client = Client()
    begin(client)
    right = _sent()
    monkeypatch.setattr(emailed_codes, "open_passing", lambda *_, **__: "")
    for typed in ("", right):
        assert client.post(typed_at, {"code": typed}).status_code == 200
    assert client.get(opens).status_code == 302


@pytest.mark.attack("A2", "whoever reads the database looks for the code that was just sent")
def test_who_reads_the_digest_of_a_registration_s_code_tries_a_million_in_vain_x1_q1(
    db: None, figures: Figures
) -> None:
    """Control: where the digest is made of nothing but the code and what stands in the row."""
    cache.clear()
    registering = {"organisation_name": "Hedgerow", "number_kind": "company", "company": "07654321", "email": EMAIL}
    assert Client().post("/register/", {**registering, "person_name": "Ros"})["Location"] == "/register/code/"
    row = Registration.objects.get()
    sent = re.search(r"is (\d{6})", messages_sent_to(EMAIL)[0].body_text)
    assert sent
    assert code_matches(sent[1], bytes(row.code_sha256 or b""), code_key(row.id))

    def found(digest: bytes) -> int:
        return sum(code_digest(f"{number:06}", row.id.bytes) == digest for number in range(10**DIGITS))

    assert found(bytes(row.code_sha256 or b"")) == 0
    figures("codes found", 0)
    control = found(code_digest(sent[1], row.id.bytes))
    assert control == 1
    figures.control("codes found where they are plain, or digests without a key", control)
