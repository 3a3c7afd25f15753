"""A5, T3: whatever the owner of the tables does to the record by SQL is named by whoever kept an earlier head.

Each class of tampering twice: by a careless owner, who changes rows and leaves the hashes; and by a careful one, who
also has the log's key and writes every leaf, node and head anew. The careless one is found without any kept head.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import psycopg
import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from fairplace.commands.backup.contents import as_keeper
from fairplace.commands.launcher.roles import Database, drop_database, with_parts
from fairplace.foundations import audit
from fairplace.foundations.audit import events, log_key, record_check
from fairplace.foundations.audit.log_key import public_key
from fairplace.foundations.audit.proofs import head_of, latest_head
from fairplace.foundations.audit.publishing import publish_head_now
from fairplace.foundations.audit.record_check import Checked, check_record
from fairplace.foundations.audit.sealing import seal_events
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.event_leaf import EventRow, leaf_of
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.merkle import Growing
from fairplace.foundations.kernel.signed_head import HeadBroken
from tests.commands.running import fairplace
from tests.drill.plugin import Figures
from tests.fixtures.databases import copy_of, django_at

Owner = psycopg.Connection[tuple[object, ...]]
TRIED = "the owner of the tables tampers with them by SQL, carelessly or with every hash written anew and signed"
BATCHES = (5, 1, 6, 4)
HELD = (6, 12)  # of the four heads, those that a council kept
TABLES = ("audit_event", "audit_leaf", "audit_node", "audit_head", "audit_publishedhead")
HIDDEN, STRANGER = "Nothing of the kind happened", "00000000-0000-7000-8000-000000000bad"


@dataclass(frozen=True)
class Record:
    """A record of four batches, and what a council kept of it."""

    database: Database
    kept: tuple[str, ...]
    ids: tuple[UUID, ...]  # in their places


@pytest.fixture(scope="module")
def written(
    admin_url: str, database_template: Database, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Record]:
    database = copy_of(admin_url, database_template, "record")
    try:
        with django_at(database, django_db_blocker):
            ids = [one for size in BATCHES for one in written_and_sealed(size)]
            publish_head_now()
            kept = tuple(head.signed for size in HELD if (head := head_of(size)))
        yield Record(database, kept, tuple(ids))
    finally:
        drop_database(admin_url, database.name)


@pytest.fixture
def record(admin_url: str, written: Record, django_db_blocker: DjangoDbBlocker) -> Iterator[Record]:
    database = copy_of(admin_url, written.database, "tampered")
    try:
        with django_at(database, django_db_blocker):
            yield Record(database, written.kept, written.ids)
    finally:
        drop_database(admin_url, database.name)


def written_and_sealed(number: int) -> list[UUID]:
    """Each in a transaction of its own, as acts are."""
    ids = []
    for place in range(number):
        with transaction.atomic():
            subject = audit.Subject("a.b", new_id())
            ids.append(audit.record(actor=SYSTEM, kind=events.CHILD_DATA_READ, subject=subject, words=f"Word {place}"))
    assert seal_events() == number
    return ids


def changed(owner: Owner, ids: tuple[UUID, ...]) -> None:
    owner.execute("UPDATE audit_event SET payload = %s WHERE id = %s", [json.dumps({"words": HIDDEN}), ids[3]])


def actor_changed(owner: Owner, ids: tuple[UUID, ...]) -> None:
    owner.execute("UPDATE audit_event SET actor_id = %s WHERE id = %s", [STRANGER, ids[2]])


def words_dropped(owner: Owner, ids: tuple[UUID, ...]) -> None:
    """As if lawfully erased; but the salt was left, without which nothing can be checked."""
    owner.execute("UPDATE audit_event SET payload = '{}' WHERE id = %s", [ids[7]])


def beginning_deleted(owner: Owner, ids: tuple[UUID, ...]) -> None:
    _deleted(owner, ids[:1])


def middle_deleted(owner: Owner, ids: tuple[UUID, ...]) -> None:
    _deleted(owner, ids[4:7])


def tail_deleted(owner: Owner, ids: tuple[UUID, ...]) -> None:
    _deleted(owner, ids[10:])
    owner.execute("DELETE FROM audit_node WHERE (number + 1) << level > 10")
    owner.execute("DELETE FROM audit_head WHERE size > 10")
    owner.execute("DELETE FROM audit_publishedhead WHERE size > 10")


def inserted(owner: Owner, ids: tuple[UUID, ...]) -> None:
    """One that was never recorded, beside a neighbour as old, and all later ones a place further."""
    _invented(owner, ids)
    owner.execute("UPDATE audit_leaf SET position = -position WHERE position > 6")
    owner.execute("UPDATE audit_leaf SET position = 1 - position WHERE position < 0")
    owner.execute("INSERT INTO audit_leaf SELECT 7, id, leaf FROM audit_event WHERE id = %s", [STRANGER])


def reordered(owner: Owner, ids: tuple[UUID, ...]) -> None:
    owner.execute("UPDATE audit_leaf SET position = -1 - (position + 1) % 5 WHERE position < 5")
    owner.execute("UPDATE audit_leaf SET position = -1 - position WHERE position < 0")


def swapped(owner: Owner, ids: tuple[UUID, ...]) -> None:
    """What two of them say, each under the number and in the place of the other."""
    owner.execute(
        "UPDATE audit_event e SET payload = o.payload, at = o.at, subject_id = o.subject_id, salt = o.salt"
        " FROM audit_event o WHERE (e.id, o.id) IN ((%(one)s, %(two)s), (%(two)s, %(one)s))",
        {"one": ids[1], "two": ids[9]},
    )


def emptied_and_rewritten(owner: Owner, ids: tuple[UUID, ...]) -> None:
    """Another history of the same length."""
    owner.execute("TRUNCATE audit_node, audit_head, audit_publishedhead")
    owner.execute("UPDATE audit_event SET payload = %s", [json.dumps({"words": HIDDEN})])


def older_copy_restored(owner: Owner, ids: tuple[UUID, ...]) -> None:
    """That of the first batch; the log goes on from it with other events."""
    _deleted(owner, ids[5:])
    owner.execute("DELETE FROM audit_node WHERE (number + 1) << level > 5")
    owner.execute("DELETE FROM audit_head WHERE size > 5")
    owner.execute("DELETE FROM audit_publishedhead")
    owner.commit()
    written_and_sealed(20)


def forked(owner: Owner, ids: tuple[UUID, ...]) -> None:
    """Two heads of one log: the council was shown one, everybody else sees one over another last batch but one."""
    owner.execute("UPDATE audit_event SET payload = %s WHERE id = %s", [json.dumps({"words": HIDDEN}), ids[11]])
    _written_anew(owner, from_size=12)


WAYS = (
    changed, actor_changed, words_dropped, beginning_deleted, middle_deleted, tail_deleted, inserted, reordered,
    swapped, emptied_and_rewritten, older_copy_restored, forked,
)  # fmt: skip
NAMED: dict[Callable[[Owner, tuple[UUID, ...]], None], str] = {
    changed: "Place 4, event {0}: it is not what was sealed there.",
    actor_changed: "Place 3, event {1}: it is not what was sealed there.",
    words_dropped: "Place 8, event {2}: it is not what was sealed there.",
    beginning_deleted: "The log has nothing at its place 1.",
    middle_deleted: "The log has nothing at its places 5 to 7.",
    tail_deleted: "The record was cut: a head of 12 events was kept, and only 10 are there.",
    inserted: f"Place 8, event {STRANGER}: it is not what was sealed there.",
    reordered: "The places 1 to 5: they are not those that were sealed, or stand in another order.",
    swapped: "Place 2, event {3}: it is not what was sealed there.",
    emptied_and_rewritten: "Place 1, event {4}: it is not what was sealed there.",
    older_copy_restored: "The places 1 to 6: the record was forked or written anew here.",
    forked: "The places 7 to 12: the record was forked or written anew here.",
}


@pytest.mark.attack("A5", TRIED)
@pytest.mark.parametrize("tampered", WAYS, ids=[one.__name__ for one in WAYS])
def test_whatever_a_careless_owner_does_by_sql_is_named_with_its_row_or_batch_a5_t3(
    record: Record, tampered: Callable[[Owner, tuple[UUID, ...]], None], figures: Figures
) -> None:
    with as_owner(record) as owner:
        tampered(owner, record.ids)
    found = checked(record)
    ids = record.ids
    named = NAMED[tampered].format(ids[3], ids[2], ids[7], ids[1], ids[0])
    assert any(one.startswith(named) for one in found.faults), found.faults
    figures("ways tried", 1)
    figures("named with row or batch", 1)


@pytest.mark.attack("A5", TRIED)
@pytest.mark.parametrize("tampered", WAYS, ids=[one.__name__ for one in WAYS])
def test_who_also_has_the_key_and_writes_all_hashes_anew_deceives_nobody_who_kept_a_head_a5_t3(
    record: Record, tampered: Callable[[Owner, tuple[UUID, ...]], None], figures: Figures
) -> None:
    with as_owner(record) as owner:
        tampered(owner, record.ids)
        _written_anew(owner)
    naive, found = check_record(public_key()), checked(record)
    assert any("forked or written anew" in one or "was cut" in one for one in found.faults), found.faults
    figures("ways tried", 1)
    figures("named with row or batch", 1)
    figures.control("whole to a verifier without a kept head", int(not naive.faults))


@pytest.mark.attack("A5", TRIED)
def test_no_false_alarm_on_a_clean_record_as_it_grows_waits_and_loses_words_lawfully_a5_t3(
    record: Record, figures: Figures
) -> None:
    """Also with heads kept twice and long ago, events that wait for the sealer, and after a restore elsewhere."""

    def clean() -> Checked:
        found = checked(record)
        assert found.faults == []
        figures("clean records checked", 1)
        figures("false alarms", 0)
        return found

    assert (clean().events, clean().heads) == (16, 4)
    for number in range(1, 6):
        written_and_sealed(number)
        clean()
    with transaction.atomic():
        audit.record(actor=SYSTEM, kind=events.CHILD_DATA_READ, subject=audit.Subject("a.b", new_id()))
    assert clean().waiting == 1
    erase(record, record.ids[2:4])
    assert clean().erased == 2
    with as_owner(record) as owner:
        owner.execute("UPDATE audit_head SET cluster = 'where the backup came from'")
    clean()
    assert seal_events() == 2, "the waiting one, and the epoch's own"
    assert clean().waiting == 0


COVERED = {
    "when": "at = at - interval '1 day'",
    "in which transaction": "transaction = '7'",
    "what": "kind = 'competitions.award_made'",
    "who": f"actor_id = '{STRANGER}'",
    "for whom": f"organisation_id = '{STRANGER}'",
    "what kind of thing": "subject_kind = 'competitions.award'",
    "what thing": f"subject_id = '{STRANGER}'",
    "in what matter": f"about_id = '{STRANGER}'",
    "the leaf": "leaf = sha256('another')",
    "words put in": 'payload = \'{"words": "Nothing of the kind happened"}\'',
    "what was kept in place of the words": "commitment = sha256('another')",
    "nothing kept": "commitment = NULL",
}


@pytest.mark.attack("A5", "the owner changes the rest of an event whose words were lawfully erased")
@pytest.mark.parametrize("change", COVERED.values(), ids=COVERED)
def test_no_erasure_covers_a_change_of_what_is_left_of_the_event_a5_t3_t5(
    record: Record, change: str, monkeypatch: pytest.MonkeyPatch, figures: Figures
) -> None:
    """Control: a verifier that takes the leaf of an erased event on trust."""
    erase(record, record.ids[2:4])
    assert (checked(record).faults, checked(record).erased) == ([], 2)
    with as_owner(record) as owner:
        owner.execute(f"UPDATE audit_event SET {change} WHERE id = %s", [record.ids[2]])  # type: ignore[arg-type]
    assert checked(record).faults == [f"Place 3, event {record.ids[2]}: it is not what was sealed there."]
    figures("ways tried", 1)
    figures("named with row or batch", 1)
    with as_owner(record) as owner:
        leaves = {one: bytes(leaf) for one, leaf in owner.execute("SELECT event_id, leaf FROM audit_leaf").fetchall()}
    monkeypatch.setattr(record_check, "_leaf", lambda row, *_: leaves[row.id])
    figures.control("changes missed by a verifier that trusts what is left", int(not checked(record).faults))


def test_words_dropped_by_hand_leave_nothing_to_show_what_the_rest_was_a5(record: Record) -> None:
    """Only the product's own way of erasing keeps what the leaf holds in their place."""
    with as_owner(record) as owner:
        owner.execute("UPDATE audit_event SET payload = '{}', salt = '' WHERE id = %s", [record.ids[2]])
    assert checked(record).faults == [f"Place 3, event {record.ids[2]}: it is not what was sealed there."]


