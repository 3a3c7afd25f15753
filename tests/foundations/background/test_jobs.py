"""Jobs are rows committed with their cause, known by name, and done again when their worker was killed."""

import ast
import os
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from procrastinate.contrib.django import app

import fairplace
from fairplace.foundations.audit import clock
from fairplace.foundations.background import jobs, jobs_are_moving, run_as
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.messages.queries import message
from fairplace.foundations.messages.queue import queue_message

PACKAGE = Path(fairplace.__file__).parent
WITHIN_SECONDS = 180


def value_of(query: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    return row[0] if row else None


def wait_until(true: Callable[[], Any], what: str) -> None:
    until = time.monotonic() + WITHIN_SECONDS
    while not true():
        assert time.monotonic() < until, f"{what} did not happen within {WITHIN_SECONDS} seconds"
        time.sleep(0.05)


@contextmanager
def worker(database: Any, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "1"],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
            "DATABASE_URL": database.app_url,
            **environment,
        },
        cwd=PACKAGE.parent,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


class _Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP as a mail program needs to hand over a letter."""

    server: "MailServer"

    def handle(self) -> None:
        self.say("220 mail.example")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.say("354 go on")
                self.server.letters.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            self.say("221 bye" if word == b"QUIT" else "250 ok")

    def say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps every letter that it is given."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.letters: list[bytes] = []


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


def mail_at(port: int) -> dict[str, str]:
    return {"FAIRPLACE_MAIL_HOST": "127.0.0.1", "FAIRPLACE_MAIL_PORT": str(port)}


def test_job_of_a_killed_worker_is_done_again(committed_database: Any) -> None:
    """After kill -9 a job stays "doing" until the sweep finds it; the effect then happens once.

    The first worker hangs in the middle of the job because its mail server accepts and says nothing.
    """
    with transaction.atomic():
        message_id = queue_message(key="k", to="ann@provider.example", subject="s", body="b")
    status = "SELECT status FROM procrastinate_jobs WHERE task_name = 'messages.deliver_message'"
    with socket.create_server(("127.0.0.1", 0)) as silent_server:
        silent_server.settimeout(WITHIN_SECONDS)
        with worker(committed_database, **mail_at(silent_server.getsockname()[1])) as first:
            conversation, _ = silent_server.accept()
            assert value_of(status) == "doing"
            first.kill()
            first.wait()
            conversation.close()
    assert value_of(status) == "doing", "nobody noticed yet"
    with connection.cursor() as cursor:  # as if a minute had passed
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    with mail_server() as server, worker(committed_database, **mail_at(server.server_address[1])):
        wait_until(lambda: value_of(status) == "succeeded", "the second run")
        assert len(server.letters) == 1
    row = message(message_id)
    assert row is not None
    assert row.sent_at is not None
    assert row.attempts == 1, "what the killed worker began was rolled back"


def test_job_that_keeps_killing_its_worker_is_given_up(committed_database: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, attempts)"
            " VALUES ('default', 'x.y', 'doing', %s)",
            [jobs.MOST_ATTEMPTS],
        )
    with worker(committed_database):
        status = "SELECT status FROM procrastinate_jobs WHERE task_name = 'x.y'"
        wait_until(lambda: value_of(status) == "failed", "giving up")


def test_job_rolls_back_with_its_cause(committed_database: Any) -> None:
    @transaction.atomic
    def failing_action() -> None:
        jobs.clear_done_jobs.defer(timestamp=0)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing_action()
    assert value_of("SELECT count(*) FROM procrastinate_jobs") == 0


@pytest.mark.django_db
def test_jobs_are_moving_while_a_worker_lives_or_nothing_is_due() -> None:
    assert jobs_are_moving()
    jobs.clear_done_jobs.defer(timestamp=0)
    assert not jobs_are_moving()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert jobs_are_moving()


@pytest.mark.django_db
def test_job_works_for_one_organisation_without_a_role() -> None:
    organisation = new_id()
    with run_as(organisation) as (actor, now):
        assert actor == replace(SYSTEM, organisation_id=organisation)
        assert value_of("SELECT current_setting('fairplace.organisation')") == str(organisation)
        assert now <= clock.now()


def names_deferred() -> set[str]:
    """Every name that the package defers a job by, read from its source."""
    found = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "configure_task"
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                found.add(str(node.args[0].value))
    return found


def test_every_job_deferred_by_name_is_registered() -> None:
    """Deferring by name accepts a name that nobody registered."""
    assert names_deferred() <= set(app.tasks)


def test_every_job_is_named_for_its_area() -> None:
    ours = {name: task for name, task in app.tasks.items() if task.func.__module__.startswith("fairplace.")}
    assert {"background.retry_stalled_jobs", "messages.deliver_message"} <= set(ours)
    for name, task in ours.items():
        *_, area, module = task.func.__module__.split(".")
        assert (name, module) == (f"{area}.{task.func.__name__}", "jobs")


def test_jobs_are_found_in_the_areas() -> None:
    assert settings.PROCRASTINATE_AUTODISCOVER_MODULE_NAME == "jobs"
