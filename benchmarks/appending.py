"""Recording events beside plain inserts: eight writers that keep transactions open, and a sealer behind them (T3).

Runs as a process of its own, in Django, as the application role: python -m benchmarks.appending > figures (JSON). The
two tables without evidence are made before by their owner (TABLES).
"""

from __future__ import annotations

import json
import secrets
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from statistics import median

import django
from django.db import connection, transaction

from fairplace.foundations import audit
from fairplace.foundations.audit import events
from fairplace.foundations.audit.proofs import latest_head
from fairplace.foundations.audit.sealing import seal_events
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.identifiers import new_id

WRITERS, PROCESSES, HOLD, ROUNDS, SECONDS, SEAL_EVERY, AIM = 8, 2, 0.010, 5, 3.0, 1.0, 0.9
TABLES = (
    "CREATE TABLE bench_business (id uuid PRIMARY KEY, told text NOT NULL)",
    "CREATE TABLE bench_plain_event (LIKE audit_event INCLUDING ALL)",
)
_BUSINESS = "INSERT INTO bench_business (id, told) VALUES (%s, 'A change of state')"
_PLAIN = """
    INSERT INTO bench_plain_event (id, at, kind, subject_kind, subject_id, about_id, payload, salt, leaf)
    VALUES (%s, fairplace_now(), %s, 'a.b', %s, %s, '{"fields": ["name"]}', %s, %s)
"""


@dataclass(frozen=True, slots=True)
class Appending:
    """Transactions a second, medians of the rounds; ratio: the median of theirs. sealed: events in the log."""

    plain: float
    recorded: float
    ratio: float
    least: float
    most: float
    sealed: int
    slowest_seal: float


def measure() -> Appending:
    """Rounds in turn, each with both ways; the sealer runs every second in the rounds that record."""
    plain, recorded, seals = [], [], list[float]()
    with ProcessPoolExecutor(PROCESSES + 1, get_context("spawn"), initializer=django.setup) as processes:
        list(processes.map(_write_for, [("plain", 0.2)] * PROCESSES))  # connections, and all that is made only once
        for _ in range(ROUNDS):
            plain.append(sum(processes.map(_write_for, [("plain", SECONDS)] * PROCESSES)))
            sealing = processes.submit(_seal_for, SECONDS)
            recorded.append(sum(processes.map(_write_for, [("recorded", SECONDS)] * PROCESSES)))
            seals += sealing.result()
    seal_events(wait=True)
    ratios = [after / before for before, after in zip(plain, recorded, strict=True)]
    head = latest_head()
    return Appending(
        plain=median(plain),
        recorded=median(recorded),
        ratio=median(ratios),
        least=min(ratios),
        most=max(ratios),
        sealed=head.size if head else 0,
        slowest_seal=max(seals),
    )


def _write_for(told: tuple[str, float]) -> float:
    """Transactions a second, by the threads of one process as a web server has them."""
    way, seconds = told
    write = _write_plain if way == "plain" else _write_recorded
    until = time.perf_counter() + seconds

    def writer(_: int) -> int:
        done = 0
        try:
            while time.perf_counter() < until:
                with transaction.atomic():
                    write()
                    time.sleep(HOLD)
                done += 1
        finally:
            connection.close()
        return done

    with ThreadPoolExecutor(WRITERS // PROCESSES) as threads:
        return sum(threads.map(writer, range(WRITERS // PROCESSES))) / seconds


def _seal_for(seconds: float) -> list[float]:
    """How long each sealing took, in seconds."""
    until, spent = time.perf_counter() + seconds, []
    while time.perf_counter() < until:
        begun = time.perf_counter()
        seal_events()
        spent.append(time.perf_counter() - begun)
        time.sleep(SEAL_EVERY)
    return spent


def _write_plain() -> None:
    with connection.cursor() as cursor:
        row = new_id()
        cursor.execute(_BUSINESS, [row])
        random = secrets.token_bytes(48)
        cursor.execute(_PLAIN, [new_id(), events.CHILD_DATA_READ, row, row, random[:16], random[16:]])


def _write_recorded() -> None:
    with connection.cursor() as cursor:
        row = new_id()
        cursor.execute(_BUSINESS, [row])
    audit.read_recorded(actor=SYSTEM, subject=audit.Subject("a.b", row), fields=["name"])


if __name__ == "__main__":
    django.setup()
    json.dump(asdict(measure()), sys.stdout)
