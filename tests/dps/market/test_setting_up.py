"""P1-P4: the councils, the system and its categories as data."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fairplace.dps.market.actions.publish_category_version import publish_category_version
from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.market.queries.the_system import partner_ids, partners, the_system
from fairplace.dps.market.rules.category_content import read_content
from fairplace.dps.market.seeds import CODES, read_seed
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.dps.world import AT, make_world

SECTION_7_4 = {
    "exclusions", "financial", "insurances", "compliance", "rating", "registration", "workforce", "continuity",
    "data-protection", "outcomes-framework", "contract-management", "commercial",
    "social-value",  # §9.9: asked, never scored
}  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_every_category_of_the_notice_reads_p3(code: str) -> None:
    content = read_content(read_seed(code))
    assert content.code == code
    assert content.filled


@pytest.mark.parametrize("code", ["sen", "residential", "foster"])
def test_filled_category_has_every_criterion_of_7_4_and_says_why_and_what_passes_q4_q5(code: str) -> None:
    content = read_content(read_seed(code))
    assert {criterion.code for criterion in content.criteria} == SECTION_7_4
    for asked in (*content.criteria, *content.questions):
        assert asked.why.endswith((".", "!")), asked.code
        assert asked.passes.endswith((".", "!")), asked.code
    assert len(content.components) == 5
    assert content.statement is not None


def test_sen_has_the_nine_headings_and_boarding_only_for_boarders_7_4() -> None:
    content = read_content(read_seed("sen"))
    assert len(content.headings_for("day")) == 9
    assert [heading.code for heading in content.headings_for("weekly")][9:] == ["boarding-term"]
    assert [heading.code for heading in content.headings_for("52-week")][9:] == ["boarding-year"]


MILLION = Decimal(1_000_000)


@pytest.mark.parametrize(
    ("code", "employers", "public", "indemnity"),
    [
        ("sen", 5, 10, 2),
        ("residential", 10, 10, 2),
        ("foster", 5, 10, 2),
        ("supported", 5, 5, None),
        ("alternative", None, 5, None),  # one person alone employs nobody
    ],
)
def test_insurance_minima_are_set_by_category_q4(
    code: str, employers: int | None, public: int, indemnity: int | None
) -> None:
    asked = {q.evidence: q.minimum for q in read_content(read_seed(code)).questions if q.kind == "evidence"}
    wanted = {"employers_liability": employers, "public_liability": public, "professional_indemnity": indemnity}
    assert asked == {kind: millions * MILLION for kind, millions in wanted.items() if millions}


@pytest.mark.parametrize("code", CODES)
def test_every_category_tells_before_anyone_applies_why_what_passes_and_how_it_is_scored_q5(code: str) -> None:
    content = read_content(read_seed(code))
    asked_of = {question.criterion for question in content.questions}
    for criterion in content.criteria:
        assert criterion.why.endswith((".", "!")), criterion.code
        assert criterion.passes.endswith((".", "!")), criterion.code
        assert criterion.code in asked_of or criterion.method == "commercial", criterion.code
        assert bool(criterion.weight) is (criterion.method == "scored")
    for question in content.questions:
        assert question.name, question.code
        assert question.why.endswith((".", "!")), question.code
        assert question.passes.endswith((".", "!")), question.code
        if question.kind == "statement":
            assert question.most_words
            assert question.model_answer
            assert len(question.mark_meanings) == int(question.top_mark or 0) + 1
            assert "Cannot be failed" in question.passes
        if question.kind == "rating":
            assert "FAIL" not in question.bands


@pytest.mark.parametrize("code", CODES)
def test_social_value_is_asked_and_never_scored_nor_needed_q4_9_9(code: str) -> None:
    content = read_content(read_seed(code))
    (criterion,) = [one for one in content.criteria if one.code == "social-value"]
    (question,) = [one for one in content.questions if one.criterion == "social-value"]
    assert (criterion.method, criterion.weight, question.optional) == ("asked", 0, True)


def test_statements_weigh_half_outcomes_a_quarter_workforce_a_quarter_contract_management_q4() -> None:
    for code in ("sen", "residential", "foster"):
        weights = {c.code: c.weight for c in read_content(read_seed(code)).criteria if c.method == "scored"}
        assert weights == {"outcomes-framework": 50, "workforce": 25, "contract-management": 25}


def test_alternative_education_and_supported_accommodation_have_lighter_sets_7_3() -> None:
    """A sole trader joins in one evening: no essay of more than 200 words, one certificate, under 16 questions."""
    full = read_content(read_seed("sen"))
    for code, statements in (("alternative", 0), ("supported", 1)):
        content = read_content(read_seed(code))
        asked = [question for question in content.questions if question.kind == "statement"]
        assert len(asked) == statements
        assert all(question.most_words <= 200 for question in asked)
        assert content.is_scored is bool(statements)
        assert len(content.questions) < 16
        assert len(content.headings) < len(full.headings)
    alternative = read_content(read_seed("alternative"))
    assert sum(question.kind == "evidence" for question in alternative.questions) == 1
    assert sum(question.criterion == "ap-standards" for question in alternative.questions) == 4


@pytest.mark.parametrize("code", ["sen", "residential", "foster"])
def test_additional_services_are_asked_with_their_unit_and_both_discounts_q7(code: str) -> None:
    content = read_content(read_seed(code))
    assert content.discounts == ("sibling", "cohort")
    assert {service.unit for service in content.services} <= {"hour", "session", "day", "night", "week", "mile"}
    assert len(content.services) >= 10


@pytest.mark.parametrize("code", CODES)
def test_every_kind_of_place_has_a_common_cap_that_some_heading_counts_towards_q8(code: str) -> None:
    content = read_content(read_seed(code))
    for kind in content.placement_kinds:
        assert content.cap_for(kind.code)
        assert content.headings_for(kind.code)


@pytest.mark.django_db
def test_system_is_set_up_with_its_councils_and_categories_p1_p2() -> None:
    world = make_world()
    assert the_system().lead_id == world.lead_id
    assert partner_ids() == [world.lead_id, world.partner_id]
    assert [row.standing for row in partners()] == ["lead", "partner"]
    assert [row.code for row in categories()] == list(CODES)
    assert {event.kind for event in audit.timeline(about=world.system_id)} == {
        "market.system_established", "market.partner_named", "market.terms_published",
    }  # fmt: skip


@pytest.mark.django_db
def test_a_new_version_leaves_the_old_one_as_it_was_p3() -> None:
    world = make_world()
    old = world.category("sen")
    changed = {**read_seed("sen"), "cap": 7000}
    publish_category_version(actor=SYSTEM, document=changed, at=AT)
    new = world.category("sen")
    assert (old.number, new.number) == (1, 2)
    assert content_of(old.version_id).cap == Decimal(6500)
    assert content_of(new.version_id).cap == Decimal(7000)


@pytest.mark.django_db
def test_only_the_lead_publishes_a_category() -> None:
    world = make_world()
    with pytest.raises(NotThere):
        publish_category_version(actor=world.people["partner_officer"], document=read_seed("sen"), at=AT)


@pytest.mark.django_db
def test_a_document_whose_scored_weights_are_not_100_is_refused_q4() -> None:
    world = make_world()
    document = read_seed("sen")
    document["criteria"] = [{**one, "weight": 50} if one.get("weight") else one for one in document["criteria"]]
    with pytest.raises(Refused, match="add up to 150, not 100"):
        publish_category_version(actor=world.people["officer"], document=document, at=AT)
