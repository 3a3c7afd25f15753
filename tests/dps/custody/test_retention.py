"""T5: what falls due goes by rule, when two people agree and nothing holds it; the log and its proofs stay."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from fairplace.commands.backup.contents import as_keeper
from fairplace.commands.launcher.roles import Database
from fairplace.dps.competitions.actions.end_without_award import end_without_award
from fairplace.dps.custody import events
from fairplace.dps.custody.actions.ask_disposal import ask_disposal, ask_erasure, decide_disposal
from fairplace.dps.custody.actions.choose_period import choose_period
from fairplace.dps.custody.actions.holds import end_hold, place_hold
from fairplace.dps.custody.jobs import carry_out_disposal
from fairplace.dps.custody.models import Disposal, DisposalItem
from fairplace.dps.custody.queries.disposals import certificate, disposal_file, retention_desk
from fairplace.dps.custody.queries.retention import classes
from fairplace.dps.custody.rules.retention import Kept, before, due, due_on
from fairplace.dps.transparency.rules.evidence_pack import Level
from fairplace.foundations import audit
from fairplace.foundations.audit.log_key import public_key
from fairplace.foundations.audit.proofs import inclusion_proofs, latest_head, placed
from fairplace.foundations.audit.record_check import check_record
from fairplace.foundations.audit.sealing import seal_events
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.merkle import root_from_inclusion
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.paper.signing import signatures_in
from tests.dps.competitions.council_side import Run
from tests.dps.competitions.test_awarding import scored
from tests.dps.transparency.packs import pack_of
from tests.dps.world import person

Clock = Callable[[datetime | None], None]
IN_YEARS = datetime(2030, 3, 1, 10, tzinfo=UTC)


def ended(set_clock: Clock) -> Run:
    """Scored, and ended without an award; years have passed."""
    made = scored(set_clock, choice_by="nobody")
    made.acting(made.officer, end_without_award, competition_id=made.competition_id, because="No place suits.")
    return made


def keepers(made: Run) -> tuple[Actor, Actor]:
    council = made.officer.organisation_id
    assert council is not None
    return person(council, "Ida Keeps", "placement_officer"), person(council, "Ben Agrees", "council_signatory")


def doing(actor: Actor, act: Callable[..., Any], **given: Any) -> Any:
    with audit.transaction_as(actor):
        return act(actor=actor, **given)


def disposed(made: Run, first: Actor, second: Actor, *codes: str, at: datetime = IN_YEARS) -> UUID:
    disposal_id: UUID = doing(first, ask_disposal, codes=codes, at=at)
    doing(second, decide_disposal, disposal_id=disposal_id, agree=True, because="", at=at)
    carry_out(disposal_id, made)
    return disposal_id


def carry_out(disposal_id: UUID, made: Run) -> None:
    carry_out_disposal(disposal_id=str(disposal_id), council_id=str(made.officer.organisation_id))


def everything(database: Database) -> str:
    """Every row of every table as text, as a dump holds it."""
    with as_keeper(database.owner_url) as keeper:
        names = [
            n
            for (n,) in keeper.execute(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            )
        ]
        return "\n".join(str(row) for name in names for row in keeper.execute(f'SELECT t::text FROM "{name}" t'))  # type: ignore[arg-type]


def sealed_values(database: Database, referral_id: UUID) -> list[str]:
    """The cipher texts about the child, as a dump writes them."""
    found = []
    with as_keeper(database.owner_url) as keeper:
        for table in ("referrals_childidentity", "referrals_childstory"):
            for row in keeper.execute(f"SELECT * FROM {table} WHERE referral_id = %s", [referral_id]):  # type: ignore[arg-type]
                found += [bytes(value).hex() for value in row if isinstance(value, bytes | memoryview)]
    return found


@pytest.mark.parametrize(("code", "all_of_it"), [("unplaced_identity", False), ("procurement_record", True)])
def test_nothing_of_the_child_is_left_in_a_dump_and_every_proof_holds_t5(
    committed_database: Database, set_clock: Clock, code: str, all_of_it: bool
) -> None:
    made = ended(set_clock)
    pack_of(made)
    first, second = keepers(made)
    referral = made.published.referral_id
    seal_events()
    canaries = sealed_values(committed_database, referral)
    before = everything(committed_database)
    assert canaries
    assert all(canary in before for canary in canaries), "the probe finds what is there"
    marked = "It answers the outcome step by step."
    assert marked in before
    set_clock(IN_YEARS)
    disposal_id = disposed(made, first, second, code)
    after = everything(committed_database)
    assert not [canary for canary in canaries if canary in after]
    assert (marked in after) is not all_of_it
    with audit.transaction_as(first):
        shown = disposal_file(first, disposal_id)
        assert [(one.erased, one.held, one.waiting) for one in shown.classes] == [(1, 0, 0)]
        paper = certificate(first, disposal_id)
    assert paper.content.startswith(b"%PDF")
    (signature,) = signatures_in(paper.content)
    assert (signature.intact, signature.ours) == (True, True)
    assert every_proof_holds(committed_database) or not all_of_it


def every_proof_holds(database: Database) -> int:
    """Of every event, also of those whose words are erased: how many those are."""
    seal_events()
    head = latest_head()
    assert head is not None
    with as_keeper(database.owner_url) as keeper:
        gone = [row[0] for row in keeper.execute("SELECT id FROM audit_event WHERE octet_length(salt) = 0")]
        whole = [row[0] for row in keeper.execute("SELECT id FROM audit_event")]
    places = placed(whole)
    assert len(places) == len(whole) == head.size, "no leaf is lost"
    proofs = inclusion_proofs([place.position for place in places.values()], head.size)
    for place in places.values():
        assert root_from_inclusion(place.leaf, place.position, head.size, proofs[place.position]) == head.root
    found = check_record(public_key(), [head.signed])
    assert (found.faults, found.erased) == ([], len(gone)), "what is left of an erased event still makes its leaf"
    return len(gone)


def test_an_erasure_on_demand_leaves_an_evidence_pack_that_still_verifies_t5(
    committed_database: Database, set_clock: Clock, tmp_path: Any
) -> None:
    import json

    from fairplace.dps.transparency.rules.pack_verdict import verdict
    from tests.dps.transparency.packs import unzipped

    made = ended(set_clock)
    first, second = keepers(made)
    reference = reference_of(made)
    at = made_at(made)
    withheld = len(json.loads(unzipped(pack_of(made, Level.TRIBUNAL))["events.json"])["withheld"])
    doing_erasure = doing(first, ask_erasure, reference=reference, because="Asked by the family.", at=at)
    doing(second, decide_disposal, disposal_id=doing_erasure, agree=True, because="", at=at)
    carry_out(doing_erasure, made)
    file = tmp_path / "pack.zip"
    file.write_bytes(pack_of(made, Level.TRIBUNAL))
    assert verdict(file, str(public_key()), None)[1] == ""
    assert len(json.loads(unzipped(file.read_bytes())["events.json"])["withheld"]) > withheld
    assert not sealed_values(committed_database, made.published.referral_id)


@pytest.mark.django_db
def test_one_person_alone_erases_nothing_and_the_database_says_so_too_t5(set_clock: Clock) -> None:
    made = ended(set_clock)
    first, second = keepers(made)
    disposal_id = doing(first, ask_disposal, codes=["unplaced_identity"], at=IN_YEARS)
    with pytest.raises(Refused, match="second person"):
        doing(first, decide_disposal, disposal_id=disposal_id, agree=True, because="", at=IN_YEARS)
    with audit.transaction_as(first):
        item = DisposalItem.objects.get(disposal_id=disposal_id)
        with pytest.raises(DatabaseError, match="second person"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM fairplace_erase(%s)", [item.id])
        with pytest.raises(DatabaseError), transaction.atomic():
            Disposal.objects.filter(id=disposal_id).update(agreed_by=first.person_id)
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT * FROM fairplace_take('unplaced_identity', %s, NULL)", [item.thing_id])
    with pytest.raises(Refused, match="Say why"):
        doing(second, decide_disposal, disposal_id=disposal_id, agree=False, because=" ", at=IN_YEARS)
    doing(second, decide_disposal, disposal_id=disposal_id, agree=False, because="A complaint runs.", at=IN_YEARS)
    carry_out(disposal_id, made)
    with audit.transaction_as(first):
        assert DisposalItem.objects.get(id=item.id).outcome == ""
    for stranger in (made.published.bidders[0].actor, made.evaluators[0]):
        with pytest.raises(NotThere):
            doing(stranger, ask_disposal, codes=["unplaced_identity"], at=IN_YEARS)


@pytest.mark.django_db
@pytest.mark.parametrize("scope", ["referral", "provider", "all"])
def test_a_hold_wins_and_what_it_held_falls_due_again_when_it_ends_t5(set_clock: Clock, scope: str) -> None:
    made = ended(set_clock)
    first, second = keepers(made)
    set_clock(IN_YEARS)
    codes = ["unplaced_identity", "procurement_record"]
    disposal_id = doing(first, ask_disposal, codes=codes, at=IN_YEARS)
    hold = doing(
        first, place_hold, scope=scope, reference=reference_of(made), reason="An inquiry.", until=None, at=IN_YEARS,
        provider_id=made.published.bidders[1].provider_id,
    )  # fmt: skip
    doing(second, decide_disposal, disposal_id=disposal_id, agree=True, because="", at=IN_YEARS)
    carry_out(disposal_id, made)
    with audit.transaction_as(first):
        assert set(DisposalItem.objects.filter(disposal_id=disposal_id).values_list("outcome", flat=True)) == {"held"}
        desk = retention_desk(first, IN_YEARS)
    assert {one.rule.code: (one.number, one.held) for one in desk.report if one.rule.code in codes} == {
        "unplaced_identity": (0, 1), "procurement_record": (0, 1),
    }  # fmt: skip
    with pytest.raises(Refused, match="Say why"):
        doing(second, end_hold, hold_id=hold, because="", at=IN_YEARS)
    doing(second, end_hold, hold_id=hold, because="The inquiry has ended.", at=IN_YEARS)
    with audit.transaction_as(first):
        assert {one.number for one in retention_desk(first, IN_YEARS).report if one.rule.code in codes} == {1}
    disposed(made, first, second, *codes)
    with audit.transaction_as(first):
        assert {one.number for one in retention_desk(first, IN_YEARS).report if one.rule.code in codes} == {0}


def test_a_hold_in_the_same_instant_wins_or_finds_the_thing_gone_whole_t5(
    committed_database: Database, set_clock: Clock
) -> None:
    """Both orders happen; never is a thing erased after its hold stands."""
    seen = set()
    made = ended(set_clock)
    first, second = keepers(made)
    set_clock(IN_YEARS)
    for turn in range(4):
        disposal_id = doing(first, ask_disposal, codes=["procurement_record"], at=IN_YEARS)
        doing(second, decide_disposal, disposal_id=disposal_id, agree=True, because="", at=IN_YEARS)
        barrier = threading.Barrier(2)
        told: list[str] = []

        def hold(barrier: threading.Barrier = barrier, told: list[str] = told) -> None:
            try:
                barrier.wait()
                doing(
                    first, place_hold, scope="referral", reference=reference_of(made), reason="An inquiry.", until=None,
                    at=IN_YEARS,
                )  # fmt: skip
                told.append("held")
            except Refused:
                told.append("gone")
            except DatabaseError:
                told.append("gone")
            finally:
                connections.close_all()

        thread = threading.Thread(target=hold)
        thread.start()
        barrier.wait()
        if turn == 3:
            thread.join()
        carry_out(disposal_id, made)
        thread.join()
        with audit.transaction_as(first):
            outcome = DisposalItem.objects.get(disposal_id=disposal_id).outcome
        seen.add((outcome, told[0]))
        assert (outcome, told[0]) in {("held", "held"), ("erased", "gone")}
        if outcome == "erased":
            break
        with audit.transaction_as(first):
            for row in retention_desk(first, IN_YEARS).holds:
                if row.live:
                    end_hold(actor=first, hold_id=row.id, because="Next round.", at=IN_YEARS)
    assert seen


@pytest.mark.django_db
def test_a_council_chooses_within_the_law_and_says_why_t5(set_clock: Clock) -> None:
    made = ended(set_clock)
    first, _ = keepers(made)
    with pytest.raises(Refused, match="at least 3 years"):
        doing(first, choose_period, code="procurement_record", months=12, because="Less is more.", at=IN_YEARS)
    with pytest.raises(Refused, match="Say why"):
        doing(first, choose_period, code="procurement_record", months=60, because="", at=IN_YEARS)
    doing(first, choose_period, code="procurement_record", months=60, because="Our auditor asks for it.", at=IN_YEARS)
    with audit.transaction_as(first):
        report = {one.rule.code: one for one in retention_desk(first, IN_YEARS).report}
    assert (report["procurement_record"].months, report["procurement_record"].number) == (60, 0)
    assert report["procurement_record"].chosen == "Our auditor asks for it."
    assert report["unplaced_identity"].number == 1


@pytest.mark.django_db
def test_a_dry_run_changes_nothing(set_clock: Clock) -> None:
    made = ended(set_clock)
    first, _ = keepers(made)
    set_clock(IN_YEARS)

    def state() -> list[tuple[Any, ...]]:
        with audit.transaction_as(first), connection.cursor() as cursor:
            cursor.execute("SELECT (SELECT count(*) FROM audit_event), (SELECT count(*) FROM referrals_childidentity)")
            return list(cursor.fetchall())

    before = state()
    with audit.transaction_as(first):
        assert retention_desk(first, IN_YEARS).report
    assert state() == before


def test_every_class_has_its_ground_and_bounds() -> None:
    assert {"procurement_record", "placement_record", "unplaced_identity", "audit_log"} <= set(classes())
    assert classes()["procurement_record"].least == 36
    assert all(rule.source and rule.goes and rule.stays for rule in classes().values())
    assert events.RECORD_ERASED.startswith("custody.")


@given(since=st.dates(date(2000, 1, 1), date(2080, 1, 1)), months=st.integers(1, 240))
def test_nothing_falls_due_before_its_period_is_over(since: date, months: int) -> None:
    when = due_on(since, months)
    assert timedelta(days=28 * months) < when - since <= timedelta(days=31 * months + 1)
    things = [Kept("c", UUID(int=1), "R-1", since), Kept("c", UUID(int=2), "R-2", None)]
    assert due(things, {"c": months}, when - timedelta(days=1)) == []
    assert [one.id for one in due(things, {"c": months}, when)] == [UUID(int=1)]


@given(since=st.dates(date(2000, 1, 1), date(2080, 1, 1)), months=st.integers(1, 240), later=st.integers(0, 400))
def test_only_what_began_by_the_day_that_is_asked_for_may_be_due(since: date, months: int, later: int) -> None:
    """Things that began later are not even read."""
    assert since <= before(months, due_on(since, months) + timedelta(days=later))


def reference_of(made: Run) -> str:
    from fairplace.dps.referrals.models import Referral

    return str(Referral.objects.values_list("reference", flat=True).get(id=made.published.referral_id))


def made_at(made: Run) -> datetime:
    return audit.clock.now()
