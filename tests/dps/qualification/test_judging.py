"""Q4, Q9, Q14: declared grounds one by one, criteria for all places at once, usual prices, due diligence."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.exclusion_grounds import Ground, grounds_of
from fairplace.dps.market.rules.regimes import regimes
from fairplace.dps.qualification.actions.assess_criterion import assess_criterion
from fairplace.dps.qualification.actions.judge_ground import judge_ground
from fairplace.dps.qualification.actions.propose_decision import propose_decision
from fairplace.dps.qualification.actions.record_due_diligence import record_due_diligence
from fairplace.dps.qualification.models import Application
from fairplace.dps.qualification.queries.accredited_costs import accredited_medians
from fairplace.dps.qualification.queries.decisions import due_diligence
from fairplace.dps.qualification.queries.lead_assessment import lead_line
from fairplace.dps.qualification.queries.line_row import LineRow, line_row
from fairplace.dps.qualification.rules.due_diligence import checks_for, every_check
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.dps.qualification.joining import Applicant, accredit, apply, assess, make_applicant
from tests.dps.world import AT, World, make_world

EVENT = "00000000-0000-7000-8000-000000000001"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def applicant(world: World) -> Applicant:
    return make_applicant()


def row_of(line: UUID) -> LineRow:
    row = line_row(line)
    assert row is not None
    return row


def ground(kind: str, cleaning: bool = True) -> Ground:
    return next(one for one in grounds_of(the_system().regime) if one.kind == kind and one.self_cleaning is cleaning)


def declared(applicant: Applicant, one: Ground, on: date = date(2025, 5, 1)) -> None:
    """As the provider's own pages store it."""
    application = Application.objects.get(id=applicant.application_id)
    code = next(code for code, answer in application.answers.items() if "applies" in answer)
    event = {
        "id": EVENT, "ground": one.code, "who": "A director", "on": on.isoformat(), "what": "Fined.",
        "done": "Left the board.", "paid": "",
    }  # fmt: skip
    application.answers[code] = {"applies": "some", "events": [event]}
    application.save()


def judge(world: World, applicant: Applicant, outcome: str, reason: str = "Weighed.", event: str = EVENT) -> None:
    judge_ground(
        actor=world.people["officer"],
        application_id=applicant.application_id,
        event_id=event,
        outcome=outcome,
        reason=reason,
        at=AT,
    )


def passes(world: World, line: UUID, reason: str = "") -> int:
    return assess_criterion(
        actor=world.people["officer"], line_id=line, criterion="exclusions", passed=True, reason=reason, at=AT
    )


def test_a_declared_ground_is_judged_before_its_criterion_passes_q9(world: World, applicant: Applicant) -> None:
    line, _ = apply(world, applicant)
    declared(applicant, ground("mandatory"))
    with pytest.raises(Refused, match="judge it first") as refusal:
        passes(world, line)
    assert refusal.value.field == "passed"
    with pytest.raises(Refused, match="Give your reasons"):
        judge(world, applicant, "put_right", " ")
    judge(world, applicant, "put_right", "Compensation paid, new board.")
    (row,) = lead_line(world.people["officer"], line).grounds
    assert (row.outcome_name, row.reason, row.by) == (
        "Applies, and put right",
        "Compensation paid, new board.",
        "Priya Nair",
    )
    passes(world, line)


def test_a_mandatory_ground_that_is_not_put_right_fails_q4(world: World, applicant: Applicant) -> None:
    line, _ = apply(world, applicant)
    declared(applicant, ground("mandatory"))
    judge(world, applicant, "not_put_right")
    with pytest.raises(Refused, match="it must fail"):
        passes(world, line, "All the same")
    judge(world, applicant, "does_not_apply")  # judged again: the last judgement counts
    passes(world, line)


def test_a_discretionary_ground_that_is_not_put_right_may_pass_with_a_reason_q4(
    world: World, applicant: Applicant
) -> None:
    line, _ = apply(world, applicant)
    declared(applicant, ground("discretionary"))
    judge(world, applicant, "not_put_right")
    with pytest.raises(Refused, match="say why it passes all the same"):
        passes(world, line)
    passes(world, line, "Small, and three years of clean inspections since.")


def test_an_event_beyond_the_look_back_needs_no_judgement_q4(world: World, applicant: Applicant) -> None:
    line, _ = apply(world, applicant)
    declared(applicant, ground("mandatory"), date(2001, 1, 1))
    passes(world, line)


