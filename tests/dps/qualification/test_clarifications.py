"""Q9, Q13: questions both ways, on the record; the line waits, the rest goes on, the clock runs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from fairplace.dps.market.rules.regimes import regime_of
from fairplace.dps.organisations.queries.evidence import evidence_of
from fairplace.dps.qualification.actions import extend_clock as extend_clock_module
from fairplace.dps.qualification.actions.assess_criterion import assess_criterion
from fairplace.dps.qualification.actions.clarifications import (
    answer_clarification,
    ask_lead,
    ask_provider,
    end_clarification,
)
from fairplace.dps.qualification.actions.extend_clock import extend_clock
from fairplace.dps.qualification.actions.propose_decision import propose_decision
from fairplace.dps.qualification.models import Application
from fairplace.dps.qualification.queries.clarifications import (
    questions_for_lead,
    questions_for_provider,
    questions_to_answer,
)
from fairplace.dps.qualification.queries.lead_assessment import application_document
from fairplace.dps.qualification.queries.line_row import line_row
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queries import all_messages
from tests.dps.qualification.joining import Applicant, apply, assess, make_applicant
from tests.dps.world import AT, PNG, World, make_world

BY = date(2026, 11, 6)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def applicant(world: World) -> Applicant:
    return make_applicant()


def state(line: UUID) -> str:
    row = line_row(line)
    assert row is not None
    return row.state


def ask(world: World, applicant: Applicant, line: UUID | None, text: str = "Where is the schedule?") -> UUID:
    return ask_provider(
        actor=world.people["officer"],
        application_id=applicant.application_id,
        line_id=line,
        text=text,
        answer_by=BY,
        at=AT,
    )


def decide_by(applicant: Applicant) -> date | None:
    return Application.objects.values_list("decide_by", flat=True).get(id=applicant.application_id)


def test_a_question_about_a_line_makes_it_wait_and_the_answer_goes_on_q9(world: World, applicant: Applicant) -> None:
    line, other = apply(world, applicant)
    question = ask(world, applicant, line)
    assert (state(line), state(other)) == ("clarification", "applied")
    (waiting,) = questions_to_answer(applicant.manager)
    assert (waiting.id, waiting.answer_by) == (question, BY)
    certificate = evidence_of(applicant.provider_id)[0]
    answer_clarification(
        actor=applicant.manager,
        clarification_id=question,
        text="It is in our library.",
        evidence_ids=[certificate.id],
        at=AT,
    )
    assert state(line) == "assessing"
    (row,) = questions_for_lead(world.people["officer"], applicant.application_id).rows
    assert row.answers[0].evidence[0].id == certificate.id
    assert questions_for_provider(applicant.manager, applicant.application_id).rows == (row,)  # both see the same
    document = application_document(world.people["officer"], applicant.application_id, certificate.document_id)
    assert document.content == PNG
    subjects = [message.subject for message in all_messages()]
    assert any(subject.startswith("A question about your application") for subject in subjects)
    assert any(subject.startswith("An answer about application") for subject in subjects)


def test_asking_does_not_stop_the_clock_and_the_rest_is_assessed_meanwhile_q13(
    world: World, applicant: Applicant
) -> None:
    line, _ = apply(world, applicant)
    before = decide_by(applicant)
    ask(world, applicant, line)
    assert decide_by(applicant) == before
    assess(world, line)
    assert state(line) == "clarification"
    with pytest.raises(Refused, match="a question to the provider waits for its answer"):
        propose_decision(actor=world.people["officer"], line_id=line, approved=True, reason="", at=AT)


def test_a_question_about_the_application_makes_every_open_line_wait_q9(world: World, applicant: Applicant) -> None:
    line, other = apply(world, applicant)
    whole = ask(world, applicant, None, "Who signs your accounts?")
    about_one = ask(world, applicant, line)
    assert (state(line), state(other)) == ("clarification", "clarification")
    answer_clarification(actor=applicant.manager, clarification_id=whole, text="Our finance director.", at=AT)
    assert (state(line), state(other)) == ("clarification", "assessing")
    answer_clarification(actor=applicant.manager, clarification_id=about_one, text="In the library.", at=AT)
    assert state(line) == "assessing"


def test_without_an_answer_in_time_the_lead_goes_on_q9(world: World, applicant: Applicant) -> None:
    line, _ = apply(world, applicant)
    question = ask(world, applicant, line)
    given: dict[str, Any] = {"actor": world.people["officer"], "clarification_id": question}
    with pytest.raises(Refused, match="may answer until 6 November 2026"):
        end_clarification(**given, because="No answer", at=AT)
    later = AT + timedelta(days=6)
    end_clarification(**given, because="We judge what we have.", at=later)
    assert state(line) == "assessing"
    with pytest.raises(Refused, match="has been answered"):
        end_clarification(**given, because="Again", at=later)


def test_the_provider_asks_about_its_own_application_and_the_lead_answers_q9(
    world: World, applicant: Applicant
) -> None:
    with pytest.raises(Refused, match="Send the application first"):
        ask_lead(actor=applicant.manager, application_id=applicant.application_id, text="When?", at=AT)
    line, _ = apply(world, applicant)
    question = ask_lead(actor=applicant.manager, application_id=applicant.application_id, text="When?", at=AT)
    assert state(line) == "applied"  # the lead owes the answer
    answer_clarification(actor=world.people["second_officer"], clarification_id=question, text="By 17 November.", at=AT)
    (row,) = questions_for_provider(applicant.manager, applicant.application_id).rows
    assert (row.from_lead, row.answers[0].by) == (False, "Tom Baines")


def test_nobody_else_asks_answers_or_reads_q9(world: World, applicant: Applicant) -> None:
    line, _ = apply(world, applicant)
    question = ask(world, applicant, line)
    stranger = make_applicant("07000002")
    for nobody in (world.people["partner_officer"], stranger.manager, applicant.signatory):
        with pytest.raises(NotThere):
            answer_clarification(actor=nobody, clarification_id=question, text="Yes", at=AT)
        with pytest.raises(NotThere):
            questions_for_provider(nobody, applicant.application_id)
        with pytest.raises(NotThere):
            questions_for_lead(nobody, applicant.application_id)
        with pytest.raises(NotThere):
            ask_lead(actor=nobody, application_id=applicant.application_id, text="When?", at=AT)
    with pytest.raises(NotThere):  # the lead does not answer its own question
        answer_clarification(actor=world.people["officer"], clarification_id=question, text="Yes", at=AT)
    apply(world, stranger)
    other = evidence_of(stranger.provider_id)[0].id
    with pytest.raises(NotThere):  # a document of somebody else's library
        answer_clarification(
            actor=applicant.manager, clarification_id=question, text="See it", evidence_ids=[other], at=AT
        )


@pytest.mark.parametrize(("text", "by", "field"), [(" ", BY, "text"), ("Why?", AT.date(), "answer_by")])
def test_a_question_has_words_and_a_day_to_come_q9(
    world: World, applicant: Applicant, text: str, by: date, field: str
) -> None:
    line, _ = apply(world, applicant)
    with pytest.raises(Refused) as refusal:
        ask_provider(
            actor=world.people["officer"],
            application_id=applicant.application_id,
            line_id=line,
            text=text,
            answer_by=by,
            at=AT,
        )
    assert refusal.value.field == field


def test_nothing_is_asked_about_a_line_on_which_a_decision_is_proposed_q9(world: World, applicant: Applicant) -> None:
    (line,) = apply(world, applicant, ("sen",))
    assess(world, line)
    propose_decision(actor=world.people["officer"], line_id=line, approved=True, reason="", at=AT)
    with pytest.raises(Refused, match="it can be sent back first"):
        ask(world, applicant, line)


def test_longer_time_is_for_regimes_that_have_it_once_with_a_reason_q13(
    world: World, applicant: Applicant, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(world, applicant)
    officer = world.people["officer"]
    given: dict[str, Any] = {"actor": officer, "application_id": applicant.application_id, "at": AT}
    light_touch = regime_of("pcr-light-touch-dps")
    if light_touch.decide_within_extended is None:
        with pytest.raises(Refused, match="has no longer time"):
            extend_clock(**given, because="Documents to verify")
    monkeypatch.setattr(extend_clock_module, "regime_of", lambda _: regime_of("pcr-dps"))
    with pytest.raises(Refused, match="Say why") as refusal:
        extend_clock(**given, because=" ")
    assert refusal.value.field == "because"
    extend_clock(**given, because="Documents to verify with the insurer")
    assert decide_by(applicant) == date(2026, 11, 24)  # 15 working days after Tuesday 3 November
    with pytest.raises(Refused, match="extended already"):
        extend_clock(**given, because="More")
    assert any("takes longer" in message.subject for message in all_messages())
    with pytest.raises(NotThere):
        extend_clock(**{**given, "actor": applicant.manager}, because="Longer please")


def test_a_day_that_has_passed_is_not_extended_q13(
    world: World, applicant: Applicant, monkeypatch: pytest.MonkeyPatch
) -> None:
    (line,) = apply(world, applicant, ("sen",))
    monkeypatch.setattr(extend_clock_module, "regime_of", lambda _: regime_of("pcr-dps"))
    assess_criterion(actor=world.people["officer"], line_id=line, criterion="rating", passed=True, reason="", at=AT)
    with pytest.raises(Refused, match="The day has passed"):
        extend_clock(
            actor=world.people["officer"],
            application_id=applicant.application_id,
            because="Too late",
            at=AT + timedelta(days=15),
        )
