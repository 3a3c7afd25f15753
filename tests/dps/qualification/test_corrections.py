"""Q4, Q9: a mistaken declaration on grounds for exclusion is corrected: in place, or on record once sent."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.exclusion_grounds import grounds_of
from fairplace.dps.qualification.actions.assess_criterion import assess_criterion
from fairplace.dps.qualification.actions.correct_declaration import correct_declaration
from fairplace.dps.qualification.actions.declare_ground import declare_ground, declare_no_ground, take_back_ground
from fairplace.dps.qualification.actions.judge_ground import judge_ground
from fairplace.dps.qualification.actions.propose_decision import propose_decision
from fairplace.dps.qualification.actions.release_decision import release_decision
from fairplace.dps.qualification.queries.application_file import application_file
from fairplace.dps.qualification.queries.decisions import lacks_of, last_decision
from fairplace.dps.qualification.queries.lead_assessment import LeadLine, lead_line
from fairplace.dps.qualification.queries.line_row import line_row
from fairplace.dps.qualification.queries.provider_places import application_of
from fairplace.dps.qualification.rules.grounds import Event, events_in
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queries import all_messages
from tests.dps.qualification.joining import (
    Applicant,
    answer_about_provider,
    apply,
    assess,
    decide,
    make_applicant,
)
from tests.dps.world import AT, World, make_world
from tests.web.council.applications.test_lead_desk import signed_in, text

GROUNDS = "exclusion-grounds"
LATER = datetime(2026, 11, 5, 9, tzinfo=UTC)


@pytest.fixture
def world(db: None, set_clock: Any) -> World:
    set_clock(AT)
    return make_world()


@pytest.fixture
def applicant(world: World) -> Applicant:
    return make_applicant()


def ground_of(world: World) -> str:
    """A discretionary ground of the regime that can be put right."""
    every = grounds_of(the_system().regime)
    return next(one.code for one in every if one.kind == "discretionary" and one.self_cleaning)


def event(world: World, **change: Any) -> Event:
    said: dict[str, Any] = {
        "id": "",
        "ground": ground_of(world),
        "who": "Rowan Trust",
        "on": date(2026, 2, 1),
        "what": "A contract was ended early.",
        "done": "We changed who checks staffing.",
    }
    return Event(**{**said, **change})


def correct(applicant: Applicant, at: datetime = LATER, **given: Any) -> None:
    told = {"question": GROUNDS, "because": "The clerk misread the list.", **given}
    correct_declaration(actor=applicant.manager, application_id=applicant.application_id, at=at, **told)


def row_of(world: World, line: Any) -> LeadLine:
    return lead_line(world.people["officer"], line)


def declared(applicant: Applicant) -> list[Event]:
    return events_in(application_of(applicant.manager, applicant.application_id, AT).answers[GROUNDS])


def test_before_sending_it_is_changed_in_place_q4(world: World, applicant: Applicant) -> None:
    answer_about_provider(applicant)  # none applies
    given: dict[str, Any] = {
        "actor": applicant.manager, "application_id": applicant.application_id, "question": GROUNDS, "at": AT,
    }  # fmt: skip
    declare_ground(**given, event=event(world, id="1"))
    (one,) = declared(applicant)
    take_back_ground(**given, event_id=one.id)
    declare_no_ground(**given)
    assert declared(applicant) == []
    with pytest.raises(NotThere):  # nothing to correct on the record yet
        correct(applicant, event=event(world))


def test_after_sending_the_lead_sees_what_was_said_and_what_is_said_now_q4(
    world: World, applicant: Applicant, set_clock: Any
) -> None:
    line, _ = apply(world, applicant)
    sent = application_file(applicant.manager, applicant.application_id)
    set_clock(LATER)
    correct(applicant, event=event(world))
    assert application_file(applicant.manager, applicant.application_id) == sent, "what was sent stays"
    (one,) = row_of(world, line).corrections
    assert one.before is None
    assert one.after is not None
    assert one.after.what == "A contract was ended early."
    (ground,) = row_of(world, line).grounds
    assert ground.is_open
    assert any("a declaration was corrected" in message.subject for message in all_messages())
    page = text(
        signed_in(world.people["officer"]).get(reverse("council:applications:assess", args=[line, "exclusions"]))
    )
    assert "Corrected after sending" in page
    assert "The clerk misread the list." in page
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE qualification_groundcorrection SET because = 'x'")


def test_a_judgement_of_what_is_corrected_counts_no_more_q9(world: World, applicant: Applicant, set_clock: Any) -> None:
    line, _ = apply(world, applicant)
    assess(world, line)
    row = line_row(line)
    assert row is not None
    assert lacks_of(row, approved=True) == []
    set_clock(LATER)
    correct(applicant, event=event(world))
    assert [lack.code for lack in lacks_of(row, approved=True)] == ["exclusions"]
    assert "exclusions" not in row_of(world, line).assessments
    officer = world.people["officer"]
    again: dict[str, Any] = {"actor": officer, "line_id": line, "criterion": "exclusions", "reason": "", "at": LATER}
    later = {"at": LATER + timedelta(hours=1)}
    with pytest.raises(Refused, match="not judged yet"):
        assess_criterion(**{**again, **later}, passed=True)
    (one,) = declared(applicant)
    judged: dict[str, Any] = {"application_id": applicant.application_id, "reason": "Staffing is checked now."}
    judge_ground(actor=officer, event_id=one.id, outcome="put_right", **judged, **later)
    assess_criterion(**{**again, **later}, passed=True)
    assert lacks_of(row, approved=True) == []
    correct(applicant, LATER + timedelta(hours=2), event_id=one.id, event=event(world, what="Two contracts were."))
    (ground,) = row_of(world, line).grounds
    assert ground.is_open, "what was judged was another event"
    correct(applicant, LATER + timedelta(hours=3), event_id=declared(applicant)[0].id)
    assert declared(applicant) == []
    assert len(row_of(world, line).corrections) == 3


def test_a_decision_that_waits_is_sent_back_and_one_that_is_made_stands_q9(
    world: World, applicant: Applicant, set_clock: Any
) -> None:
    line, home = apply(world, applicant)
    officer, second = world.people["officer"], world.people["second_officer"]
    for one in (line, home):
        assess(world, one)
    proposal = propose_decision(actor=officer, line_id=line, approved=True, reason="", at=AT)
    set_clock(LATER)
    correct(applicant, event=event(world))
    last = last_decision(line)
    assert last is not None
    assert last.step == "sent_back"
    with pytest.raises(Refused, match="has acted on this decision"):
        release_decision(actor=second, line_id=line, proposal_id=proposal, at=LATER)
    correct(applicant, LATER + timedelta(hours=1), event_id=declared(applicant)[0].id)
    for one in (line, home):
        assess_criterion(
            actor=officer,
            line_id=one,
            criterion="exclusions",
            passed=True,
            reason="",
            at=LATER + timedelta(hours=2),
        )
        decide(world, one, approved=True, at=LATER + timedelta(hours=3))
    with pytest.raises(Refused, match="Everything in this application has been decided"):
        correct(applicant, LATER + timedelta(hours=4), event=event(world))


def test_it_is_whole_has_a_reason_and_is_the_bid_manager_s_own_q4(world: World, applicant: Applicant) -> None:
    apply(world, applicant)
    stranger = make_applicant("07000002")
    with pytest.raises(Refused, match="Say what was wrong"):
        correct(applicant, event=event(world), because=" ")
    with pytest.raises(Refused, match="Tell us what happened"):
        correct(applicant, event=event(world, what=""))
    with pytest.raises(Refused, match="today or in the past"):
        correct(applicant, event=event(world, on=date(2026, 12, 1)))
    for given in (
        {"event": event(world, ground="no-such-ground")},
        {"event_id": "nothing"},
        {},
        {"event": event(world), "question": "financial-standing"},
    ):
        with pytest.raises(NotThere):
            correct(applicant, **given)
    for nobody in (stranger.manager, applicant.signatory, world.people["officer"]):
        with pytest.raises(NotThere):
            correct_declaration(
                actor=nobody, application_id=applicant.application_id, question=GROUNDS, event=event(world),
                because="No.", at=LATER,
            )  # fmt: skip


def test_the_provider_corrects_by_pages_q4(world: World, applicant: Applicant, set_clock: Any) -> None:
    apply(world, applicant)
    set_clock(LATER)
    client = signed_in(applicant.manager)
    application = applicant.application_id
    here = reverse("provider:applications:correct", args=[application, GROUNDS])
    assert here in client.get(reverse("provider:applications:show", args=[application])).content.decode()
    assert "You declared that none of the grounds applies" in text(client.get(here))
    add = reverse("provider:applications:correct_add", args=[application, GROUNDS, ground_of(world)])
    said = {
        "who": "Rowan Trust", "on_day": "1", "on_month": "2", "on_year": "2026", "what": "A contract was ended.",
        "done": "We changed who checks staffing.", "because": "",
    }  # fmt: skip
    kept = text(client.post(add, said))
    assert "Say what was wrong, and how it came about" in kept
    assert "A contract was ended." in kept
    assert "The lead authority has been told" in text(client.post(add, {**said, "because": "Misread."}, follow=True))
    (one,) = declared(applicant)
    change = reverse("provider:applications:correct_change", args=[application, GROUNDS, ground_of(world), one.id])
    assert "A contract was ended." in text(client.get(change))
    client.post(change, {"remove": "yes", "because": "It was another company."})
    assert declared(applicant) == []
