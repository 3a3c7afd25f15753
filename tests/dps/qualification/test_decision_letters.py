"""Q11: a letter for every decision, with the reason for every criterion, the marks, and the score worked out."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as some

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.rules.category_content import read_content
from fairplace.dps.market.rules.regimes import regimes
from fairplace.dps.market.seeds import read_seed
from fairplace.dps.organisations.models import Person
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.assess_criterion import assess_criterion
from fairplace.dps.qualification.actions.write_decision_letter import write_decision_letter
from fairplace.dps.qualification.queries.decision_letters import decision_letter, decision_letter_document
from fairplace.dps.qualification.rules.competency import competency_score, competency_shares
from fairplace.dps.qualification.rules.decision_letter import CHALLENGE
from fairplace.dps.qualification.rules.questions import assessed_criteria, statements
from fairplace.foundations.audit.models import Event
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.rounding import half_up
from fairplace.foundations.messages.queries import all_messages
from tests.dps.qualification.joining import apply, assess, decide, make_applicant
from tests.dps.world import AT, World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def test_an_approved_line_has_a_letter_with_every_criterion_and_the_score_worked_out_q11(world: World) -> None:
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    assess(world, line, mark="3.5")
    decide(world, line, approved=True, reason="Well done.", at=AT)
    row = decision_letter(applicant.manager, line)
    content = content_of(row.line.category_version_id)
    assert [one.name for one in row.letter.criteria] == [one.name for one in assessed_criteria(content)]
    assert {(one.outcome, one.reason) for one in row.letter.criteria} == {("Passed", "Seen.")}
    assert [(one.mark, one.reason) for one in row.letter.statements] == [
        ("3.5 of 5", "Clear and measured steps.")
    ] * len(statements(content))
    assert row.letter.score == "70.00"
    assert sum(Decimal(one.points) for one in row.letter.working) == Decimal("70.00")
    assert all("3.5 ÷ 5" in one.working for one in row.letter.working)
    assert row.letter.words == ("Well done.",)
    assert "signs" in " ".join(row.letter.next_steps)
    assert "regulation 92" in " ".join(row.letter.challenge)


def test_a_refused_line_is_told_what_to_put_right_and_nothing_else_q11(world: World) -> None:
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    assess(world, line, failing="rating")
    decide(world, line, approved=False, reason="Rated inadequate.", at=AT)
    letter = decision_letter(applicant.manager, line).letter
    assert not letter.approved
    (failed,) = letter.failed
    assert failed.name in letter.next_steps[1]
    assert "only what failed" in letter.next_steps[1]
    assert (letter.score, letter.working) == ("", ())  # a refused line has no score, its marks are told all the same
    assert letter.statements


def test_a_criterion_passed_without_a_word_quotes_the_published_rule_q11(world: World) -> None:
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    assess(world, line)
    assess_criterion(actor=world.people["officer"], line_id=line, criterion="rating", passed=True, reason="", at=AT)
    decide(world, line, approved=True, reason="", at=AT)
    letter = decision_letter(applicant.manager, line).letter
    assert any(one.reason.startswith("It meets what was published: ") for one in letter.criteria)


def test_the_letter_is_an_accessible_pdf_known_by_its_digest_and_told_once_q11(world: World) -> None:
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    assess(world, line)
    decide(world, line, approved=True, reason="", at=AT)
    row = decision_letter(applicant.signatory, line)
    document = decision_letter_document(applicant.signatory, line)
    assert document.content.startswith(b"%PDF")
    assert hashlib.sha256(document.content).hexdigest() == row.sha256
    assert b"pdfuaid" in document.content
    again = write_decision_letter(actor=world.people["officer"], line_id=line, at=AT)
    assert decision_letter(applicant.manager, line).sha256 == row.sha256
    assert again is not None
    told = [message for message in all_messages() if "please sign" in message.subject]
    assert {message.to_address for message in told} == {_email(applicant.manager), _email(applicant.signatory)}


def test_a_letter_cannot_be_changed_or_taken_away(world: World) -> None:
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    assess(world, line)
    decide(world, line, approved=True, reason="", at=AT)
    for statement in (
        "UPDATE qualification_decisionletter SET sha256 = ''",
        "DELETE FROM qualification_decisionletter",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_no_letter_before_the_decision_and_none_for_strangers(world: World) -> None:
    applicant, stranger = make_applicant(), make_applicant("07000002")
    line, _ = apply(world, applicant)
    assess(world, line)
    with pytest.raises(Refused, match="when a line is approved or refused"):
        write_decision_letter(actor=world.people["officer"], line_id=line, at=AT)
    with pytest.raises(NotThere):
        decision_letter(applicant.manager, line)
    decide(world, line, approved=True, reason="", at=AT)
    for nobody in (stranger.manager, world.people["partner_officer"]):
        with pytest.raises(NotThere):
            decision_letter(nobody, line)
        with pytest.raises(NotThere):
            decision_letter_document(nobody, line)
    assert decision_letter(world.people["lead_signatory"], line).letter.approved


def test_every_regime_says_how_a_decision_is_challenged_p2() -> None:
    assert set(CHALLENGE) == set(regimes())


@given(some.data())
def test_the_shares_add_up_to_the_score_q10(data: some.DataObject) -> None:
    content = read_content(read_seed(data.draw(some.sampled_from(["sen", "residential"]))))
    marks = {
        question.code: Decimal(data.draw(some.integers(0, int((question.top_mark or 1) * 2)))) / 2
        for question in statements(content)
    }
    shares = competency_shares(content, marks)
    assert half_up(sum((share.points for share in shares), Fraction(0)), 2) == competency_score(content, marks)
    assert all(0 <= share.points <= share.criterion.weight for share in shares)


def _email(actor: Actor) -> str:
    return str(Person.objects.values_list("email", flat=True).get(id=actor.person_id))


def test_a_letter_names_the_event_that_commits_to_its_words_t4(world: World) -> None:
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    assess(world, line)
    decide(world, line, approved=True, reason="Well done.", at=AT)
    row = decision_letter(applicant.manager, line)
    event = Event.objects.get(kind=events.DECISION_LETTER_WRITTEN, payload__line_id=str(line))
    assert row.letter.record_address.endswith(f"/log/entry/?event={event.id}")
    pdf = decision_letter_document(applicant.manager, line).content
    assert event.payload["sha256"] == hashlib.sha256(pdf).hexdigest()
