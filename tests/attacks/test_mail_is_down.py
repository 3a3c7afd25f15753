"""F5: nobody takes our mail for an hour: nothing is lost, nothing comes twice, a closing time moves for all or none.

The hour is the outbox's own: what waits until a moment waits a minute less for each minute that the test lets pass.
"""

from __future__ import annotations

import re
import socketserver
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Barrier, Thread, local
from typing import Any

import psycopg
import pytest
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.test import override_settings

from fairplace.commands.launcher.children import free_port
from fairplace.dps.competitions.actions.extend_competition import extend_competition
from fairplace.dps.competitions.models import Bid
from fairplace.foundations import audit
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.messages import delivery
from fairplace.foundations.messages.delivery import deliver_due
from fairplace.foundations.messages.models import Message
from fairplace.foundations.messages.queue import Letter, queue_message, queue_messages
from tests.dps.competitions.council_side import Run, run
from tests.dps.competitions.published import CLOSES
from tests.dps.competitions.writing import bid
from tests.drill.plugin import DRILLING, Figures

LETTERS = 200 if DRILLING else 40
WORKERS = 4
TRIED = "the mail server refuses every connection for an hour, then comes back"
Clock = Callable[[datetime | None], None]
Owner = psycopg.Connection[Any]


class Letterbox(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as our sender speaks; keeps the number of each letter."""

    def handle(self) -> None:
        self._say("220 letterbox")
        while line := self.rfile.readline().decode().strip().upper():
            if line.startswith("DATA"):
                self._say("354 go on")
                letter = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    letter += part
                found = re.search(rb"Message-ID: <([^@]+)@", letter, re.IGNORECASE)
                assert found is not None
                self.server.got.append(found[1].decode())  # type: ignore[attr-defined]
            self._say("221 bye" if line.startswith("QUIT") else "250 ok")
            if line.startswith("QUIT"):
                return

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def letterbox(port: int) -> Iterator[list[str]]:
    """What came, in the order in which it came, while somebody listens there."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", port), Letterbox) as server:
        server.got = []  # type: ignore[attr-defined]
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server.got  # type: ignore[attr-defined]
        finally:
            server.shutdown()
            thread.join(10)


@contextmanager
def sending_to(port: int) -> Iterator[None]:
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        EMAIL_USE_TLS=False,
        EMAIL_TIMEOUT=60,
    ):
        yield