def test_who_may_erase_can_change_nothing_of_an_event_but_its_words_t3_t5(record: Record) -> None:
    """The mode in which the owner's functions erase lets no other change through."""
    for change in list(COVERED.values())[:9]:
        with (
            pytest.raises(psycopg.errors.InsufficientPrivilege, match="nothing but its words"),
            as_keeper(record.database.owner_url) as keeper,
        ):
            keeper.execute(
                f"UPDATE audit_event SET payload = '{{}}', salt = '', {change} WHERE id = %s", [record.ids[2]]
            )
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="nothing but its words"),
        as_keeper(record.database.owner_url) as keeper,
    ):
        keeper.execute(f"UPDATE audit_event SET {COVERED['words put in']}, salt = '' WHERE id = %s", [record.ids[2]])
    assert checked(record).faults == []


def test_what_is_put_in_behind_the_sealers_back_is_told_apart_from_what_waits_for_it_a5(record: Record) -> None:
    """Without a place, and with one: an event whose transaction was over when the head before was signed.

    Which of the real events lie below the head's horizon, what else runs on the server decides; the invented one does.
    """
    with as_owner(record) as owner:
        _invented(owner, record.ids)
        owner.execute(
            "UPDATE audit_event SET transaction = (SELECT ((horizon::text)::bigint - 1)::text::xid8 FROM audit_head"
            " ORDER BY size DESC LIMIT 1) WHERE id = %s",
            [STRANGER],
        )
    assert checked(record).faults == [f"Event {STRANGER} has no place in the log, although all of its time was sealed."]
    with as_owner(record) as owner:
        owner.execute("INSERT INTO audit_leaf SELECT 16, id, leaf FROM audit_event WHERE id = %s", [STRANGER])
        _written_anew(owner, from_size=17)
    assert f"Place 17, event {STRANGER}: it was put in later. All of its time was sealed by the head of 16 events." in (
        checked(record).faults
    )


