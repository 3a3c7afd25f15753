"""F1: the worker is killed (SIGKILL) again and again while it sends letters and publishes; all is done once by effect.

A letter whose worker died between the mail server's word and our commit goes again under the same Message-ID, which
mail programs show once.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from django.db import connection, transaction

from fairplace.commands.launcher.children import Child, django_environment, free_port, worker_command
from fairplace.commands.launcher.roles import Database
from fairplace.dps.transparency.models import Release
from fairplace.foundations.messages.models import Message
from fairplace.foundations.messages.queue import Letter, queue_messages
from tests.attacks.killable import BUILD
from tests.attacks.test_mail_is_down import letterbox
from tests.drill.plugin import Figures
from tests.fixtures.serving import switches

LETTERS, KILLS = 150, 4
LONGEST = 400.0  # seconds; a dead worker's jobs are taken up after half a minute
_LEFT = """
    SELECT count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'doing')
      FROM procrastinate_jobs WHERE task_name IN ('messages.deliver_message', 'transparency.publish_award')
"""


@pytest.mark.slow
@pytest.mark.attack("F1", "the worker is killed while it sends letters and publishes an award")
def test_what_a_killed_worker_had_to_do_is_done_once_by_effect_f1(
    committed_database: Database,
    set_clock: Callable[[datetime | None], None],
    tmp_path: Path,
    figures: Figures,
) -> None:
    accept, random, port = BUILD["acceptance"](set_clock), Random(4), free_port()
    accept()
    with transaction.atomic():
        queue_messages(
            Letter(f"drill:{number}", f"p{number}@provider.example", "A task", "Sign in.") for number in range(LETTERS)
        )
    mail = {"FAIRPLACE_MAIL_HOST": "127.0.0.1", "FAIRPLACE_MAIL_PORT": str(port)}
    environment = django_environment(committed_database.app_url, switches(tmp_path, demo=False) | mail)
    worker = Child("worker", worker_command(), environment, tmp_path / "worker.log")
    left_doing, until = 0, time.monotonic() + LONGEST
    with letterbox(port) as came:
        try:
            for _ in range(KILLS):
                seen = len(came)
                worker.start()
                wait(lambda seen=seen: len(came) > seen + 5 or not any(left()), until)
                time.sleep(random.random() * 0.2)
                assert worker.process is not None
                worker.process.send_signal(signal.SIGKILL)
                worker.stop()
                left_doing = max(left_doing, left()[1])
            worker.start()
            wait(lambda: left() == (0, 0) and not Message.objects.filter(sent_at__isnull=True).exists(), until)
        finally:
            worker.stop()
    letters = {str(key) for key in Message.objects.values_list("id", flat=True)}
    figures("kills", KILLS)
    figures("letters", len(letters))
    figures("lost", len(letters - set(came)))
    figures("sent again under the same number", len(came) - len(set(came)))
    figures("releases of the award", Release.objects.count())
    figures.control("jobs left lying where nobody takes up a dead worker's", left_doing)
    assert set(came) == letters
    assert len(came) - len(set(came)) <= 2 * KILLS, "more than each worker had in hand"
    assert Release.objects.count() == 1
    assert left_doing > 0


def left() -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(_LEFT)
        todo, doing = cursor.fetchone()
    return todo, doing


def wait(condition: Callable[[], bool], until: float) -> None:
    while not condition():
        assert time.monotonic() < until, left()
        time.sleep(0.05)
