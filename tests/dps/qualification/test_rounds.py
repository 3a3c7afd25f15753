"""Q13, Q14: decisions of an initial evaluation are held and released together; then each authority approves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from fairplace.dps.market.actions.change_entry import extend_initial_evaluation
from fairplace.dps.qualification import jobs
from fairplace.dps.qualification.actions.release_decision import release_decision, send_back_decision
from fairplace.dps.qualification.actions.rounds import record_internal_approval, release_round
from fairplace.dps.qualification.actions.sign_line_agreement import sign_line_agreement
from fairplace.dps.qualification.actions.withdraw_line import withdraw_line
from fairplace.dps.qualification.models import Application, LineDecision, Round
from fairplace.dps.qualification.queries.lead_assessment import lead_line
from fairplace.dps.qualification.queries.line_row import line_row
from fairplace.dps.qualification.queries.rounds import outcome_report, rounds
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queries import all_messages
from tests.dps.qualification.joining import Applicant, apply, assess, decide, make_applicant
from tests.dps.world import AT, World, make_world, person

UNTIL = date(2026, 12, 1)
THEN = AT + timedelta(days=28)  # that day


@pytest.fixture
def world(db: None, set_clock: Any) -> World:
    set_clock(AT)
    world = make_world()
    world.people["partner_signatory"] = person(world.partner_id, "Victoria Amadi", "council_signatory")
    return world


@pytest.fixture
def first_round(world: World) -> UUID:
    """An initial evaluation of SEN; two applicants, one approved and one refused, both held."""
    hold(world, "sen")
    for number, failing in (("07000001", ""), ("07000002", "rating")):
        (line,) = apply(world, make_applicant(number), ("sen",))
        assess(world, line, failing=failing)
        decide(world, line, approved=not failing, reason="Apply again" if failing else "")
    return Round.objects.get().id


def hold(world: World, category: str) -> None:
    extend_initial_evaluation(
        actor=world.people["officer"],
        category_id=world.category(category).id,
        until=UNTIL,
        because="First applications are assessed together",
        at=AT,
    )


def states() -> list[str]:
    lines = LineDecision.objects.order_by("line_id").values_list("line_id", flat=True).distinct()
    return [row.state for line in lines if (row := line_row(line)) is not None]


def released(world: World, round_id: UUID) -> None:
    release_round(actor=world.people["officer"], round_id=round_id, at=THEN)
    jobs.carry_out_released_round(str(round_id), str(world.people["officer"].person_id))


def approved_by(world: World, round_id: UUID, council_id: UUID, actor: str = "officer", **more: Any) -> None:
    given: dict[str, Any] = {"reference": "Minute 12", "approved_by": "Cabinet member", "approved_on": UNTIL, **more}
    record_internal_approval(actor=world.people[actor], round_id=round_id, council_id=council_id, at=THEN, **given)


def test_decisions_of_the_first_round_are_held_and_go_out_together_q13(world: World, first_round: UUID) -> None:
    assert states() == ["assessing", "assessing"]
    assert not any("decision on your application" in message.subject for message in all_messages())
    with pytest.raises(Refused, match="from that day on"):
        release_round(actor=world.people["officer"], round_id=first_round, at=AT)
    released(world, first_round)
    assert sorted(states()) == ["approved", "refused"]
    letters = [message.subject for message in all_messages() if "application" in message.subject]
    assert "A decision on your application" in letters
    with pytest.raises(Refused, match="released already"):
        release_round(actor=world.people["officer"], round_id=first_round, at=THEN)
    jobs.carry_out_released_round(
        str(first_round), str(world.people["officer"].person_id)
    )  # done again, it changes nothing
    assert LineDecision.objects.filter(step="released").count() == 2


def test_the_clock_of_a_round_runs_to_the_end_of_the_initial_evaluation_q13(world: World, first_round: UUID) -> None:
    assert set(Application.objects.values_list("decide_by", flat=True)) == {UNTIL}


def test_after_the_round_decisions_go_out_one_by_one_q13(world: World, first_round: UUID, set_clock: Any) -> None:
    late = make_applicant("07000003")
    (left,) = apply(world, late, ("sen",))
    released(world, first_round)
    assess(world, left, at=THEN)
    decide(world, left, approved=True, at=THEN)  # of the round, decided after it: goes out at once
    after = THEN + timedelta(days=10)
    set_clock(after)
    (line,) = apply(world, make_applicant("07000004", at=after), ("sen",), at=after)
    assess(world, line, at=after)
    decide(world, line, approved=True, at=after)
    for one in (left, line):
        row = line_row(one)
        assert row is not None
        assert row.state == "approved"


def test_another_category_is_not_held_q13(world: World) -> None:
    hold(world, "sen")
    (home,) = apply(world, make_applicant(), ("residential",))
    assess(world, home)
    decide(world, home, approved=True)
    row = line_row(home)
    assert row is not None
    assert row.state == "approved"
    assert not Round.objects.exists()


def test_a_held_decision_can_be_sent_back_and_is_not_released_twice_q13(world: World) -> None:
    hold(world, "sen")
    (line,) = apply(world, make_applicant(), ("sen",))
    assess(world, line)
    decide(world, line, approved=True)
    decision = lead_line(world.people["officer"], line).decision
    assert decision is not None
    assert decision.is_held
    given: dict[str, Any] = {"line_id": line, "proposal_id": decision.proposal_id, "at": AT}
    with pytest.raises(Refused, match="it is released with its round"):
        release_decision(actor=world.people["second_officer"], **given)
    send_back_decision(actor=world.people["officer"], reason="New facts", **given)
    with pytest.raises(Refused, match="nothing to release"):
        release_round(actor=world.people["officer"], round_id=Round.objects.get().id, at=THEN)


def test_who_takes_its_place_back_before_the_release_gets_no_letter_q13(world: World) -> None:
    hold(world, "sen")
    applicants = [make_applicant(number) for number in ("07000001", "07000002")]
    lines = [apply(world, applicant, ("sen",))[0] for applicant in applicants]
    for line in lines:
        assess(world, line)
        decide(world, line, approved=True)
    withdraw_line(actor=applicants[0].manager, line_id=lines[0], because="We close", at=AT)
    released(world, Round.objects.get().id)
    assert sorted(states()) == ["approved", "withdrawn"]


def test_the_outcome_report_tells_everything_about_every_line_q14(world: World, first_round: UUID) -> None:
    report = outcome_report(world.people["officer"], first_round)
    assert (report.applications, report.outcomes) == (2, {"Decision held": 2})
    assert (report.passes["rating"], report.fails["rating"]) == (1, 1)
    released(world, first_round)
    report = outcome_report(world.people["officer"], first_round)
    assert report.outcomes == {"Approved": 1, "Refused": 1}
    refused = next(one for one in report.lines if one.outcome == "Refused")
    assert refused.results["rating"] == (False, "Seen.")
    assert (refused.reason, refused.proposed_by, refused.released_by) == ("Apply again", "Priya Nair", "Priya Nair")
    approved = next(one for one in report.lines if one.outcome == "Approved")
    assert str(approved.line.competency_score) == "80.00"


def test_a_report_takes_as_many_statements_however_many_lines_q14(
    world: World, first_round: UUID, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(13):
        outcome_report(world.people["officer"], first_round)
    for number in ("07000005", "07000006", "07000007"):
        apply(world, make_applicant(number), ("sen",))
    with django_assert_num_queries(13):
        assert len(outcome_report(world.people["officer"], first_round).lines) == 5


def test_a_partner_reads_the_report_once_it_is_released_and_nobody_else_does_q14(
    world: World, first_round: UUID
) -> None:
    partner, applicant = world.people["partner_signatory"], make_applicant("07000009")
    assert rounds(partner) == []
    with pytest.raises(NotThere):
        outcome_report(partner, first_round)
    released(world, first_round)
    assert len(outcome_report(partner, first_round).lines) == 2
    for nobody in (applicant.manager, person(world.partner_id, "Rachel Thorn", "placement_officer")):
        with pytest.raises(NotThere):
            outcome_report(nobody, first_round)


def agreement(world: World, applicant: Applicant) -> UUID:
    """The approved line of the round."""
    hold(world, "sen")
    (line,) = apply(world, applicant, ("sen",))
    assess(world, line)
    decide(world, line, approved=True)
    released(world, Round.objects.get().id)
    return line


def test_agreements_of_a_round_wait_for_every_authoritys_approval_q14(world: World) -> None:
    applicant = make_applicant()
    line = agreement(world, applicant)
    round_id = Round.objects.get().id
    signing: dict[str, Any] = {
        "actor": applicant.signatory, "line_id": line, "name_typed": applicant.signatory.name, "at": THEN,
    }  # fmt: skip
    with pytest.raises(Refused, match="West Sussex County Council, Surrey County Council"):
        sign_line_agreement(**signing)
    approved_by(world, round_id, world.lead_id)
    with pytest.raises(Refused, match="approval of Surrey County Council"):
        sign_line_agreement(**signing)
    approved_by(world, round_id, world.partner_id, "partner_signatory")
    sign_line_agreement(**signing)
    report = outcome_report(world.people["officer"], round_id)
    assert report.missing == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reference": " "}, "reference"),
        ({"approved_by": ""}, "approved_by"),
        ({"approved_on": date(2027, 1, 1)}, "approved_on"),
    ],
)
def test_an_approval_has_a_reference_a_person_and_a_day_q14(
    world: World, first_round: UUID, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused, match="not released yet"):
        approved_by(world, first_round, world.lead_id)
    released(world, first_round)
    with pytest.raises(Refused) as refusal:
        approved_by(world, first_round, world.lead_id, **wrong)
    assert refusal.value.field == field


def test_a_partner_approves_for_itself_alone_and_once_q14(world: World, first_round: UUID) -> None:
    released(world, first_round)
    with pytest.raises(NotThere):
        approved_by(world, first_round, world.lead_id, "partner_signatory")
    with pytest.raises(NotThere):
        approved_by(world, first_round, world.system_id)  # no council
    approved_by(world, first_round, world.partner_id, "partner_signatory")
    with pytest.raises(Refused, match="recorded already"):
        approved_by(world, first_round, world.partner_id)
