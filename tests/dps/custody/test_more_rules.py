"""T5: accounts of leavers, expired evidence, bids that did not win and messages each go by a rule, with their hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from fairplace.commands.backup.contents import as_keeper
from fairplace.commands.launcher.roles import Database
from fairplace.dps.competitions.actions.accept_award import accept_award
from fairplace.dps.competitions.models import Award, Bid, Invitation
from fairplace.dps.custody.actions.ask_disposal import ask_disposal, decide_disposal
from fairplace.dps.custody.actions.holds import end_hold, place_hold
from fairplace.dps.custody.jobs import carry_out_disposal
from fairplace.dps.custody.models import DisposalItem
from fairplace.dps.custody.queries.disposals import retention_desk
from fairplace.dps.custody.queries.retention import classes
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.organisations.actions.add_evidence import add_evidence
from fairplace.dps.organisations.actions.administer_person import switch_off
from fairplace.dps.organisations.models import Evidence, Person
from fairplace.dps.qualification.actions.withdraw_line import withdraw_line
from fairplace.dps.qualification.models import Application
from fairplace.foundations import audit
from fairplace.foundations.audit.sealing import seal_events
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.messages.models import Message
from fairplace.foundations.messages.queue import queue_message
from tests.dps.custody.test_retention import (
    IN_YEARS,
    disposed,
    doing,
    ended,
    every_proof_holds,
    everything,
    keepers,
    made_at,
    reference_of,
)
from tests.dps.qualification.joining import apply, make_applicant
from tests.dps.transparency.packs import awarded, pack_of
from tests.dps.world import AT, PNG, make_world, person

Clock = Callable[[datetime | None], None]


def on_desk(actor: Actor, code: str) -> tuple[int, int]:
    """How many are due, and how many are held."""
    with audit.transaction_as(actor):
        (row,) = [one for one in retention_desk(actor, IN_YEARS).report if one.rule.code == code]
    return row.number, row.held


def held(actor: Actor, **what: Any) -> UUID:
    hold: UUID = doing(actor, place_hold, reason="An inquiry.", until=None, at=IN_YEARS, **what)
    return hold


def over(actor: Actor, hold: UUID) -> None:
    doing(actor, end_hold, hold_id=hold, because="It has ended.", at=IN_YEARS)


def lead_keepers() -> tuple[Actor, Actor]:
    lead = the_system().lead_id
    return person(lead, "Ida Leads", "placement_officer"), person(lead, "Ben Leads", "council_signatory")


def disposed_by(first: Actor, second: Actor, code: str) -> None:
    disposal_id: UUID = doing(first, ask_disposal, codes=[code], at=IN_YEARS)
    doing(second, decide_disposal, disposal_id=disposal_id, agree=True, because="", at=IN_YEARS)
    carry_out_disposal(disposal_id=str(disposal_id), council_id=str(first.organisation_id))


def address_of(actor: Actor) -> str:
    return Person.objects.values_list("email", flat=True).get(id=actor.person_id)


def test_of_a_leaver_a_number_is_left_and_what_they_did_t5(committed_database: Database, set_clock: Clock) -> None:
    made = ended(set_clock)
    first, second = keepers(made)
    council = first.organisation_id
    assert council is not None
    leaver = person(council, "Wilhelmina Gone", "placement_officer")
    stays = person(council, "Augusta Stays", "placement_officer")
    head = person(council, "Ada Min", "administrator")
    with transaction.atomic():
        queue_message(key="to-her", to="wilhelmina.gone@mail.example", subject="s", body="b")
    doing(head, switch_off, person_id=leaver.person_id, at=made_at(made))
    Message.objects.filter(key="to-her").update(
        to_address=f"wilhelmina.gone@{council.hex[-12:]}.example", sent_at=made_at(made)
    )
    assert "wilhelmina" in everything(committed_database).lower(), "the probe finds what is there"
    set_clock(datetime(2028, 3, 1, 10, tzinfo=UTC))
    with audit.transaction_as(first):
        (row,) = [
            one for one in retention_desk(first, datetime(2028, 3, 1, tzinfo=UTC)).report
            if one.rule.code == "leaver_account"
        ]  # fmt: skip
    assert row.number == 0, "six years are not over"
    years = datetime(2034, 3, 1, 10, tzinfo=UTC)
    set_clock(years)
    hold = doing(first, place_hold, scope="all", reason="An inquiry.", until=None, at=years)
    with audit.transaction_as(first):
        (row,) = [one for one in retention_desk(first, years).report if one.rule.code == "leaver_account"]
    assert (row.number, row.held) == (0, 1)
    doing(first, end_hold, hold_id=hold, because="It has ended.", at=years)
    disposal_id = disposed(made, first, second, "leaver_account", at=years)
    with audit.transaction_as(first):
        (item,) = DisposalItem.objects.filter(disposal_id=disposal_id)
    assert (item.outcome, item.thing_id) == ("erased", leaver.person_id)
    after = everything(committed_database).lower()
    assert "wilhelmina" not in after
    assert str(leaver.person_id) in after, "their number stands beside what they did"
    assert "augusta stays" in after
    assert stays.name


def test_expired_evidence_goes_with_its_file_and_what_an_application_rests_on_stays_t5(
    committed_database: Database, set_clock: Clock
) -> None:
    made = ended(set_clock)
    first, second = lead_keepers()
    bidder = made.published.bidders[0].actor
    at = made_at(made)

    def added(expires_on: date | None) -> UUID:
        return add_evidence(
            actor=bidder, kind="restraint_policy", upload=SimpleUploadedFile("cover.png", PNG), cover=None,
            issued_on=date(2020, 1, 1), expires_on=expires_on, at=at,
        )  # fmt: skip

    unused, used, lasting = added(date(2027, 5, 1)), added(date(2027, 5, 1)), added(None)
    with audit.transaction_as(SYSTEM, everyone=True):
        application = Application.objects.filter(provider_id=bidder.organisation_id).first()
        assert application is not None
        application.answers = {**application.answers, "q": {"evidence": str(used)}}
        application.save(update_fields=["answers"])
        file = Path(settings.DATA) / "documents" / Evidence.objects.get(id=unused).document.stored_as
    assert file.exists()
    set_clock(IN_YEARS)
    assert on_desk(first, "expired_evidence") == (1, 0)
    hold = held(first, scope="provider", provider_id=bidder.organisation_id)
    assert on_desk(first, "expired_evidence") == (0, 0)
    over(first, hold)
    disposed_by(first, second, "expired_evidence")
    with audit.transaction_as(SYSTEM, everyone=True):
        assert not Evidence.objects.filter(id=unused).exists()
        assert Evidence.objects.filter(id__in=[used, lasting]).count() == 2
    assert not file.exists()


def test_bids_that_did_not_win_go_before_the_placement_and_every_proof_holds_t5(
    committed_database: Database, set_clock: Clock
) -> None:
    made = awarded(set_clock)
    winner, *losers = made.published.bidders
    award = Award.objects.get(competition_id=made.competition_id)
    made.acting(winner.actor, accept_award, award_id=award.id)
    pack_of(made)
    first, second = keepers(made)
    lost = [made.bid_of(bidder).id for bidder in losers]
    won = made.bid_of(winner).id
    seal_events()
    set_clock(IN_YEARS)
    assert on_desk(first, "losing_bids") == (1, 0)
    disposed(made, first, second, "losing_bids")
    with audit.transaction_as(first):
        assert list(Bid.objects.filter(competition_id=made.competition_id).values_list("id", flat=True)) == [won]
        assert Invitation.objects.filter(competition_id=made.competition_id).count() == len(losers) + 1
    with as_keeper(committed_database.owner_url) as keeper:
        for table in ("mark", "score", "feedback"):
            found = keeper.execute(f"SELECT count(*) FROM competitions_{table} WHERE bid_id = ANY(%s)", [lost])
            assert found.fetchone() == (0,), table
        told = keeper.execute("SELECT count(*) FROM audit_event WHERE subject_id = ANY(%s) AND salt <> ''", [lost])
        assert told.fetchone() == (0,), "of their events a leaf is left"
        kept = keeper.execute("SELECT count(*) FROM competitions_score WHERE bid_id = %s", [won])
        assert kept.fetchone() == (1,)
    assert on_desk(first, "losing_bids") == (0, 0)
    every_proof_holds(committed_database)


def test_a_hold_keeps_the_messages_that_it_concerns_and_no_others_t5(
    committed_database: Database, set_clock: Clock
) -> None:
    made = ended(set_clock)
    first, second = lead_keepers()
    council = keepers(made)[0]
    at = made_at(made)
    invitation = Invitation.objects.filter(competition_id=made.competition_id).first()
    assert invitation is not None
    for key, to in (
        (f"invited:{invitation.id}", "x@elsewhere.example"),
        ("unrelated:1", "x@elsewhere.example"),
        ("unrelated:2", address_of(made.published.bidders[1].actor)),
    ):
        with transaction.atomic():
            queue_message(key=key, to=to, subject="s", body="b")
    Message.objects.exclude(key__startswith="unrelated").exclude(key__startswith="invited").delete()
    Message.objects.update(sent_at=at)
    set_clock(IN_YEARS)
    assert on_desk(first, "messages") == (Message.objects.count(), 0)
    holds = [
        held(council, scope="referral", reference=reference_of(made)),
        held(council, scope="provider", provider_id=made.published.bidders[1].provider_id),
    ]
    left = Message.objects.exclude(key="unrelated:1").count()
    assert on_desk(first, "messages") == (1, 0)
    disposed_by(first, second, "messages")
    assert not Message.objects.filter(key="unrelated:1").exists()
    assert Message.objects.count() >= left
    for hold in holds:
        over(council, hold)
    assert on_desk(first, "messages")[0] >= 2


def test_each_of_the_new_rules_says_its_ground() -> None:
    for code in ("leaver_account", "expired_evidence", "losing_bids", "messages"):
        assert classes()[code].source
    assert classes()["losing_bids"].least == 36, "the law's three years"


def test_applications_that_came_to_nothing_fall_due_on_the_leads_desk_and_go_t5(
    committed_database: Database, set_clock: Clock
) -> None:
    world = make_world()
    make_applicant()
    withdrawn, sent = (make_applicant(number) for number in ("07000002", "07000003"))
    given_up = [*apply(world, withdrawn), apply(world, sent)[0]]
    for line_id, manager in zip(given_up, (withdrawn.manager, withdrawn.manager, sent.manager), strict=True):
        withdraw_line(actor=manager, line_id=line_id, because="", at=AT)
    first, second = lead_keepers()
    set_clock(IN_YEARS)
    assert on_desk(first, "draft_application") == (1, 0), "behind its provider's wall, and yet it goes"
    assert on_desk(first, "refused_application") == (1, 0), "a place of the third is still sought"
    disposed_by(first, second, "draft_application")
    disposed_by(first, second, "refused_application")
    with audit.transaction_as(SYSTEM, everyone=True):
        assert list(Application.objects.values_list("id", flat=True)) == [sent.application_id]
