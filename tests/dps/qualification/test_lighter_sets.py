"""§7.3, Q10: Alternative Education and Supported Accommodation join on lighter sets of their own, and are invited."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.actions.add_establishment import add_establishment
from fairplace.dps.qualification.actions.answer_line_questions import answer_line_questions
from fairplace.dps.qualification.actions.choose_lines import add_line
from fairplace.dps.qualification.actions.price_line import price_line
from fairplace.dps.qualification.actions.submit_application import submit_application
from fairplace.dps.qualification.queries.line_row import line_row
from fairplace.dps.qualification.queries.receipt import receipt_of
from fairplace.dps.qualification.queries.what_is_left import whats_left
from fairplace.dps.qualification.rules.questions import line_questions
from fairplace.dps.referrals.actions.change_weights import change_weights
from fairplace.dps.referrals.actions.start_referral import start_referral
from fairplace.dps.referrals.rules.weights import USUAL, default_quality_weights
from fairplace.foundations import audit
from fairplace.foundations.kernel.refused import Refused
from tests.dps.qualification.joining import Applicant, accredit, answer_about_provider, make_applicant, passing
from tests.dps.world import AT, World, make_world

pytestmark = pytest.mark.django_db
WORKSHOP = ("alternative", "alternative_provision", "ap-workshop")
FLAT = ("supported", "supported_accommodation", "sa-self-contained")
NOBODY_INSPECTS = {"framework": "no-inspectorate", "rating": "Not inspected: no inspectorate", "rated_on": None}
OUTCOME = {"framework": "ofsted-outcomes", "rating": "Inconsistent", "rated_on": date(2025, 3, 11)}


@pytest.fixture
def world() -> World:
    return make_world()


def join(world: World, kind: tuple[str, str, str], rating: dict[str, Any], applicant: Applicant | None = None) -> UUID:
    """Everything that the category asks, answered and sent. Returns the line."""
    category, setting, placement = kind
    applicant = applicant or make_applicant()
    place = add_establishment(
        actor=applicant.manager, name="The Yard", kind=setting, postcode="PO19 1RQ", council_area="West Sussex",
        age_from=13, age_to=17, placement_kinds=[placement], places=4, vacancies=2, at=AT,
    )  # fmt: skip
    line = add_line(
        actor=applicant.manager,
        application_id=applicant.application_id,
        establishment_id=place,
        category_id=world.category(category).id,
        at=AT,
    )
    answer_about_provider(applicant)
    content = content_of(world.category(category).version_id)
    answers = {q.code: rating if q.kind == "rating" else passing(q) for q in line_questions(content, setting)}
    answer_line_questions(actor=applicant.manager, line_id=line, answers=answers, at=AT)
    costs = {heading.code: Decimal(100) for heading in content.headings}
    price_line(actor=applicant.manager, line_id=line, costs=costs, at=AT)
    assert whats_left(applicant.application_id, AT.date()).count == 0
    submit_application(actor=applicant.manager, application_id=applicant.application_id, at=AT)
    return line


def test_a_workshop_that_nobody_inspects_joins_without_a_statement_and_without_a_score_7_3_q10(world: World) -> None:
    applicant = make_applicant()
    line = join(world, WORKSHOP, NOBODY_INSPECTS, applicant)
    receipt = receipt_of(applicant.manager, applicant.application_id)
    assert not any("statement" in step for step in receipt.next_steps), "nobody marks what was not asked"
    accredit(world, applicant, line)
    row = line_row(line)
    assert row is not None
    assert (row.state, row.competency_score) == ("accredited", None)


def test_supported_accommodation_is_judged_on_three_outcomes_and_scored_by_one_statement_7_3_q10(world: World) -> None:
    applicant = make_applicant()
    with pytest.raises(Refused, match="not inspected on that scale"):
        join(world, FLAT, {"framework": "ofsted-grades", "rating": "Good", "rated_on": date(2025, 3, 11)}, applicant)
    applicant = make_applicant("07000002")
    line = join(world, FLAT, OUTCOME, applicant)
    accredit(world, applicant, line, mark="4")
    row = line_row(line)
    assert row is not None
    assert (row.state, row.competency_score) == ("accredited", Decimal("80.00"))


def test_competency_weighs_nothing_where_places_have_no_score_and_its_points_go_to_needs_7_3_r3(world: World) -> None:
    officer = world.people["partner_officer"]
    unscored = default_quality_weights(Decimal(50), scored=False)
    assert unscored == USUAL._replace(needs=Decimal(27), competency=Decimal(0))
    with audit.transaction_as(officer):
        referral = start_referral(
            actor=officer, category_id=world.category("alternative").id, placement_kind="ap-workshop", at=AT
        )
        given: dict[str, Any] = {"actor": officer, "referral_id": referral, "price_weight": Decimal(50), "at": AT}
        with pytest.raises(Refused, match="competency must weigh 0"):
            change_weights(**given, quality_weights=USUAL)
        change_weights(**given, quality_weights=unscored)
