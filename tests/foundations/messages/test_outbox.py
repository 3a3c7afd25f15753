"""Messages go out if, and only if, their cause was committed; once; later when the mail server is down."""

import threading
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.core import mail
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.test import override_settings

from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.messages import delivery
from fairplace.foundations.messages.delivery import deliver, deliver_due, wait_after
from fairplace.foundations.messages.models import Message
from fairplace.foundations.messages.queries import all_messages, message, messages_sent_to
from fairplace.foundations.messages.queue import Letter, queue_message, queue_messages

ANN = "ann@provider.example"


class ServerDown(EmailBackend):
    """A mail server that cannot be reached: the one thing we do not run ourselves."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError


DOWN = override_settings(EMAIL_BACKEND=f"{__name__}.ServerDown")
KEPT = override_settings(EMAIL_BACKEND="fairplace.foundations.messages.demo_backend.KeptMail")


def queued(key: str = "award:1") -> Any:
    with transaction.atomic():
        return queue_message(key=key, to=ANN, subject="The award\nwas made", body="Sign in to read it.")


def waiting_jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'messages.deliver_message'")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_message_is_sent_once() -> None:
    message_id = queued()
    assert deliver(message_id)
    assert not deliver(message_id)
    (sent,) = mail.outbox
    assert (sent.to, sent.subject, sent.body) == ([ANN], "The award was made", "Sign in to read it.")
    assert sent.extra_headers["Message-ID"].startswith(f"<{message_id}@")
    row = message(message_id)
    assert row is not None
    assert row.sent_at is not None
    assert row.attempts == 1


@pytest.mark.django_db
def test_same_key_twice_is_one_message_and_one_job() -> None:
    assert queued() == queued()
    assert len(all_messages()) == 1
    assert waiting_jobs() == 1


@pytest.mark.django_db
def test_many_messages_are_queued_in_few_statements_and_once(django_assert_num_queries: Any) -> None:
    letters = [Letter(f"invitation:{number}", ANN, "An invitation", "Sign in to read it.") for number in range(30)]
    with transaction.atomic():
        with django_assert_num_queries(2):
            assert queue_messages([*letters, letters[0]]) == 30
        assert queue_messages(letters) == 0
    assert waiting_jobs() == len(all_messages()) == 30


def test_message_and_job_roll_back_with_their_cause(committed_database: object) -> None:
    @transaction.atomic
    def failing_action() -> None:
        queued()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing_action()
    assert not all_messages()
    assert waiting_jobs() == 0


def test_message_outside_a_transaction_is_refused(committed_database: object) -> None:
    with pytest.raises(RuntimeError, match="in the transaction"):
        queue_message(key="k", to=ANN, subject="s", body="b")


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["award-{}", "award:x{}", "award:{}.1"])
def test_a_key_in_which_a_legal_hold_would_not_find_what_it_concerns_is_refused_t5(key: str) -> None:
    letter = Letter(key.format(new_id()), ANN, "s", "b")
    with pytest.raises(ValueError, match="between colons"), transaction.atomic():
        queue_message(**letter._asdict())
    with pytest.raises(ValueError, match="between colons"), transaction.atomic():
        queue_messages([letter])


@pytest.mark.django_db
def test_mail_server_that_is_down_loses_nothing() -> None:
    message_id = queued()
    with DOWN:
        assert not deliver(message_id)
        assert deliver_due() == 0
    row = message(message_id)
    assert row is not None
    assert (row.sent_at, row.attempts, row.last_error) == (None, 1, "ConnectionRefusedError")
    assert deliver_due() == 0, "it waits before it is tried again"
    Message.objects.update(try_again_at=row.queued_at - timedelta(minutes=1))
    assert deliver_due() == 1
    assert len(mail.outbox) == 1
    sent = message(message_id)
    assert sent is not None
    assert (sent.attempts, sent.last_error) == (2, "")


@pytest.mark.django_db
def test_message_that_cannot_be_sent_does_not_hold_up_the_others() -> None:
    with transaction.atomic():
        bad = queue_message(key="bad", to="ann@provider.example\nBcc: all@example.org", subject="s", body="b")
        good = queue_message(key="good", to=ANN, subject="s", body="b")
    assert deliver_due() == 1
    kept, sent = message(bad), message(good)
    assert kept is not None
    assert sent is not None
    assert (kept.sent_at, kept.last_error) == (None, "BadHeaderError")
    assert sent.sent_at is not None


def test_waits_grow_to_an_hour_and_no_further() -> None:
    minutes = [wait_after(attempts) / timedelta(minutes=1) for attempts in (1, 2, 3, 6, 7, 8, 500)]
    assert minutes == [1, 2, 4, 32, 60, 60, 60]


def test_two_workers_never_send_one_message_twice(committed_database: object) -> None:
    message_id = queued()
    sending, may_end = threading.Event(), threading.Event()
    sent: list[bool] = []

    class Slow(EmailBackend):
        def send_messages(self, messages: Any) -> int:
            sending.set()
            may_end.wait(120)
            return int(super().send_messages(messages))

    def first_worker() -> None:
        try:
            sent.append(deliver(message_id))
        finally:
            connection.close()

    with override_settings(EMAIL_BACKEND="unused"):
        original = delivery._email

        def slowly(row: Message) -> EmailMessage:
            email = original(row)
            email.connection = Slow()
            return email

        delivery._email = slowly  # type: ignore[assignment]
        try:
            worker = threading.Thread(target=first_worker)
            worker.start()
            assert sending.wait(120)
            assert not deliver(message_id), "the row is locked by the first worker"
            may_end.set()
            worker.join(120)
        finally:
            delivery._email = original
    assert sent == [True]
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_outbox_is_read_by_address_newest_first() -> None:
    first, second = queued("a"), queued("b")
    with transaction.atomic():
        queue_message(key="c", to="bob@council.example", subject="s", body="b")
    assert [row.id for row in messages_sent_to(ANN.upper())] == [second, first]
    assert len(all_messages()) == 3
    assert message(first) is not None


@pytest.mark.django_db
def test_demo_keeps_every_mail_for_its_outbox_page() -> None:
    """The demo outbox page: also what the sign-in sends by itself, and nothing twice."""
    with KEPT:
        assert deliver(queued())
        get_connection().send_messages(
            [EmailMessage("Your code", "Your sign-in code is 123456.", None, [ANN, "bob@council.example"])]
        )
    assert [row.subject for row in messages_sent_to(ANN)] == ["Your code", "The award was made"]
    assert [row.to_address for row in all_messages()][:2].count(ANN) == 1
    assert all(row.sent_at for row in all_messages())
    assert not mail.outbox


def test_application_role_defers_jobs_though_it_owns_nothing(committed_database: Any) -> None:
    queued()
    with psycopg.connect(committed_database.app_url) as session:
        role = session.execute("SELECT current_user").fetchone()
    assert role == ("fairplace_app",)
    assert waiting_jobs() == 1


@pytest.mark.django_db
def test_private_letter_is_sealed_in_the_outbox_found_by_its_address_and_sent_whole_r1() -> None:
    """Whoever has a copy of the database has neither the family's address nor the link."""
    with transaction.atomic():
        private = queue_message(
            key="family:1", to="Ros@home.example", subject="A choice", body="Your link: /kittiwake/", private=True
        )
    held = repr(Message.objects.values().get(id=private))
    assert "kittiwake" not in held
    assert "home.example" not in held.lower()
    (row,) = messages_sent_to("ros@HOME.example")
    assert (row.id, row.to_address, row.body_text) == (private, "Ros@home.example", "Your link: /kittiwake/")
    assert deliver(private)
    assert (mail.outbox[-1].to, mail.outbox[-1].body) == (["Ros@home.example"], "Your link: /kittiwake/")


@pytest.mark.django_db
def test_without_a_mail_server_nothing_is_called_sent() -> None:
    message_id = queued()
    with override_settings(EMAIL_BACKEND="fairplace.foundations.messages.no_server.UnsentMail"):
        assert not deliver(message_id)
    row = message(message_id)
    assert row is not None
    assert (row.sent_at, row.attempts, row.last_error) == (None, 1, "NoMailServer")
