"""C5, R12: codes go out as text messages through a gateway, else by e-mail; numbers stay out of rows and logs."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.db import transaction
from django.test import override_settings

from fairplace.foundations.messages.delivery import deliver, deliver_due
from fairplace.foundations.messages.models import Message
from fairplace.foundations.messages.queries import message, messages_sent_to
from fairplace.foundations.messages.queue import queue_text

NUMBER = "+447700900123"


class Gateway:
    """A text-message service: what it was asked, and what it answers."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.answers: list[int] = []
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                gateway.asked.append((self.headers["Authorization"], json.loads(body)))
                self.send_response(gateway.answers.pop(0) if gateway.answers else 202)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/texts?kind=code"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    made = Gateway()
    with override_settings(TEXT_DELIVERY="gateway", TEXT_GATEWAY=made.address, TEXT_TOKEN="s3cret"):
        yield made
    made.server.shutdown()
    made.server.server_close()


def queued(otherwise: str = "ros@home.example") -> UUID:
    with transaction.atomic():
        return queue_text(
            key="code:1", to=NUMBER, text="Your code is 123456.", otherwise=otherwise, subject="Your code"
        )


def try_again(message_id: UUID) -> None:
    row = message(message_id)
    assert row is not None
    Message.objects.update(try_again_at=row.queued_at - timedelta(minutes=1))


@pytest.mark.django_db
def test_a_code_goes_to_the_phone_through_the_gateway_once_c5(gateway: Gateway) -> None:
    message_id = queued()
    assert queued() == message_id, "told twice, sent once"
    assert deliver(message_id)
    assert not deliver(message_id)
    ((key, asked),) = gateway.asked
    assert key == "Bearer s3cret"
    assert asked == {"to": NUMBER, "from": "Fairplace", "text": "Your code is 123456.", "id": str(message_id)}
    assert not mail.outbox
    assert messages_sent_to(NUMBER)[0].way == "text"


@pytest.mark.django_db
def test_a_number_that_the_gateway_refuses_gets_an_e_mail_at_once_c5(gateway: Gateway) -> None:
    gateway.answers = [422]
    message_id = queued()
    assert deliver(message_id)
    assert [(one.to, one.body) for one in mail.outbox] == [(["ros@home.example"], "Your code is 123456.")]
    assert messages_sent_to(NUMBER) == []
    assert messages_sent_to("ros@home.example")[0].way == "email"


@pytest.mark.django_db
@pytest.mark.parametrize("answer", [503, 429, 302])
def test_a_busy_gateway_is_tried_twice_and_then_it_is_an_e_mail_c5(gateway: Gateway, answer: int) -> None:
    gateway.answers = [answer, answer]
    message_id = queued()
    assert not deliver(message_id)
    row = message(message_id)
    assert row is not None
    assert (row.way, row.last_error) == ("text", "TextNotTakenError")
    try_again(message_id)
    assert deliver_due() == 1
    assert len(gateway.asked) == 2
    assert len({asked["id"] for _, asked in gateway.asked}) == 1
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_without_an_e_mail_address_it_waits_for_the_gateway_c5(gateway: Gateway) -> None:
    gateway.answers = [500, 422]
    message_id = queued(otherwise="")
    for _ in range(2):
        assert not deliver(message_id)
        try_again(message_id)
    assert deliver(message_id)
    assert not mail.outbox


@pytest.mark.django_db
def test_number_and_words_are_in_no_row_and_no_log_line_c5(gateway: Gateway, caplog: pytest.LogCaptureFixture) -> None:
    gateway.answers = [500]
    message_id = queued()
    with caplog.at_level(logging.DEBUG):
        assert not deliver(message_id)
    with override_settings(TEXT_GATEWAY="http://127.0.0.1:1/"):
        try_again(message_id)
        assert deliver(message_id), "nobody there: by e-mail"
    held = repr(Message.objects.values().get(id=message_id)) + caplog.text
    for secret in ("7700900123", "123456", "ros@home", "s3cret"):
        assert secret not in held


@pytest.mark.django_db
def test_the_demo_keeps_text_messages_for_its_outbox_page_c5() -> None:
    with override_settings(TEXT_DELIVERY="demo"):
        assert deliver(queued())
    (row,) = messages_sent_to(NUMBER)
    assert (row.way, row.to_address, row.body_text) == ("text", NUMBER, "Your code is 123456.")
    assert not mail.outbox
