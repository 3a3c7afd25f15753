"""Q2-Q4, Q6, Q11: fifty places in one application; copying; grounds; two tabs; withdrawal; putting right."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fairplace.dps.market.actions.publish_category_version import publish_category_version
from fairplace.dps.organisations.actions.add_establishment import add_establishment
from fairplace.dps.organisations.models import Evidence
from fairplace.dps.qualification.actions.answer_line_questions import answer_line_questions
from fairplace.dps.qualification.actions.assess_criterion import assess_criterion
from fairplace.dps.qualification.actions.choose_lines import choose_lines
from fairplace.dps.qualification.actions.copy_line_answers import copy_line_answers
from fairplace.dps.qualification.actions.price_line import price_line
from fairplace.dps.qualification.actions.start_application import start_application
from fairplace.dps.qualification.actions.submit_application import submit_application
from fairplace.dps.qualification.actions.withdraw_line import withdraw_line
from fairplace.dps.qualification.models import Line
from fairplace.dps.qualification.queries.line_row import line_row, lines_where
from fairplace.dps.qualification.queries.provider_places import application_of
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.dps.qualification.joining import answer_about_provider, apply, assess, complete_line, decide, make_applicant
from tests.dps.qualification.richer import GROUNDS, richer_document
from tests.dps.world import AT, World, make_provider, make_world
from tests.web.provider.applications.test_pages_of_joining import _line, at, certificate, signed_in, text


@pytest.fixture
def world(db: None, set_clock: Any) -> World:
    set_clock(AT)
    return make_world()


def many(world: World, number: str, count: int) -> tuple[Actor, UUID, list[UUID]]:
    """An application with so many schools, none answered yet."""
    _, manager, _ = make_provider(f"Group {number}", number)
    schools = [
        add_establishment(
            actor=manager, name=f"School {n:02}", kind="independent_special_school", urn=f"{number[-3:]}{n:03}",
            postcode="PO19 1RQ", council_area="West Sussex", age_from=7, age_to=16, placement_kinds=["day"],
            places=10, at=AT,
        )
        for n in range(count)
    ]  # fmt: skip
    application_id = start_application(actor=manager, at=AT)
    sen = world.category("sen").id
    choose_lines(actor=manager, application_id=application_id, wanted={(s, sen) for s in schools}, at=AT)
    return manager, application_id, [line.id for line in lines_where(application_id=application_id)]


def statements_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_statements_do_not_grow_with_places_q2(world: World) -> None:
    few, application, _ = many(world, "07000002", 2)
    lots, fifty, _ = many(world, "07000050", 50)
    one, other = signed_in(few), signed_in(lots)
    for name in ("show", "choose_lines", "copy", "check", "price_sheet", "workbook", "add_establishment"):
        asked = statements_of(one, at(f"applications:{name}", application))
        assert statements_of(other, at(f"applications:{name}", fifty)) == asked, name
        assert asked <= 16, name


def test_fifty_places_are_found_copied_and_sent_q2_q3(world: World) -> None:
    manager, application_id, lines = many(world, "07000050", 50)
    client = signed_in(manager)
    page = text(client.get(at("applications:show", application_id)))
    assert "0 of 50</strong> lines are ready" in page
    assert page.count("things left<span") == 50
    found = text(client.get(at("applications:show", application_id), {"name": "school 07", "show": "left"}))
    assert found.count("things left<span") == 1
    assert "No place matches" in text(client.get(at("applications:show", application_id), {"name": "castle"}))
    provider_id = manager.organisation_id
    assert provider_id is not None
    applicant = make_applicant("07000077")
    group = applicant.__class__(provider_id, manager, manager, lines[0], lines[0], application_id)
    answer_about_provider(group)
    complete_line(group, lines[0])
    assert "Ready" in text(client.get(at("applications:line", application_id, lines[0])))
    check = text(client.post(at("applications:copy", application_id), {"source": str(lines[0]), "to": ["all"]}))
    assert check.count("Core costs") >= 49
    with CaptureQueriesContext(connection) as asked:
        changed = copy_line_answers(
            actor=manager, application_id=application_id, from_line_id=lines[0], line_ids=lines[1:], at=AT
        )
    assert changed == 49
    assert len(asked) < 25
    row = application_of(manager, application_id, AT)
    stage_two = [one for one in row.left.every if one.stage == 2]
    assert stage_two == []
    for line_id in lines[1:]:
        complete_line(group, line_id)
    with CaptureQueriesContext(connection) as asked:
        submit_application(actor=manager, application_id=application_id, at=AT)
    assert len(asked) < 60
    assert {line.state for line in lines_where(application_id=application_id)} == {"applied"}
    sent = text(client.get(at("applications:show", application_id)))
    assert "Your receipt" in sent


def test_what_is_overwritten_is_said_before_it_is_q2(world: World) -> None:
    manager, application_id, (first, second) = many(world, "07000002", 2)
    client = signed_in(manager)
    for line_id, weekly in ((first, "100"), (second, "200")):
        price_line(actor=manager, line_id=line_id, costs={"premises": Decimal(weekly)}, at=AT)
    chosen = {"source": str(first), "to": [str(second)]}
    check = text(client.post(at("applications:copy", application_id), chosen))
    assert "<strong>Core costs</strong>" in check
    client.post(at("applications:copy", application_id), {**chosen, "confirmed": "yes"})
    assert application_of(manager, application_id, AT).line(second).costs == {"premises": Decimal("100.00")}


def test_two_tabs_lose_nothing_but_the_earlier_of_two_answers_q2(world: World) -> None:
    publish_category_version(actor=SYSTEM, document=richer_document(), at=AT)
    manager, application_id, (line, _) = many(world, "07000002", 2)
    for answers in (
        {"outcomes-statement": {"text": "First tab."}},
        {"staffing": {"text": "Second tab."}},
        {"outcomes-statement": {"text": "First tab again."}},
    ):
        answer_line_questions(actor=manager, line_id=line, answers=answers, at=AT)
    said = application_of(manager, application_id, AT).line(line).answers
    assert said["outcomes-statement"]["text"] == "First tab again."
    assert said["staffing"]["text"] == "Second tab."


def test_grounds_are_declared_on_their_page_q4(world: World) -> None:
    publish_category_version(actor=SYSTEM, document=richer_document(), at=AT)
    applicant = make_applicant()
    _line(world, applicant)
    client = signed_in(applicant.manager)
    address = at("applications:grounds", applicant.application_id, GROUNDS)
    page = text(client.get(address))
    assert "Mandatory: the law says that we must refuse" in page
    assert "None of these applies" in page
    row = application_of(applicant.manager, applicant.application_id, AT)
    ground = next(one for one in row.grounds if one.self_cleaning)
    add = at("applications:ground_add", applicant.application_id, GROUNDS, ground.code)
    assert "Enter who it was" in text(client.post(add, {}))
    future = {"who": "A director", "on_day": "1", "on_month": "1", "on_year": "2030"}
    assert "today or in the past" in text(client.post(add, future))
    assert client.post(add, {"who": "A director"})["Location"] == address
    page = text(client.get(address))
    assert "Still to say: " in page
    assert "None of these applies" not in page
    event = application_of(applicant.manager, applicant.application_id, AT).answers[GROUNDS]["events"][0]["id"]
    change = at("applications:ground_change", applicant.application_id, GROUNDS, ground.code, event)
    assert client.get(change).status_code == 200
    assert client.post(change, {"remove": "yes"})["Location"] == address
    assert client.post(address).status_code == 302
    assert "You said that none of these applies" in text(client.get(address))
    assert client.get(at("applications:ground_add", applicant.application_id, GROUNDS, "made-up")).status_code == 404


def test_documents_of_every_kind_go_in_with_what_their_kind_asks_q6(world: World) -> None:
    applicant = make_applicant()
    client = signed_in(applicant.manager)
    policy = at("evidence:add_kind", "safeguarding_policy")
    asked = text(client.get(policy))
    assert "Next review due by" in asked
    assert "Cover for each claim" not in asked
    assert "Which place is it about?" in asked
    assert client.post(policy, {**certificate(), "establishment_id": str(applicant.school_id)}).status_code == 302
    accounts = at("evidence:add_kind", "accounts")
    assert "Expires on" not in text(client.get(accounts))
    assert client.post(accounts, certificate()).status_code == 302
    assert Evidence.objects.get(kind="accounts").expires_on is None
    home_only = {**certificate(), "establishment_id": ""}
    assert "Select which place" in text(client.post(at("evidence:add_kind", "registration_certificate"), home_only))
    library = text(client.get(at("evidence:library")))
    assert "Rowan Bank School" in library
    assert "Does not expire" in library
    assert client.get(at("evidence:add_kind", "made_up")).status_code == 404


def test_a_place_is_taken_back_in_the_middle_of_assessment_a1(world: World) -> None:
    applicant = make_applicant()
    (line,) = apply(world, applicant, ("sen",))
    officer = world.people["officer"]
    judged = {"actor": officer, "line_id": line, "criterion": "financial", "passed": True, "reason": "Seen.", "at": AT}
    assess_criterion(**judged)
    withdraw_line(actor=applicant.manager, line_id=line, because="The school closes", at=AT)
    row = line_row(line)
    assert row is not None
    assert row.state == "withdrawn"
    with pytest.raises((Refused, NotThere)):
        assess_criterion(**judged)
    again = start_application(actor=applicant.manager, at=AT)
    sen = world.category("sen").id
    choose_lines(actor=applicant.manager, application_id=again, wanted={(applicant.school_id, sen)}, at=AT)


def test_another_providers_place_cannot_be_applied_for_q1(world: World) -> None:
    applicant, rival = make_applicant(), make_applicant("07000002")
    wanted = {(applicant.school_id, world.category("sen").id)}
    with pytest.raises(NotThere):
        choose_lines(actor=rival.manager, application_id=rival.application_id, wanted=wanted, at=AT)
    assert not Line.objects.filter(provider_id=rival.provider_id).exists()


def test_a_refused_place_is_put_right_by_pages_q11(world: World, set_clock: Any) -> None:
    applicant = make_applicant()
    (line,) = apply(world, applicant, ("sen",))
    assess(world, line, failing="rating")
    decide(world, line, approved=False, reason="Apply after the next visit.")
    set_clock(AT + timedelta(days=9))
    client = signed_in(applicant.manager)
    page = text(client.get(at("applications:show", applicant.application_id)))
    assert "Put right what failed" in page
    again = client.post(at("applications:apply_again", line))["Location"]
    page = text(client.get(again))
    assert "Carried over" in page
    assert "1 thing left to do" in page
    application_id = again.rstrip("/").rsplit("/", 1)[1]
    new = lines_where(application_id=application_id)[0].id
    put_right = at("applications:put_right", application_id, new)
    assert "It failed because: Seen." in text(client.get(put_right))
    assert "Tell us what you put right" in text(client.post(put_right, {}))
    assert client.post(put_right, {"rating": "Inspected again: good."}).status_code == 302
    assert "Check your answers and send" in text(client.get(again))


def test_changed_criteria_are_shown_and_taken_by_one_button_p3(world: World) -> None:
    applicant = make_applicant()
    _line(world, applicant)
    client = signed_in(applicant.manager)
    changed = at("applications:changed", applicant.application_id)
    assert client.get(changed).status_code == 302, "nothing has changed yet"
    publish_category_version(actor=SYSTEM, document=richer_document(), at=AT)
    assert "The criteria have changed since you began" in text(
        client.get(at("applications:show", applicant.application_id))
    )
    assert "Bring my answers up to date" in text(client.get(changed))
    page = text(client.post(changed, follow=True))
    assert "1 line brought up to date" in page
    assert "The criteria have changed since you began" not in page


@pytest.mark.parametrize(("regime", "enough"), [("pa23-dynamic-market", True), ("pcr-light-touch-dps", False)])
def test_a_word_to_hold_cover_by_the_award_is_enough_where_the_law_says_so_q4(
    db: None, set_clock: Any, regime: str, enough: bool
) -> None:
    set_clock(AT)
    begins, ends = (date(2025, 3, 1), date(2033, 2, 28)) if enough else (date(2023, 3, 1), date(2029, 2, 23))
    world = make_world(regime=regime, begins_on=begins, ends_on=ends)
    applicant = make_applicant()
    _line(world, applicant)
    client = signed_in(applicant.manager)
    address = at("applications:document", applicant.application_id, "public-liability")
    page = text(client.get(address))
    assert ("a commitment to take it out by then is enough" in page) == enough
    client.post(address, {"commit": "yes"})
    left = {one.question for one in application_of(applicant.manager, applicant.application_id, AT).left.provider}
    assert ("public-liability" not in left) == enough
    if enough:
        assert "You have given your word" in text(client.get(address))
        client.post(address, {"commit": "no"})
        left = {one.question for one in application_of(applicant.manager, applicant.application_id, AT).left.provider}
        assert "public-liability" in left
