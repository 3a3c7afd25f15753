"""P3, P4, Q2, Q11, Q12: criteria change half-way, entry closes, a refused line is put right, the receipt proves."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.market.actions.change_entry import close_entry
from fairplace.dps.market.actions.publish_category_version import publish_category_version
from fairplace.dps.market.rules.category_content import read_content
from fairplace.dps.organisations.actions.add_evidence import add_evidence
from fairplace.dps.qualification.actions.bring_up_to_date import bring_up_to_date
from fairplace.dps.qualification.actions.choose_lines import add_line
from fairplace.dps.qualification.actions.put_right import put_right
from fairplace.dps.qualification.actions.reapply import reapply
from fairplace.dps.qualification.actions.start_application import start_application
from fairplace.dps.qualification.actions.submit_application import submit_application
from fairplace.dps.qualification.models import Assessment, StatementMark
from fairplace.dps.qualification.queries.application_file import application_file
from fairplace.dps.qualification.queries.line_row import line_row, lines_where
from fairplace.dps.qualification.queries.provider_places import application_of
from fairplace.dps.qualification.queries.receipt import receipt_of, receipt_pdf
from fairplace.dps.qualification.rules.keeping import PUT_RIGHT, kept_answers
from fairplace.dps.qualification.rules.questions import statements
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.dps.qualification.joining import (
    Applicant,
    answer_about_provider,
    apply,
    assess,
    complete_line,
    decide,
    make_applicant,
)
from tests.dps.qualification.richer import richer_document
from tests.dps.world import AT, PNG, World, make_world

LATER = AT + timedelta(days=20)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def half_done(world: World) -> tuple[Applicant, UUID]:
    applicant = make_applicant()
    line = add_line(
        actor=applicant.manager,
        application_id=applicant.application_id,
        establishment_id=applicant.school_id,
        category_id=world.category("sen").id,
        at=AT,
    )
    answer_about_provider(applicant)
    complete_line(applicant, line)
    return applicant, line


def test_under_criteria_that_changed_nothing_is_sent_and_no_answer_is_lost_p3(world: World) -> None:
    applicant, line = half_done(world)
    before = application_of(applicant.manager, applicant.application_id, AT)
    assert before.left.count == 0
    document = richer_document()
    dropped = document["headings"][0]["code"]
    publish_category_version(actor=SYSTEM, document={**document, "headings": document["headings"][1:]}, at=AT)
    assert [row.code for row in application_of(applicant.manager, applicant.application_id, AT).outdated] == ["sen"]
    with pytest.raises(Refused, match="Bring your answers up to date first"):
        submit_application(actor=applicant.manager, application_id=applicant.application_id, at=AT)
    assert bring_up_to_date(actor=applicant.manager, application_id=applicant.application_id, at=AT) == 1
    after = application_of(applicant.manager, applicant.application_id, AT)
    assert after.outdated == []
    assert after.line(line).answers["outcomes-statement"] == before.line(line).answers["outcomes-statement"]
    assert dropped in before.line(line).costs
    assert dropped not in after.line(line).costs, "a price of a heading that is gone is never carried to a referral"
    assert {"staffing", "certificate"} <= {one.question for one in after.left.every}, "what is new is to do"


def test_a_sent_line_keeps_its_version_for_ever_p3(world: World) -> None:
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    row = line_row(line)
    assert row is not None
    publish_category_version(actor=SYSTEM, document=richer_document(), at=AT)
    with pytest.raises(Refused, match="has been sent"):
        bring_up_to_date(actor=applicant.manager, application_id=applicant.application_id, at=AT)
    after = line_row(line)
    assert after is not None
    assert after.category_version_id == row.category_version_id


@given(st.dictionaries(st.sampled_from([q["code"] for q in richer_document()["questions"]]), st.just({"text": "a"})))
def test_every_answer_whose_question_still_exists_is_kept_p3(answers: dict[str, Any]) -> None:
    content = read_content(richer_document())
    kept = kept_answers(content, content, {**answers, "gone": {"text": "b"}})
    evidence = {question.code for question in content.questions if question.kind == "evidence"}
    assert kept == {code: answer for code, answer in answers.items() if code not in evidence}


def test_nobody_starts_or_sends_while_entry_is_closed_p4(db: None) -> None:
    world = make_world(regime="pa23-light-touch-open-framework", begins_on=date(2025, 3, 1), ends_on=date(2033, 2, 28))
    applicant, _ = half_done(world)
    close_entry(
        actor=world.people["officer"],
        category_id=world.category("sen").id,
        until=date(2027, 4, 1),
        at=AT,
        because="Full.",
    )
    with pytest.raises(Refused, match="It opens again on 2 April 2027"):
        submit_application(actor=applicant.manager, application_id=applicant.application_id, at=AT)
    rival = make_applicant("07000002")
    with pytest.raises(Refused, match="It opens again"):
        add_line(
            actor=rival.manager,
            application_id=rival.application_id,
            establishment_id=rival.school_id,
            category_id=world.category("sen").id,
            at=AT,
        )


def test_the_receipt_proves_what_was_sent_q2_q12(world: World) -> None:
    applicant = make_applicant()
    apply(world, applicant)
    receipt = receipt_of(applicant.manager, applicant.application_id)
    text = application_file(applicant.manager, applicant.application_id)
    assert hashlib.sha256(text.encode()).hexdigest() == receipt.sha256
    sent = json.loads(text)
    assert {line["category"] for line in sent["lines"]} == {"sen", "residential"}
    assert sent["answers"]["financial-standing"]["answer"] == "yes"
    assert receipt.sent_at == AT
    assert receipt_pdf(receipt).startswith(b"%PDF")
    rival = make_applicant("07000002")
    for query in (receipt_of, application_file):
        with pytest.raises(NotThere):
            query(rival.manager, applicant.application_id)
    with pytest.raises(NotThere):
        receipt_of(rival.manager, rival.application_id)


def refused(world: World, failing: str = "rating") -> tuple[Applicant, UUID]:
    applicant = make_applicant()
    (line,) = apply(world, applicant, ("sen",))
    assess(world, line, failing=failing)
    decide(world, line, approved=False, reason="Apply after the next visit.")
    return applicant, line


def test_a_refused_line_applies_again_with_only_what_failed_q11(world: World) -> None:
    applicant, line = refused(world)
    application_id = reapply(actor=applicant.manager, line_id=line, at=LATER)
    row = application_of(applicant.manager, application_id, LATER)
    (again,) = row.lines
    assert again.reapplies_for == line
    assert [one.criterion for one in again.failed] == ["Ofsted rating or equivalent"]
    assert [one.question for one in row.left.every] == [PUT_RIGHT], "all the rest is carried over"
    with pytest.raises(Refused, match="Tell us what you put right"):
        submit_application(actor=applicant.manager, application_id=application_id, at=LATER)
    put_right(actor=applicant.manager, line_id=again.line.id, said={"rating": "Inspected again: good."}, at=LATER)
    submit_application(actor=applicant.manager, application_id=application_id, at=LATER)
    carried = Assessment.objects.filter(line_id=again.line.id)
    assert "rating" not in {judged.criterion for judged in carried}
    assert "exclusions" in {judged.criterion for judged in carried}
    assert all(
        judged.carried_from and judged.reason.startswith("Carried over from the decision of") for judged in carried
    )
    marks = list(StatementMark.objects.filter(line_id=again.line.id))
    assert len(marks) == len(statements(again.content))
    assert {(mark.moderated, mark.mark) for mark in marks} == {(True, Decimal("4.00"))}


def test_what_has_changed_or_expired_is_open_again_q11(world: World) -> None:
    applicant, line = refused(world)
    long_after = AT + timedelta(days=200)  # the insurances have run out
    application_id = reapply(actor=applicant.manager, line_id=line, at=long_after)
    row = application_of(applicant.manager, application_id, long_after)
    insured = {question.code: question.evidence for question in row.questions if question.kind == "evidence"}
    assert {one.question for one in row.left.provider} == set(insured)
    for kind in insured.values():
        add_evidence(
            actor=applicant.manager,
            kind=kind,
            upload=SimpleUploadedFile("new.png", PNG),
            issued_on=date(2027, 4, 1),
            expires_on=date(2028, 3, 31),
            cover=Decimal(10_000_000),
            at=long_after,
        )
    (again,) = row.lines
    put_right(actor=applicant.manager, line_id=again.line.id, said={"rating": "Good now."}, at=long_after)
    submit_application(actor=applicant.manager, application_id=application_id, at=long_after)
    judged = set(Assessment.objects.filter(line_id=again.line.id).values_list("criterion", flat=True))
    assert not {"insurances", "rating", "commercial"} & judged
    assert "financial" in judged


def test_only_a_refused_line_of_ones_own_is_put_right_once_q11(world: World) -> None:
    applicant, line = refused(world)
    with pytest.raises(NotThere):
        reapply(actor=make_applicant("07000002").manager, line_id=line, at=LATER)
    first = reapply(actor=applicant.manager, line_id=line, at=LATER)
    with pytest.raises(Refused, match="already has a place, or an application"):
        reapply(actor=applicant.manager, line_id=line, at=LATER)
    draft = lines_where(application_id=first)[0].id
    with pytest.raises(Refused, match="Only a place that was refused"):
        reapply(actor=applicant.manager, line_id=draft, at=LATER)
    with pytest.raises(NotThere):
        put_right(actor=applicant.manager, line_id=draft, said={"exclusions": "It did not fail."}, at=LATER)
    assert start_application(actor=applicant.manager, at=LATER) == first
