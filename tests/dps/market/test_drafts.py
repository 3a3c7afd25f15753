"""P8: drafted by a named lead, agreed by every partner, then in force; what was agreed is what is published."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from fairplace.dps.market.actions.abandon_draft import abandon_draft
from fairplace.dps.market.actions.answer_draft import answer_draft
from fairplace.dps.market.actions.appoint_category_lead import appoint_category_lead
from fairplace.dps.market.actions.change_draft import ChangedMeanwhile, change_draft
from fairplace.dps.market.actions.publish_category_version import publish_category_version
from fairplace.dps.market.actions.start_draft import start_draft
from fairplace.dps.market.actions.take_back_draft import take_back_draft
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.queries.drafts import category_board, drafts_to_agree
from fairplace.dps.market.queries.versions import compare_versions, versions_of
from fairplace.dps.market.rules.draft_lifecycle import DraftStage
from fairplace.dps.market.rules.edits import AddThing, ChangeThing, RemoveThing, SetFields, SetWeights
from fairplace.dps.market.seeds import read_seed
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queries import all_messages
from tests.dps.market.drafting import Drafting, later, start_drafting
from tests.dps.world import AT, World, make_world, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(set_clock: Any) -> World:
    set_clock(AT)
    return make_world()


@pytest.fixture
def drafting(world: World) -> Drafting:
    return start_drafting(world)


def agree(drafting: Drafting, who: str, at: Any = AT) -> Any:
    actor = drafting.world.people[who]
    return answer_draft(
        actor=actor, draft_id=drafting.draft_id, agrees=True, reference=f"Cabinet {who}", reason="", at=at
    )


def object_to(drafting: Drafting, who: str) -> None:
    answer_draft(
        actor=drafting.world.people[who], draft_id=drafting.draft_id, agrees=False, reference="",
        reason="Too dear for us.", at=AT,
    )  # fmt: skip


def test_the_last_partner_that_agrees_publishes_the_version_by_the_same_act_p8(drafting: Drafting) -> None:
    world = drafting.world
    old = world.category("sen")
    drafting.set(cap=Decimal(7000))
    drafting.put_to_partners()
    assert agree(drafting, "officer") is None
    assert world.category("sen").number == 1
    version = agree(drafting, "partner_officer")
    new = world.category("sen")
    assert (new.version_id, new.number) == (version, 2)
    assert content_of(new.version_id).cap == Decimal(7000)
    assert content_of(old.version_id).cap == Decimal(6500)
    assert drafting.row().stage is DraftStage.AGREED
    newest = versions_of("sen")[0]
    assert newest.agreed_by == ("West Sussex County Council", "Surrey County Council")
    kinds = [event.kind for event in audit.timeline(about=new.id)]
    assert {"market.draft_started", "market.draft_put_to_partners", "market.category_version_published"} <= set(kinds)


def test_an_agreed_version_is_in_force_from_its_day_and_not_before_p8(drafting: Drafting, set_clock: Any) -> None:
    world = drafting.world
    drafting.set(cap=Decimal(7000))
    day = later(30).date()
    drafting.put_to_partners(in_force_on=day)
    agree(drafting, "officer")
    agree(drafting, "partner_officer")
    assert world.category("sen").number == 1
    with pytest.raises(Refused, match="waits for its day"):
        start_draft(actor=drafting.lead, category_id=world.category("sen").id, at=AT)
    set_clock(later(29))
    assert world.category("sen").number == 1
    set_clock(later(30))
    assert world.category("sen").number == 2


def test_an_objection_has_a_reason_and_may_become_an_agreement_p8(drafting: Drafting) -> None:
    drafting.set(cap=Decimal(7000))
    drafting.put_to_partners()
    officer = drafting.world.people["partner_officer"]
    with pytest.raises(Refused, match="Say why"):
        answer_draft(actor=officer, draft_id=drafting.draft_id, agrees=False, reference="", reason=" ", at=AT)
    with pytest.raises(Refused, match="reference"):
        answer_draft(actor=officer, draft_id=drafting.draft_id, agrees=True, reference=" ", reason="", at=AT)
    object_to(drafting, "partner_officer")
    assert agree(drafting, "officer") is None
    told = [one.subject for one in all_messages() if one.to_address.startswith("chidi")]
    assert "An objection to the draft of Special educational needs" in told
    assert agree(drafting, "partner_officer") is not None
    assert drafting.world.category("sen").number == 2


def test_a_council_that_has_agreed_does_not_agree_twice(drafting: Drafting) -> None:
    drafting.set(cap=Decimal(7000))
    drafting.put_to_partners()
    agree(drafting, "officer")
    with pytest.raises(Refused, match="agreed already"):
        agree(drafting, "lead_signatory")


def test_changing_the_draft_after_that_voids_the_agreements_p8(drafting: Drafting) -> None:
    drafting.set(cap=Decimal(7000))
    drafting.put_to_partners()
    agree(drafting, "officer")
    with pytest.raises(Refused, match="Take it back before you change it"):
        drafting.set(cap=Decimal(7100))
    take_back_draft(actor=drafting.lead, draft_id=drafting.draft_id, because="The cap was wrong.", at=AT)
    drafting.set(cap=Decimal(7100))
    drafting.put_to_partners()
    assert drafting.row().agreed == 0
    assert agree(drafting, "partner_officer") is None
    assert drafting.world.category("sen").number == 1
    assert agree(drafting, "officer") is not None
    told = [one.body_text for one in all_messages() if one.subject.startswith("Taken back")]
    assert told
    assert all("no longer counts" in one for one in told)


def test_associates_are_not_asked_and_partners_are_p8(drafting: Drafting) -> None:
    drafting.set(cap=Decimal(7000))
    drafting.put_to_partners()
    assert [row.code for row in drafts_to_agree(drafting.world.people["partner_officer"])] == ["sen"]
    assert drafts_to_agree(drafting.world.people["second_officer"])
    agree(drafting, "officer")
    assert not drafts_to_agree(drafting.world.people["second_officer"])
    assert {one.council.standing for one in drafting.row().partners} == {"lead", "partner"}
    subjects = {one.to_address.split("@")[0] for one in all_messages() if one.subject.startswith("To agree")}
    assert subjects == {"priya.nair", "tom.baines", "helen.marsh", "sam.okoro"}


def test_a_draft_with_a_fault_or_without_a_change_is_not_put_to_the_partners_p8(drafting: Drafting) -> None:
    with pytest.raises(Refused, match="changes nothing"):
        drafting.put_to_partners()
    drafting.change(SetWeights("criteria", "weight", {"workforce": Decimal(10)}))
    assert drafting.row().faults
    with pytest.raises(Refused, match="not ready"):
        drafting.put_to_partners()
    drafting.change(SetWeights("criteria", "weight", {"workforce": Decimal(25)}))
    drafting.set(cap=Decimal(7000))
    with pytest.raises(Refused, match="Say why nobody outside was asked"):
        drafting.put_to_partners(no_consultation_because=" ")
    with pytest.raises(Refused, match="after today"):
        drafting.put_to_partners(in_force_on=AT.date())


def test_a_half_made_draft_is_saved_at_every_step_p8(drafting: Drafting) -> None:
    drafting.change(AddThing("questions", {"text": "How do you train staff?", "criterion": "", "kind": "statement"}))
    drafting.set(description="")
    faults = {fault.path[:2] for fault in drafting.row().faults}
    assert ("about", "") in faults
    assert ("questions", "how-do-you-train-staff") in faults


def test_of_two_who_change_one_thing_the_second_is_told_and_then_may_p8(drafting: Drafting) -> None:
    officer = drafting.world.people["officer"]
    read = drafting.row().revision
    need = read_seed("sen")["needs"][0]["code"]
    change = ChangeThing("needs", need, {"marks": Decimal(5)})
    change_draft(actor=officer, draft_id=drafting.draft_id, revision=read, edit=change, at=AT)
    mine = ChangeThing("needs", need, {"marks": Decimal(4)})
    with pytest.raises(ChangedMeanwhile, match="Priya Nair changed this while you were writing") as told:
        change_draft(actor=drafting.lead, draft_id=drafting.draft_id, revision=read, edit=mine, at=AT)
    assert drafting.row().document["needs"][0]["marks"] == 5
    other = SetFields("about", {"description": "Other words."})
    change_draft(actor=drafting.lead, draft_id=drafting.draft_id, revision=read, edit=other, at=AT)
    change_draft(actor=drafting.lead, draft_id=drafting.draft_id, revision=told.value.revision, edit=mine, at=AT)
    assert drafting.row().document["needs"][0]["marks"] == 4
    assert [row.by_name for row in drafting.row().changes] == ["Chidi Lewes", "Chidi Lewes", "Priya Nair"]


def test_what_somebody_else_removed_is_gone(drafting: Drafting) -> None:
    read = drafting.row().revision
    code = read_seed("sen")["needs"][0]["code"]
    drafting.change(RemoveThing("needs", code))
    with pytest.raises(ChangedMeanwhile):
        change_draft(
            actor=drafting.world.people["officer"], draft_id=drafting.draft_id, revision=read,
            edit=ChangeThing("needs", code, {"marks": Decimal(1)}), at=AT,
        )  # fmt: skip


def test_one_open_draft_for_each_category_and_a_new_one_after_p8(drafting: Drafting) -> None:
    sen = drafting.world.category("sen").id
    with pytest.raises(Refused, match="has a draft already"):
        start_draft(actor=drafting.lead, category_id=sen, at=AT)
    with pytest.raises(Refused, match="Say why"):
        abandon_draft(actor=drafting.lead, draft_id=drafting.draft_id, because="", at=AT)
    abandon_draft(actor=drafting.lead, draft_id=drafting.draft_id, because="Overtaken.", at=AT)
    with pytest.raises(Refused, match="ended"):
        drafting.set(cap=None)
    start_draft(actor=drafting.lead, category_id=sen, at=AT)


def test_only_the_named_lead_and_the_lead_authoritys_officers_draft_p8(drafting: Drafting) -> None:
    world = drafting.world
    other = person(world.partner_id, "Not Named", "category_lead")
    for stranger in (other, world.people["partner_officer"], world.people["lead_signatory"]):
        with pytest.raises(NotThere):
            drafting.change(SetFields("about", {"cap": None}), actor=stranger)
        assert not drafting.row(stranger).may_draft
    drafting.change(SetFields("about", {"description": "Ours."}), actor=world.people["second_officer"])
    sen = world.category("sen").id
    appoint_category_lead(
        actor=world.people["officer"], category_id=sen, person_id=other.person_id, at=AT + timedelta(hours=1)
    )  # type: ignore[arg-type]
    drafting.change(SetFields("about", {"description": "Theirs."}), actor=other)
    with pytest.raises(NotThere):
        drafting.change(SetFields("about", {"description": "Mine."}), actor=drafting.lead)


def test_a_lead_is_named_by_the_lead_authority_and_holds_the_role_p8(world: World) -> None:
    sen = world.category("sen").id
    officer = world.people["partner_officer"]
    with pytest.raises(NotThere):
        appoint_category_lead(actor=officer, category_id=sen, person_id=officer.person_id, at=AT)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Choose somebody who is a category lead"):
        appoint_category_lead(actor=world.people["officer"], category_id=sen, person_id=officer.person_id, at=AT)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Name who leads"):
        start_draft(actor=world.people["officer"], category_id=sen, at=AT)


def test_nobody_outside_the_councils_people_reads_drafts_x1(drafting: Drafting) -> None:
    stranger = person(drafting.world.lead_id, "Plain Officer", "placement_officer")
    assert drafts_to_agree(stranger) == []
    for actor in (stranger, person(drafting.world.lead_id, "Scorer", "evaluator")):
        with pytest.raises(NotThere):
            drafting.row(actor)
        with pytest.raises(NotThere):
            category_board(actor)
    drafting.set(cap=None)
    drafting.put_to_partners()
    with pytest.raises(NotThere):
        answer_draft(actor=stranger, draft_id=drafting.draft_id, agrees=True, reference="x", reason="", at=AT)


def test_what_is_in_force_is_not_published_past_the_partners_p8(world: World) -> None:
    with pytest.raises(Refused, match="Draft its next version"):
        publish_category_version(actor=world.people["officer"], document=read_seed("sen"), at=AT)


def test_a_draft_overtaken_by_a_version_set_up_by_an_operator_does_not_undo_it(drafting: Drafting) -> None:
    publish_category_version(actor=SYSTEM, document={**read_seed("sen"), "suitable_number": 6}, at=AT)
    drafting.set(cap=Decimal(7000))
    with pytest.raises(Refused, match="newer version"):
        drafting.put_to_partners()


def test_two_versions_are_compared_part_by_part_p3(drafting: Drafting) -> None:
    drafting.set(cap=Decimal(7000))
    drafting.put_to_partners()
    agree(drafting, "officer")
    agree(drafting, "partner_officer")
    told = compare_versions("sen", 1, 2)
    ((part),) = told.parts
    assert (part.code, part.things[0].fields[0].after) == ("caps", "£7,000.00")
    assert compare_versions("sen", 2, 1).parts[0].things[0].fields[0].after == "£6,500.00"
    with pytest.raises(NotThere):
        compare_versions("sen", 1, 3)


def test_grounds_for_direct_placements_and_block_rules_are_drafted_and_agreed_too_p8(drafting: Drafting) -> None:
    drafting.change(AddThing("direct_grounds", {"name": "Sibling already placed", "meaning": "A brother or sister."}))
    drafting.change(SetFields("referrals", {"block_rules": "Competed once a year."}))
    drafting.put_to_partners()
    agree(drafting, "officer")
    agree(drafting, "partner_officer")
    content = content_of(drafting.world.category("sen").version_id)
    assert [one.code for one in content.direct_grounds] == ["sibling-already-placed"]
    assert content.block_rules == "Competed once a year."


def test_the_board_asks_the_same_number_of_questions_for_any_category(
    drafting: Drafting, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(6):
        rows = category_board(drafting.lead)
    assert len(rows) == 5
    assert (rows[0].lead_name, rows[0].stage, rows[0].may_draft) == ("Chidi Lewes", DraftStage.DRAFTING, True)
    assert not rows[1].may_draft


def test_a_dynamic_market_freezes_criteria_and_questions_but_not_the_rest_p2(set_clock: Any) -> None:
    set_clock(AT)
    drafting = start_drafting(make_world(regime="pa23-dynamic-market", begins_on=date(2025, 3, 1)))
    with pytest.raises(Refused, match=r"cannot be changed during the term \(.*section 36"):
        drafting.change(ChangeThing("criteria", "rating", {"passes": "Good or better."}))
    with pytest.raises(Refused, match="cannot be changed during the term"):
        drafting.change(AddThing("questions", {"text": "Are you good?", "criterion": "rating", "kind": "yes_no"}))
    drafting.change(ChangeThing("questions", "outcomes-statement", {"model_answer": "Staff listen."}))
    drafting.set(cap=Decimal(7000))
