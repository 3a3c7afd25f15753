"""Sending a text message: one interface, `send_text`, and one of three ways behind it (settings.TEXT_DELIVERY).

"gateway" is one call that every text-message service can be put behind, in one function of a few lines:

    POST <FAIRPLACE_TEXT_GATEWAY>        Authorization: Bearer <FAIRPLACE_TEXT_TOKEN>
    {"to": "+447700900123", "from": "Fairplace", "text": "Your code is …", "id": "<the same at every try>"}

2xx: taken. 4xx, but 408 and 429: never will be, so the e-mail address is used instead. Anything else: again later.
No redirect is followed, and neither number nor text is in any log line or error.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings

SECONDS = 20
_AGAIN = frozenset({HTTPStatus.REQUEST_TIMEOUT.value, HTTPStatus.TOO_MANY_REQUESTS.value})


class TextRefusedError(Exception):
    """The gateway will never send this one: a number that is none, or blocked."""


class TextNotTakenError(Exception):
    """The gateway could not be reached or is busy: it is tried again."""


def texts_can_be_sent() -> bool:
    """Whether a code may be promised to a telephone number."""
    return settings.TEXT_DELIVERY != "none"


def send_text(*, to: str, text: str, message_id: str) -> None:
    """to: in international form. Raises TextRefusedError or TextNotTakenError."""
    if settings.TEXT_DELIVERY == "demo":
        return  # the row of the outbox is the text message: the demo's outbox page shows it
    if settings.TEXT_DELIVERY == "none":
        raise TextRefusedError
    asked = {"to": to, "from": settings.TEXT_SENDER, "text": text, "id": message_id}
    status = _post(settings.TEXT_GATEWAY, json.dumps(asked).encode())
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR and status not in _AGAIN:
        raise TextRefusedError
    raise TextNotTakenError


def _post(address: str, body: bytes) -> int:
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    line = kind(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        line.request(
            "POST",
            (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
            body,
            {"Content-Type": "application/json", "Authorization": f"Bearer {settings.TEXT_TOKEN}"},
        )
        return line.getresponse().status
    except (OSError, HTTPException):
        raise TextNotTakenError from None  # its words may repeat what was sent
    finally:
        line.close()