def test_a_changed_node_or_head_and_a_withdrawn_one_are_named_a5(record: Record) -> None:
    with as_owner(record) as owner:
        owner.execute("UPDATE audit_node SET hash = %s WHERE (level, number) = (1, 1)", [bytes(32)])
        owner.execute("UPDATE audit_head SET signed = replace(signed, '12', '13') WHERE size = 12")
        owner.execute("DELETE FROM audit_head WHERE size = 16")
    assert checked(record).faults == [
        "The node over the places 3 to 4 is not what they make.",
        "The places 7 to 12: The head is not signed with this key.",
        "The places 13 to 16 stand after the newest head: nobody signed them.",
        "The head of 16 events was published, and is not there any more.",
    ]


def test_the_scene_of_a_whole_market_holds_and_a_stranger_s_head_is_none_a5(scene_database: Database) -> None:
    seal_events()
    head = latest_head()
    assert head is not None
    found = check_record(public_key(), [head.signed])
    assert (found.faults, found.events) == ([], head.size)
    assert found.events > 200
    with pytest.raises(HeadBroken):
        check_record(public_key(), ["nonsense"])


def test_the_command_says_so_and_ends_with_status_1_without_any_secret_of_the_system_a5_t3(
    record: Record, admin_url: str
) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FAIRPLACE_")}
    environment["DATABASE_URL"] = with_parts(admin_url, database=record.database.name)
    words = ["verify-record", "--key", str(public_key()), *(w for head in record.kept for w in ("--head", head))]
    good = fairplace(*words, environment=environment)
    assert good.returncode == 0, good.stderr.decode()
    assert good.stdout.decode() == (
        "16 events under 4 signed heads, held against 2 that were kept.\nThe record holds.\n"
    )
    with as_owner(record) as owner:
        actor_changed(owner, record.ids)
    bad = fairplace(*words, environment=environment)
    assert bad.returncode == 1
    assert f"Place 3, event {record.ids[2]}: it is not what was sealed there.\n" in bad.stdout.decode()
    assert bad.stderr.decode().endswith("The record does not hold.\n")
    wrong = fairplace("verify-record", "--key", "nonsense", environment=environment)
    assert (wrong.returncode, b"not the public key of a log" in wrong.stderr) == (1, True)


