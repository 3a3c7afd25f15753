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
}  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_every_category_of_the_notice_reads_p3(code: str) -> None:
    content = read_content(read_seed(code))
    assert content.code == code
    assert content.filled == (code in {"sen", "residential"})


@pytest.mark.parametrize("code", ["sen", "residential"])
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


def test_insurance_minima_are_set_by_category_7_4() -> None:
    minima = {
        code: {q.evidence: q.minimum for q in read_content(read_seed(code)).questions if q.kind == "evidence"}
        for code in ("sen", "residential")
    }
    assert minima["sen"]["public_liability"] == Decimal(5_000_000)
    assert minima["residential"]["public_liability"] == Decimal(10_000_000)


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
    with pytest.raises(Refused, match="add up to 50, not 100"):
        publish_category_version(actor=world.people["officer"], document=document, at=AT)