def test_grounds_are_judged_by_the_lead_and_about_what_was_declared_q9(world: World, applicant: Applicant) -> None:
    apply(world, applicant)
    declared(applicant, ground("mandatory"))
    with pytest.raises(NotThere):
        judge(world, applicant, "put_right", event="00000000-0000-7000-8000-000000000009")
    with pytest.raises(NotThere):
        judge(world, applicant, "forgiven")
    with pytest.raises(NotThere):
        judge_ground(
            actor=applicant.manager,
            application_id=applicant.application_id,
            event_id=EVENT,
            outcome="put_right",
            reason="We say so",
            at=AT,
        )


def test_a_criterion_about_the_provider_is_recorded_for_all_its_places_at_once_q9(
    world: World, applicant: Applicant
) -> None:
    line, home = apply(world, applicant)
    given: dict[str, Any] = {"actor": world.people["officer"], "line_id": line, "passed": True, "reason": "", "at": AT}
    assert assess_criterion(**given, criterion="financial", every_line=True) == 1  # the home is of another category
    assert "financial" not in lead_line(world.people["officer"], home).assessments
    assert assess_criterion(**given, criterion="rating", every_line=True) == 1  # about the place


def test_prices_stand_beside_the_median_of_accredited_places_q9(world: World) -> None:
    for number in ("07000001", "07000002"):
        applicant = make_applicant(number)
        (line,) = apply(world, applicant, ("sen",))
        accredit(world, applicant, line)
    row = row_of(line)
    content = content_of(row.category_version_id)
    medians = accredited_medians(row.category_id, content)
    heading = content.headings[0].code
    assert (medians[f"heading:{heading}"].weekly, medians[f"heading:{heading}"].lines) == (Decimal("100.00"), 2)
    day = content.headings_for("day")
    assert medians["kind:day"].weekly == 100 * len(day)
    assert "kind:termly" not in medians  # neither offers it
    other = world.category("residential")
    assert accredited_medians(other.id, content_of(other.version_id)) == {}


def test_due_diligence_is_done_and_clear_before_a_line_is_admitted_q14(world: World, applicant: Applicant) -> None:
    line, home = apply(world, applicant)
    assess(world, line)
    officer = world.people["officer"]
    given: dict[str, Any] = {
        "actor": officer,
        "line_id": line,
        "check": "insolvency",
        "checked_on": AT.date(),
        "at": AT,
    }
    record_due_diligence(**given, outcome="concern", note="A petition in The Gazette")
    with pytest.raises(Refused, match=r"Insolvency \(due diligence\) shows a concern"):
        propose_decision(actor=officer, line_id=line, approved=True, reason="", at=AT)
    record_due_diligence(**given, outcome="clear", note="Dismissed on 2 November")
    propose_decision(actor=officer, line_id=line, approved=True, reason="", at=AT)
    about_provider = {row.check.code for row in due_diligence(row_of(home)) if row.outcome}
    assert about_provider == {row.check.code for row in due_diligence(row_of(home)) if row.check.about == "provider"}


@pytest.mark.parametrize(
    ("wrong", "field"), [({"note": " "}, "note"), ({"checked_on": AT.date() + timedelta(days=1)}, "checked_on")]
)
def test_a_check_says_what_was_found_and_when_q14(
    world: World, applicant: Applicant, wrong: dict[str, Any], field: str
) -> None:
    line, _ = apply(world, applicant)
    given: dict[str, Any] = {
        "actor": world.people["officer"], "line_id": line, "check": "insolvency", "outcome": "clear",
        "note": "Nothing found", "checked_on": AT.date(), "at": AT, **wrong,
    }  # fmt: skip
    with pytest.raises(Refused) as refusal:
        record_due_diligence(**given)
    assert refusal.value.field == field
    for nobody in (world.people["partner_officer"], applicant.manager):
        with pytest.raises(NotThere):
            record_due_diligence(**{**given, "actor": nobody})


def test_checks_differ_by_regime_and_setting_as_data_q14() -> None:
    def codes(regime: str, setting: str = "childrens_home", scale: str = "ofsted-grades") -> set[str]:
        found = checks_for(category="residential", setting=setting, regime=regime, rating_framework=scale)
        return {check.code for check in found}

    assert "debarment-list" in codes("pa23-dynamic-market")
    assert "debarment-list" not in codes("pcr-light-touch-dps")
    assert "managers" in codes("pcr-light-touch-dps")
    assert "single-central-record" in codes("pcr-light-touch-dps", "alternative_provision")
    assert "visit" in codes("pcr-light-touch-dps", scale="not-inspected")
    assert "visit" not in codes("pcr-light-touch-dps")
    named = {regime for check in every_check() for regime in check.regimes}
    assert named <= set(regimes())