def checked(record: Record) -> Checked:
    return check_record(public_key(), record.kept)


def erase(record: Record, ids: Sequence[UUID]) -> None:
    """As the owner's function of the product does."""
    with as_keeper(record.database.owner_url) as keeper:
        keeper.execute("UPDATE audit_event SET payload = '{}', salt = '' WHERE id = ANY(%s)", [list(ids)])


class as_owner:  # noqa: N801  # reads as a word
    """A session of the tables' owner with the triggers off; committed at its end."""

    def __init__(self, record: Record) -> None:
        self.session: Owner = psycopg.connect(record.database.owner_url)

    def __enter__(self) -> Owner:
        for table in TABLES:
            self.session.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        self.session.commit()
        return self.session

    def __exit__(self, *_: object) -> None:
        self.session.commit()
        self.session.close()


def _invented(owner: Owner, ids: tuple[UUID, ...]) -> None:
    owner.execute(
        "INSERT INTO audit_event SELECT %s, transaction, at, kind, %s, organisation_id, subject_kind, subject_id,"
        " about_id, payload, salt, leaf FROM audit_event WHERE id = %s",
        [STRANGER, STRANGER, ids[6]],
    )


def _deleted(owner: Owner, ids: tuple[UUID, ...]) -> None:
    owner.execute("DELETE FROM audit_leaf WHERE event_id = ANY(%s)", [list(ids)])
    owner.execute("DELETE FROM audit_event WHERE id = ANY(%s)", [list(ids)])


