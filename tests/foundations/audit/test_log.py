"""T3: the record as a log: sealed behind the writers, each event once, with heads and proofs for anybody."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from fairplace.foundations import audit
from fairplace.foundations.audit import events, sealing
from fairplace.foundations.audit.log_key import public_key
from fairplace.foundations.audit.models import Event, Head, Leaf, Node
from fairplace.foundations.audit.proofs import (
    consistency_proofs,
    edge_at,
    head_of,
    inclusion_proofs,
    latest_head,
    leaves_from,
    sealing_lag,
)
from fairplace.foundations.audit.sealing import seal_events
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.merkle import Growing, is_consistent, root_from_inclusion
from fairplace.foundations.kernel.signed_head import read_head
from tests.foundations.background.test_jobs import wait_until, worker
from tests.foundations.kernel.test_merkle import naive_root

KIND = events.CHILD_DATA_READ


def write(number: int = 1, **payload: object) -> list[Any]:
    return [
        audit.record(actor=SYSTEM, kind=KIND, subject=audit.Subject("a.b", new_id()), **payload) for _ in range(number)
    ]


def sealed_ids() -> list[Any]:
    return list(Leaf.objects.order_by("position").values_list("event_id", flat=True))


@pytest.mark.django_db
def test_sealing_gives_each_event_one_place_and_signs_the_head_t3() -> None:
    assert latest_head() is None
    first = write(5)
    assert seal_events() == 5
    assert seal_events() == 0
    second = write(6)
    assert seal_events() == 6
    assert set(sealed_ids()) == {*first, *second}
    assert sealed_ids()[:5] == first
    assert list(Leaf.objects.order_by("position").values_list("position", flat=True)) == list(range(11))
    assert list(Head.objects.order_by("size").values_list("size", flat=True)) == [5, 11]
    head = latest_head()
    assert head is not None
    read = read_head(head.signed, public_key())
    assert (read.size, read.root) == (11, head.root) == (11, naive_root(leaves_from(0, 11)))
    stored = dict(Event.objects.values_list("id", "leaf"))
    assert [bytes(stored[one]) for one in sealed_ids()] == leaves_from(0, 11)


@pytest.mark.django_db
@pytest.mark.parametrize("batches", [(1,), (1, 1), (3, 1, 4, 1, 5, 9), (7, 9), (16, 16), (2, 31, 70)])
def test_proofs_from_stored_nodes_hold_for_every_leaf_and_every_earlier_head_t3(batches: Sequence[int]) -> None:
    for number in batches:
        write(number)
        seal_events()
    size = sum(batches)
    head = latest_head()
    assert head is not None
    assert head.root == naive_root(leaves_from(0, size))
    for position, proof in inclusion_proofs(range(size), size).items():
        assert root_from_inclusion(leaves_from(position, position + 1)[0], position, size, proof) == head.root
    for old, proof in consistency_proofs(Head.objects.values_list("size", flat=True), size).items():
        earlier = head_of(old)
        assert earlier is not None
        assert is_consistent(old, earlier.root, size, head.root, proof)
        tree = Growing(old, edge_at(old))
        for leaf in leaves_from(old, size):
            tree.add(leaf)
        assert tree.root == head.root


@pytest.mark.django_db
def test_a_proof_takes_few_queries_however_long_the_log_t3(django_assert_num_queries: Any) -> None:
    write(70)
    seal_events()
    with django_assert_num_queries(1):
        inclusion_proofs([0, 33, 69], 70)
    with django_assert_num_queries(1):
        consistency_proofs([1, 34, 69], 70)


@pytest.mark.django_db
def test_many_events_make_several_heads_and_none_is_left_behind_t3(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "AT_ONCE", 4)
    written = write(11)
    assert seal_events() == 11
    assert set(sealed_ids()) == set(written)
    assert list(Head.objects.order_by("size").values_list("size", flat=True)) == [4, 8, 11]


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["audit_leaf", "audit_node", "audit_head"])
def test_the_log_only_grows_also_for_the_owner_t3(table: str, owner_connection: Any) -> None:
    write(4)
    seal_events()
    assert Node.objects.count() == 3
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET ctid = ctid", f"TRUNCATE {table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(psycopg.Error, match="never changed"):
        owner_connection.execute(f"DELETE FROM {table}")


def test_an_open_transaction_holds_up_nobody_and_is_sealed_when_it_ends_t3(committed_database: Any) -> None:
    with psycopg.connect(committed_database.owner_url) as slow:
        slow.execute(
            "INSERT INTO audit_event (id, at, kind, subject_kind, subject_id, about_id, payload, salt, leaf)"
            " VALUES (%s, now(), 'a.b_c', 'a', %s, %s, '{}', %s, %s)",
            [new_id(), new_id(), new_id(), b"s" * 16, hashlib.sha256(b"slow").digest()],
        )
        for _ in range(3):
            with transaction.atomic():
                quick = write()[0]
            assert seal_events() == 1
            assert sealed_ids()[-1] == quick
        before = Head.objects.latest("size")
        slow.commit()
    assert seal_events() == 1
    assert leaves_from(3, 4) == [hashlib.sha256(b"slow").digest()]
    after = Head.objects.latest("size")
    assert (after.size, before.size) == (4, 3)
    assert after.horizon >= before.horizon, "other databases of the server may hold it where it was, never put it back"
    assert seal_events() == 0


def test_a_sealer_that_trusts_the_newest_number_loses_the_slow_one_t3(
    committed_database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Naive control: with the highest number seen for a horizon, the test above would find an event missing."""
    naive = sealing._NEW.replace("pg_snapshot_xmin(pg_current_snapshot())", "pg_snapshot_xmax(pg_current_snapshot())")
    monkeypatch.setattr(sealing, "_NEW", naive)
    with psycopg.connect(committed_database.owner_url) as slow:
        slow.execute(
            "INSERT INTO audit_event (id, at, kind, subject_kind, subject_id, about_id, payload, salt, leaf)"
            " VALUES (%s, now(), 'a.b_c', 'a', %s, %s, '{}', %s, %s)",
            [new_id(), new_id(), new_id(), b"s" * 16, hashlib.sha256(b"slow").digest()],
        )
        with transaction.atomic():
            write()
        assert seal_events() == 1
        slow.commit()
    assert seal_events() == 0
    assert Event.objects.count() == 2


