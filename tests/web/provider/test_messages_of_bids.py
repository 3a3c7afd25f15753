"""C2: what a page says once about a sealed bid never lies in a table."""

from __future__ import annotations

import secrets

from django.contrib.messages.storage import default_storage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory


def session_after(kind: object, number: int) -> SessionStore:
    """What the session holds after so many messages that were never shown: a browser that does not follow on."""
    request = RequestFactory().get("/")
    request.session = SessionStore()
    storage = kind(request)  # type: ignore[operator]
    for _ in range(number):  # each different, or they would be packed into nothing
        storage.add(20, f"Draft saved and sealed at 10:03. Price so far: £1,234.56 a week. {secrets.token_hex(32)}")
    storage.update(HttpResponse())
    return request.session


def test_a_message_with_a_price_goes_by_cookie_however_many_there_are_c2() -> None:
    assert dict(session_after(default_storage, 100).items()) == {}
    assert dict(session_after(FallbackStorage, 100).items()) != {}, "as it is by default, the session takes the rest"
