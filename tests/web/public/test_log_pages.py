"""T3: the log's public face: head, key and proofs, for people and for programs."""

from __future__ import annotations

import html
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from fairplace.foundations import audit
from fairplace.foundations.audit.models import Event
from fairplace.foundations.audit.publishing import APART, FEWEST, is_due, publish_head, publish_head_now
from fairplace.foundations.audit.sealing import seal_events
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.merkle import EMPTY_ROOT, is_consistent, root_from_inclusion
from fairplace.foundations.kernel.signed_head import Head, read_head, read_public_key
from fairplace.web.operator import health

pytestmark = pytest.mark.django_db


def write(number: int) -> list[UUID]:
    subject = audit.Subject("referrals.referral", new_id())
    made = [audit.read_recorded(actor=SYSTEM, subject=subject, fields=["name"]) for _ in range(number)]
    seal_events()
    publish_head_now()
    return made


def head(client: Client, text: str | None = None) -> Head:
    key = read_public_key(client.get("/log/public-key").content.decode())
    return read_head(client.get("/log/checkpoint").content.decode() if text is None else text, key)


def hashes(told: dict[str, Any]) -> list[bytes]:
    return [bytes.fromhex(one) for one in told["proof"]]


def test_contract_checkpoint_is_the_newest_signed_head_t3(client: Client) -> None:
    assert (head(client).size, head(client).root) == (0, EMPTY_ROOT)
    write(3)
    response = client.get("/log/checkpoint")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    assert head(client).size == 3
    name, size, root, empty, signature, end = response.content.decode().split("\n")
    assert (size, empty, end) == ("3", "", "")
    assert signature.startswith(f"— {name} ")
    assert len(root) == 44


def test_anyone_can_fetch_and_check_proofs_t3(client: Client) -> None:
    first = write(5)
    old = head(client)
    write(6)
    new = head(client)
    told = client.get(f"/log/proof/inclusion?event={first[2]}").json()
    assert root_from_inclusion(bytes.fromhex(told["leaf"]), told["position"], 11, hashes(told)) == new.root
    assert head(client, told["checkpoint"]) == new
    assert bytes.fromhex(told["leaf"]) == bytes(Event.objects.get(id=first[2]).leaf)
    told = client.get(f"/log/proof/inclusion?event={first[2]}&size=5").json()
    assert root_from_inclusion(bytes.fromhex(told["leaf"]), told["position"], 5, hashes(told)) == old.root
    told = client.get("/log/proof/consistency?from=5").json()
    assert is_consistent(old.size, old.root, new.size, new.root, hashes(told))
    assert (head(client, told["from_checkpoint"]), head(client, told["to_checkpoint"])) == (old, new)
    assert client.get("/log/proof/consistency?from=5&to=5").json()["proof"] == []


@pytest.mark.parametrize(
    "address",
    [
        "inclusion",
        "inclusion?event=nonsense",
        "inclusion?event=01a20606-5ebf-769f-8688-25f20538ef11",
        "inclusion?event={event}&size=0",
        "inclusion?event={event}&size=4",
        "inclusion?event={event}&size=-1",
        "inclusion?event={event}&size=" + "9" * 5000,
        "consistency",
        "consistency?from=2",
        "consistency?from=x",
        "consistency?from=3&to=2",
        "consistency?from=3&to=99999999999999",
    ],
)
def test_what_cannot_be_proved_is_said_in_a_sentence_t3(client: Client, address: str) -> None:
    (event,) = write(1)
    write(2)
    response = client.get("/log/proof/" + address.format(event=event))
    assert response.status_code == 404
    assert response.json()["error"].endswith(".")


def test_pages_say_what_the_record_is_and_where_an_event_stands_t3(client: Client) -> None:
    (event,) = write(1)
    told = html.unescape(client.get("/log/").content.decode())
    assert client.get("/log/checkpoint").content.decode() in told
    assert client.get("/log/public-key").content.decode().strip() in told
    entry = html.unescape(client.get(f"/log/entry/?event={event}").content.decode())
    assert "This event is in the record" in entry
    assert str(event) in entry
    for wrong, words in (("nonsense", "not the number of an event"), (new_id(), "No event with this number")):
        assert words in html.unescape(client.get(f"/log/entry/?event={wrong}").content.decode())


def test_the_size_of_the_log_never_tells_when_somebody_saved_something_c2_t3(client: Client) -> None:
    write(3)
    before = client.get("/log/checkpoint").content
    (quiet,) = [audit.read_recorded(actor=SYSTEM, subject=audit.Subject("a.b", new_id()), fields=["name"])]
    seal_events()
    assert not publish_head(), "one event at night is waited with, whoever asks"
    assert client.get("/log/checkpoint").content == before
    assert b"4" not in client.get("/log/proof/consistency?from=3").content.split(b'"to"')[1][:4]
    refused = client.get("/log/proof/consistency?from=3&to=4")
    assert refused.status_code == 404
    assert "newest published head has 3 leaves" in refused.json()["error"]
    entry = client.get(f"/log/entry/?event={quiet}").content.decode()
    assert "This event is in the record. The next head that is published covers it" in entry
    assert client.get(f"/log/proof/inclusion?event={quiet}").status_code == 404
    assert not publish_head(lambda new, since: is_due(new + FEWEST, since)), "the last one was published just now"
    assert publish_head(lambda new, since: is_due(new + FEWEST, since + APART))
    assert head(client).size == 4
    assert not publish_head_now(), "nothing new has come"


def test_f4_a_log_that_is_not_sealed_is_told_to_those_who_watch_t3(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "jobs_are_moving", lambda: True)
    monkeypatch.setattr(health, "sealing_lag", lambda: health.MOST_LAG * 2)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["reason"] == "The log has not been sealed for 120 seconds."
    monkeypatch.setattr(health, "sealing_lag", lambda: health.MOST_LAG)
    assert client.get("/readyz").status_code == 200