def _written_anew(owner: Owner, from_size: int = 0) -> None:
    """Places, leaves, nodes and heads as if it had always been so, signed with the log's own key."""
    rows = owner.execute(
        "SELECT e.id, transaction::text::bigint, at, kind, actor_id, organisation_id, subject_kind, subject_id,"
        " about_id, payload, salt FROM audit_leaf l JOIN audit_event e ON e.id = l.event_id ORDER BY l.position"
    ).fetchall()
    heads: dict[object, object] = dict(owner.execute("SELECT size, horizon::text FROM audit_head").fetchall())  # type: ignore[arg-type]
    heads.setdefault(len(rows), "0")
    owner.execute("TRUNCATE audit_leaf, audit_node, audit_publishedhead")
    owner.execute("DELETE FROM audit_head WHERE size >= %s", [from_size])
    tree = Growing()
    for *fields, salt in rows:
        names = list(EventRow.__dataclass_fields__)
        event = EventRow(**dict(zip(names, fields, strict=True)))  # type: ignore[arg-type]
        assert isinstance(salt, bytes)
        leaf = leaf_of(event, salt)
        owner.execute("UPDATE audit_event SET leaf = %s WHERE id = %s", [leaf, event.id])
        owner.execute("INSERT INTO audit_leaf VALUES (%s, %s, %s)", [tree.size, event.id, leaf])
        for place, hashed in tree.add(leaf):
            owner.execute("INSERT INTO audit_node VALUES (%s, %s, %s)", [*place, hashed])
        if tree.size in heads and tree.size >= from_size:
            owner.execute(
                "INSERT INTO audit_head (size, root, horizon, cluster, sealed_at, signed) SELECT %s, %s, %s::xid8,"
                " (SELECT coalesce(min(cluster), system_identifier::text) FROM audit_head), now(), %s"
                " FROM pg_control_system() GROUP BY system_identifier",
                [tree.size, tree.root, heads[tree.size], log_key.signed(tree.size, tree.root)],
            )
    owner.commit()
