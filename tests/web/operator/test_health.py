"""What machines that watch are told (contract: /healthz, /readyz)."""

from __future__ import annotations

import time
from threading import Event

import pytest
from django.db import DatabaseError
from django.test import Client

from fairplace.web.operator import health

pytestmark = pytest.mark.django_db


def asked(client: Client) -> tuple[int, dict[str, object]]:
    answer = client.get("/readyz")
    return answer.status_code, answer.json()


def test_contract_ready_or_503_with_a_reason(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "jobs_are_moving", lambda: True)
    assert asked(client) == (200, {"ready": True})
    monkeypatch.setattr(health, "jobs_are_moving", lambda: False)
    assert asked(client) == (503, {"ready": False, "reason": "Jobs are waiting and no worker takes them."})

    def gone() -> bool:
        raise DatabaseError

    monkeypatch.setattr(health, "jobs_are_moving", gone)
    assert asked(client) == (503, {"ready": False, "reason": "The database does not answer."})
    assert client.get("/healthz").json() == {"healthy": True}


def test_f4_a_database_that_hangs_is_said_in_time_and_holds_one_thread_alone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    thaw, checks = Event(), []

    def frozen() -> bool:
        checks.append(1)
        return thaw.wait(60)

    monkeypatch.setattr(health, "jobs_are_moving", frozen)
    monkeypatch.setattr(health, "PATIENCE", 0.5)
    begun = time.monotonic()
    for _ in range(3):
        assert asked(client) == (503, {"ready": False, "reason": "The database does not answer."})
    assert time.monotonic() - begun < 30
    assert len(checks) <= 1
    thaw.set()
    monkeypatch.setattr(health, "PATIENCE", 60.0)
    assert asked(client) == (200, {"ready": True})
