"""Q5: providers ask, the lead answers for everybody, and nobody learns who asked."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from fairplace.dps.market.actions.ask_publicly import LONGEST, answer_publicly, ask_publicly
from fairplace.dps.market.queries.public_questions import published_answers, question_asked, questions_asked
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queries import all_messages
from tests.dps.world import AT, World, make_provider, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def asker(world: World) -> Actor:
    return make_provider("Alder Trust", "07000009")[1]


ASKED = "Alder Trust has two sites: is each a place of its own?"


def test_an_answer_is_published_without_who_asked_and_the_asker_is_told_q5(world: World, asker: Actor) -> None:
    question = ask_publicly(actor=asker, text=ASKED, category_id=world.category("sen").id, at=AT)
    assert published_answers().answers == []  # nothing is published before it is answered
    answer_publicly(
        actor=world.people["officer"], question_id=question, question_text="Is each of two sites a place of its own?",
        text="Yes, where each has its own number.", published=True, at=AT,
    )  # fmt: skip
    (one,) = published_answers().answers
    assert (one.question, one.category) == ("Is each of two sites a place of its own?", "Special educational needs")
    assert "Alder" not in repr(one)
    assert asker.name not in repr(one)
    subjects = [message.subject for message in all_messages()]
    assert subjects.count("Your question about joining is answered") == 1
    assert subjects.count("A provider asks about joining") == 2  # the lead's two procurement officers


def test_answers_are_found_by_words_and_category_and_paged_q5(world: World, asker: Actor) -> None:
    for number in range(7):
        category = world.category("sen").id if number % 2 else None
        question = ask_publicly(actor=asker, text=f"Question {number}?", category_id=category, at=AT)
        answer_publicly(
            actor=world.people["officer"], question_id=question, question_text=f"Question {number}?",
            text="50% of the INSURANCE_level." if number == 3 else "Yes.", published=True, at=AT,
        )  # fmt: skip
    assert published_answers(category="sen").total == 3
    assert published_answers(words="insurance_LEVEL").total == 1
    assert published_answers(words="50%").total == 1
    assert published_answers(words="%").total == 1  # a sign like any other
    page = published_answers(limit=2, offset=2)
    assert (page.total, len(page.answers)) == (7, 2)


def test_an_answer_to_the_asker_alone_is_not_published_and_a_second_answer_counts(world: World, asker: Actor) -> None:
    officer = world.people["officer"]
    question = ask_publicly(actor=asker, text=ASKED, category_id=None, at=AT)
    told = {"question_id": question, "question_text": "Two sites?", "at": AT}
    answer_publicly(actor=officer, text="Yes.", published=True, **told)  # type: ignore[arg-type]
    answer_publicly(actor=officer, text="Only of yours.", published=False, **told)  # type: ignore[arg-type]
    assert published_answers().total == 0
    (own,) = questions_asked(asker)
    assert (own.answer, own.published) == ("Only of yours.", False)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE market_publicanswer SET text = 'No.'")


def test_who_may_ask_answer_and_read_what_was_asked_x1(world: World, asker: Actor) -> None:
    stranger = make_provider("Elm Trust", "07000010")[1]
    question = ask_publicly(actor=asker, text=ASKED, category_id=None, at=AT)
    assert questions_asked(stranger) == []
    for nobody in (world.people["partner_officer"], world.people["lead_signatory"]):
        with pytest.raises(NotThere):
            questions_asked(nobody)
        with pytest.raises(NotThere):
            ask_publicly(actor=nobody, text="May I?", category_id=None, at=AT)
    for nobody in (asker, stranger):
        with pytest.raises(NotThere):
            answer_publicly(actor=nobody, question_id=question, question_text="?", text="Yes.", published=True, at=AT)
    assert question_asked(world.people["officer"], question).text == ASKED


@pytest.mark.parametrize("text", ["", "   ", "x" * (LONGEST + 1)])
def test_an_empty_or_endless_question_is_refused(world: World, asker: Actor, text: str) -> None:
    with pytest.raises(Refused):
        ask_publicly(actor=asker, text=text, category_id=None, at=AT)