def test_one_seals_at_a_time_and_nothing_twice_with_eight_writers_t3(committed_database: Any) -> None:
    stop, failed = threading.Event(), []

    def writing() -> None:
        try:
            for _ in range(20):
                with transaction.atomic():
                    write()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    def sealer() -> None:
        try:
            while not stop.is_set():
                seal_events()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=writing) for _ in range(8)]
    sealers = [threading.Thread(target=sealer) for _ in range(2)]
    for thread in (*writers, *sealers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in sealers:
        thread.join()
    assert not failed
    seal_events(wait=True)
    assert Event.objects.count() == 160
    assert set(sealed_ids()) == set(Event.objects.values_list("id", flat=True))
    head = latest_head()
    assert head is not None
    assert head.root == naive_root(leaves_from(0, 160))


@pytest.mark.django_db
def test_after_a_restore_into_another_cluster_the_log_goes_on_and_says_so_t3(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(3)
    seal_events()
    before = latest_head()
    late = write()
    # As after a restore: the numbers of the last head are far above those that are given out now.
    monkeypatch.setattr(sealing, "_LAST", sealing._LAST.replace("horizon::text", "(2::numeric ^ 62)::bigint::text"))
    assert seal_events() == 0, "by numbers alone nothing new would be found"
    monkeypatch.setattr(sealing, "_CLUSTER", "SELECT '7000000000000000001'")
    assert seal_events() == 2
    assert late[0] in sealed_ids()
    started = Event.objects.get(kind=events.EPOCH_STARTED)
    assert before is not None
    assert (started.payload["size"], started.payload["root"]) == (3, before.root.hex())
    assert started.id in sealed_ids()
    monkeypatch.setattr(
        sealing,
        "_LAST",
        "SELECT size, root, horizon::text, '7000000000000000001' FROM audit_head ORDER BY size DESC LIMIT 1",
    )
    write()
    assert seal_events() == 1
    assert Event.objects.filter(kind=events.EPOCH_STARTED).count() == 1


@pytest.mark.django_db
def test_how_long_events_wait_is_known_t3(owner_connection: Any) -> None:
    assert sealing_lag().total_seconds() == 0
    write()
    assert 0 <= sealing_lag().total_seconds() < 30
    seal_events()
    assert sealing_lag().total_seconds() == 0


def test_the_worker_seals_by_itself_within_seconds_t3(committed_database: Any) -> None:
    with transaction.atomic():
        written = write(3)
    with worker(committed_database):
        wait_until(lambda: set(written) <= set(sealed_ids()), "sealing")
        with transaction.atomic():
            later = write()
        wait_until(lambda: later[0] in sealed_ids(), "sealing again")
    head = latest_head()
    assert head is not None
    assert read_head(head.signed, public_key()).root == head.root == naive_root(leaves_from(0, head.size))