def queued() -> set[str]:
    """Plain and private ones, as letters of an award and codes of a family are."""
    with transaction.atomic():
        queue_messages(
            Letter(f"drill:{number}", f"p{number}@provider.example", "A task", "Sign in.") for number in range(LETTERS)
        )
        for number in range(LETTERS // 10):
            queue_message(
                key=f"private:{number}", to=f"f{number}@home.example", subject="A letter", body="Code 1.", private=True
            )
    return {str(key) for key in Message.objects.values_list("id", flat=True)}


def minute(owner: Owner) -> None:
    """One passes."""
    owner.execute("UPDATE outbox_message SET try_again_at = try_again_at - interval '1 minute' WHERE sent_at IS NULL")
    while deliver_due():
        continue


@pytest.mark.attack("F5", TRIED)
@pytest.mark.usefixtures("committed_database")
def test_an_hour_without_mail_loses_nothing_and_sends_nothing_twice_f5(
    owner_connection: Owner, figures: Figures
) -> None:
    port, letters = free_port(), queued()
    with sending_to(port):
        for _ in range(60):
            minute(owner_connection)
        waiting = Message.objects.filter(sent_at__isnull=True).count()
        assert waiting == len(letters)
        attempts = max(Message.objects.values_list("attempts", flat=True))
        with letterbox(port) as came:
            minutes = 0
            while Message.objects.filter(sent_at__isnull=True).exists():
                minutes += 1
                assert minutes <= 61, "nothing waits longer than an hour"
                owner_connection.execute(
                    "UPDATE outbox_message SET try_again_at = try_again_at - interval '1 minute' WHERE sent_at IS NULL"
                )
                in_several_workers(deliver_due)
    figures("letters", len(letters))
    figures("lost", len(letters - set(came)))
    figures("twice", len(came) - len(set(came)))
    figures("attempts of one", attempts, "max")
    figures("all out, minutes after it came back", minutes, "max")
    assert sorted(came) == sorted(letters)
    assert attempts < 10


@pytest.mark.attack("F5", TRIED)
@pytest.mark.usefixtures("committed_database")
def test_control_naive_senders_lose_some_or_send_some_twice_f5(
    owner_connection: Owner, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    letters = queued()
    with sending_to(port):
        forgotten = 0
        for row in Message.objects.all():
            forgotten += not naive_send(row)
        monkeypatch.setattr(delivery, "deliver", without_lock())
        with letterbox(port) as came:
            in_several_workers(deliver_due)
    figures.control("lost by a sender that tries once", forgotten)
    figures.control("twice by workers that take no lock", len(came) - len(set(came)))
    assert forgotten == len(letters)
    assert len(came) > len(set(came))


def naive_send(row: Message) -> bool:
    """At the moment of its cause, and never again."""
    letter = EmailMessage(subject=row.subject, body=row.body_text, to=[row.to_address or "f@home.example"])
    try:
        return bool(letter.send())
    except OSError:
        return False


def without_lock() -> Callable[[Any], bool]:
    """Whoever reads that a letter is unsent sends it. None sends its first before each has read that it is unsent."""
    all_have_read, this = Barrier(WORKERS), local()

    def deliver(message_id: Any) -> bool:
        message = Message.objects.filter(id=message_id, sent_at__isnull=True).first()
        if not hasattr(this, "has_read"):
            this.has_read = True
            all_have_read.wait(120)
        if message is None:
            return False
        delivery._email(message).send()
        message.sent_at = audit.clock.now()
        message.save(update_fields=["sent_at"])
        return True

    return deliver


def in_several_workers(work: Callable[[], object]) -> None:
    def go() -> None:
        try:
            while work():
                continue
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        for one in [pool.submit(go) for _ in range(WORKERS)]:
            one.result(timeout=120)


def more_time(made: Run, hours: int) -> None:
    until = CLOSES + timedelta(hours=hours)
    said = {"competition_id": made.competition_id, "closes_at": until, "because": "Mail is down"}
    made.acting(made.officer, extend_competition, **said)


@pytest.mark.attack("F5", "the closing time comes while mail is down")
@pytest.mark.django_db
def test_closing_time_waits_for_no_mail_and_moves_for_everyone_or_nobody_f5(set_clock: Clock, figures: Figures) -> None:
    """The rule: the database's clock closes, letters or none. More time is the council's to give, to all
    invited, before the closing time and with a reason. A receipt is on the page and in the seal, not in a letter."""
    port = free_port()
    made = run(set_clock, bidders=3)
    first, second, third = made.published.bidders
    with sending_to(port):
        bid(made.published, first, CLOSES - timedelta(minutes=30))
        later = CLOSES + timedelta(days=1)
        set_clock(CLOSES - timedelta(minutes=10))
        more_time(made, 24)
        deliver_due()
        assert not Message.objects.filter(sent_at__isnull=False).exists()
        set_clock(CLOSES + timedelta(hours=1))
        bid(made.published, second, CLOSES + timedelta(hours=1))
        set_clock(later)
        refused = 0
        for late in (lambda: bid(made.published, third, later - timedelta(seconds=1)), lambda: more_time(made, 48)):
            with pytest.raises(Refused):
                late()
            refused += 1
    told = Counter(re.sub(r":.*", "", key) for key in Message.objects.values_list("key", flat=True))
    invited = sum(count for key, count in told.items() if "clos" in key or "extend" in key or "time" in key)
    made.open(later)
    with audit.transaction_as(made.officer):
        counted = Bid.objects.count()
    figures("bids in the time that all were given", counted)
    figures("refused after it", refused)
    figures("letters about it that wait", invited)
    figures.control("left out by a rule that counts from a letter's arrival", invited)
    assert counted == 2
    assert invited >= 3
