"""R7: any provider invited asks, everyone invited reads the answer, nobody learns who asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.answer_question import answer_question
from fairplace.dps.competitions.actions.ask_question import ask_question
from fairplace.dps.competitions.models import Answer, Competition, Question, QuestionAsker
from fairplace.dps.competitions.rules.questions import MOST_WAITING, questions_close, told_at
from fairplace.dps.market.rules.category_content import ResponseTime
from fairplace.dps.referrals.models import Referral
from fairplace.foundations import audit
from fairplace.foundations.audit.models import Event
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import add_working_hours, working_hours_before
from fairplace.foundations.messages.models import Message
from fairplace.foundations.messages.queries import all_messages
from tests.dps.competitions.published import CLOSES, Bidder, Published, publish
from tests.dps.world import AT
from tests.web.council.test_more_time import name_the_child
from tests.web.provider.test_bidding_pages import at, signed_in, text

SetClock = Callable[[datetime | None], None]
Ask = Callable[..., Question]
LATER = AT + timedelta(hours=3)
ASKED = "Does the child travel by bus?"


@pytest.fixture
def published(db: None, set_clock: SetClock) -> Published:
    set_clock(LATER)
    return publish(3)


def asks(bidder: Bidder, words: str = ASKED) -> Question:
    with audit.transaction_as(bidder.actor) as now:
        key = ask_question(actor=bidder.actor, invitation_id=bidder.invitation_id, text=words, at=now)
        return Question.objects.get(id=key)


@pytest.fixture
def ask(set_clock: SetClock) -> Ask:
    """Asks, and waits until the council sees it."""

    def until_told(bidder: Bidder, words: str = ASKED) -> Question:
        question = asks(bidder, words)
        set_clock(told_at(question.at))
        return question

    return until_told


def page_of(published: Published, question: Question | None = None) -> str:
    return f"/council/referrals/{published.referral_id}/questions/{f'{question.id}/' if question else ''}"


def told(**changes: str) -> dict[str, str]:
    return {"question_text": ASKED, "text": "Yes, with an escort.", "more": "no", **changes}


def answer(published: Published, question: Question, **changes: str) -> str:
    return text(signed_in(published.officer).post(page_of(published, question), told(**changes), follow=True))


def test_an_answer_reaches_everyone_invited_and_who_asked_reaches_nobody_r7(
    published: Published, set_clock: SetClock
) -> None:
    asker, *others = published.bidders
    client = signed_in(asker.actor)
    sent = client.post(at(asker, "questions/"), {"text": ASKED}, follow=True)
    assert "The council has your question, without your name" in text(sent)
    set_clock(told_at(LATER))
    question = Question.objects.all()
    with audit.transaction_as(published.officer):
        (row,) = question
        assert list(QuestionAsker.objects.all()) == [], "the council's query brings nobody along"
    assert ASKED.encode() not in bytes(row.text), "sealed until somebody has looked at it"
    officer = signed_in(published.officer)
    for page in (f"/council/referrals/{published.referral_id}/", page_of(published), page_of(published, row)):
        shown = officer.get(page).content.decode()
        if "questions" in page:
            assert ASKED in shown
            assert "Provider 0" not in shown
            assert "School 0" not in shown
    assert "1 question to answer" in text(officer.get("/council/referrals/"))
    assert "Answer a question" in text(officer.get("/council/referrals/"))
    letters = [one for one in all_messages() if one.subject.startswith("A question about")]
    assert letters
    assert all("Provider 0" not in one.body_text and ASKED not in one.body_text for one in letters)
    for bidder in others:
        assert ASKED not in text(signed_in(bidder.actor).get(at(bidder, "questions/"))), "not before it is answered"
    assert "Everyone invited has the answer" in answer(published, row)
    letters = [one for one in all_messages() if one.subject.startswith("An answer about")]
    assert len(letters) == 3
    for bidder in published.bidders:
        for page in ("", "questions/"):
            shown = signed_in(bidder.actor).get(at(bidder, page)).content.decode()
            assert "Yes, with an escort." in shown
            assert str(row.id) not in shown, "its identifier would tell when it was asked"
    assert "What Provider 0 asked" in text(client.get(at(asker, "questions/")))
    assert "asked on" not in text(signed_in(others[0].actor).get(at(others[0], "questions/"))).lower()


def test_whoever_watches_the_councils_pages_sees_all_of_a_quarter_of_an_hour_at_once_r7(
    published: Published, set_clock: SetClock
) -> None:
    """Red while the officer's page showed a question in the minute in which it was asked."""
    first, second, _ = published.bidders
    asks(first)
    set_clock(told_at(LATER) - timedelta(microseconds=1))
    question = asks(second, "May it be a taxi?")
    officer = signed_in(published.officer)
    pages = (page_of(published), f"/council/referrals/{published.referral_id}/", "/council/referrals/")
    for page in pages:
        shown = text(officer.get(page))
        assert not any(words in shown for words in (ASKED, "May it be a taxi?", "1 question", "2 questions")), page
    assert officer.get(page_of(published, question)).status_code == 404
    assert ASKED in text(signed_in(first.actor).get(at(first, "questions/"))), "the asker sees its own"
    set_clock(told_at(LATER))
    for page, words in zip(pages, ("May it be a taxi?", "Answer 2 questions", "2 questions to answer"), strict=True):
        assert words in text(officer.get(page))


def test_officers_are_written_to_at_the_quarter_hour_once_for_all_that_was_asked_r7(published: Published) -> None:
    for bidder in published.bidders[:2]:
        asks(bidder)
    letters = Message.objects.filter(subject__startswith="A question about")
    assert len({one.to_address for one in letters}) == len(letters) > 0, "each officer once"
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        (now,) = cursor.fetchone()
        for letter in letters:
            assert now < letter.try_again_at <= now + timedelta(minutes=15)
            cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args->>'message_id' = %s", [str(letter.id)])
            assert cursor.fetchone() == (0,), "no job sends it at once"


@given(st.datetimes(timezones=st.just(UTC), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001 - hypothesis adds it
def test_the_quarter_hour_of_a_letter_is_after_the_question_and_within_fifteen_minutes_r7(asked: datetime) -> None:
    told = told_at(asked)
    assert timedelta(0) < told - asked <= timedelta(minutes=15)
    assert (told.minute % 15, told.second, told.microsecond) == (0, 0, 0)


def test_the_record_says_that_a_question_was_asked_and_not_by_whom_r7(published: Published, ask: Ask) -> None:
    ask(published.bidders[1])
    event = Event.objects.get(kind=events.QUESTION_ASKED)
    assert (event.actor_id, event.organisation_id, event.payload) == (None, None, {})
    assert event.subject_id == published.competition_id
    signed_in(published.bidders[1].actor).get(at(published.bidders[1]))
    shown = text(signed_in(published.officer).get(f"/council/referrals/{published.referral_id}/"))
    assert "An invitation was read" not in shown, "the minute of a first look would hint at who asked"


def test_walls_keep_the_asker_from_council_and_rivals_until_it_is_over_r7_x1(published: Published, ask: Ask) -> None:
    asker, rival, _ = published.bidders
    question = ask(asker)
    for actor, seen in ((published.officer, 1), (rival.actor, 0), (asker.actor, 1)):
        with audit.transaction_as(actor):
            assert Question.objects.count() == seen
    for actor, seen in ((published.officer, 0), (rival.actor, 0), (asker.actor, 1)):
        with audit.transaction_as(actor):
            assert QuestionAsker.objects.count() == seen
    answer(published, question)
    Competition.objects.update(state="no_award")
    with audit.transaction_as(published.officer):
        assert QuestionAsker.objects.count() == 1
    assert "Asked by Provider 0" in text(signed_in(published.officer).get(page_of(published)))
    with audit.transaction_as(rival.actor):
        assert QuestionAsker.objects.count() == 0


@pytest.mark.parametrize(
    "words",
    [
        "Could Provider 0 do this?",
        "Would SCHOOL  0 be near enough?",
        "Is the home at GU2 7XH?",
        "Is the NHS number 943 476 5919?",
        "Was the child born on 14 May 2017?",
        "   ",
        "word " * 201,
    ],
)
def test_a_question_that_tells_who_asks_or_who_the_child_is_comes_back_with_its_words_r7_r1(
    published: Published, words: str
) -> None:
    bidder = published.bidders[0]
    page = signed_in(bidder.actor).post(at(bidder, "questions/"), {"text": words})
    assert 'href="#id_text"' in page.content.decode()
    assert words.strip() in page.content.decode()
    with audit.transaction_as(bidder.actor):
        assert not Question.objects.exists()


def test_a_childs_name_in_a_question_is_confirmed_to_nobody_and_stopped_before_it_is_published_r7_r1(
    published: Published, set_clock: SetClock
) -> None:
    name_the_child(published)
    right, wrong = "Is it Maya Penhallow?", "Is it Zelda Quick?"
    client = signed_in(published.bidders[0].actor)
    pages = [
        text(client.post(at(published.bidders[0], "questions/"), {"text": words}, follow=True))
        for words in (right, wrong)
    ]
    assert all("The council has your question" in page for page in pages), "the same answer to both guesses"
    set_clock(told_at(LATER))
    with audit.transaction_as(published.officer):
        question = Question.objects.order_by("at", "id")[0]
    assert "“Maya” is a name from the child's own record" in text(
        signed_in(published.officer).get(page_of(published, question))
    )
    for field in ("question_text", "text"):
        shown = answer(published, question, **{field: right, "kept_because": "It must stay."})
        assert "is a name from the child's own record" in shown
    with audit.transaction_as(published.officer):
        assert not Answer.objects.exists()


def test_an_officer_cannot_publish_the_name_of_anybody_invited_and_a_school_needs_a_reason_r7(
    published: Published,
    ask: Ask,
) -> None:
    question = ask(published.bidders[0])
    assert "“School 1” was invited" in answer(published, question, text="Like School 1 does.")
    assert "“Provider 2” was invited" in answer(published, question, question_text="Provider 2 asks?")
    school = "Riverside Academy offers a link course."
    assert "looks like the name of a school" in answer(published, question, text=school)
    assert "Everyone invited has the answer" in answer(
        published, question, text=school, kept_because="It is the course that is asked about."
    )


def test_an_answer_may_give_everyone_more_time_with_one_letter_r7_r9(published: Published, ask: Ask) -> None:
    question = ask(published.bidders[0])
    later = {"more": "yes", "day_day": "19", "day_month": "11", "day_year": "2026", "time": "5pm"}
    assert "Say why there is more time" in answer(published, question, **later)
    assert "Everyone invited has the answer" in answer(published, question, **later, because="The route must be asked.")
    assert Competition.objects.get().closes_at == CLOSES + timedelta(days=2)
    subjects = [one.subject for one in all_messages()]
    assert sum(subject.startswith("An answer about") for subject in subjects) == 3
    assert not any(subject.startswith("More time") for subject in subjects)
    assert any("moved to Thursday 19 November 2026, 5pm" in one.body_text for one in all_messages())
    shown = text(signed_in(published.bidders[1].actor).get(at(published.bidders[1])))
    assert "A question was answered on 3 November 2026: The route must be asked." in shown
    assert "Bids close later because of it" in shown


def test_a_corrected_answer_takes_the_old_ones_place_and_is_told_again_r7(published: Published, ask: Ask) -> None:
    question = ask(published.bidders[0])
    answer(published, question)
    answer(published, question, text="No: by taxi, alone.")
    shown = text(signed_in(published.bidders[2].actor).get(at(published.bidders[2], "questions/")))
    assert "No: by taxi, alone. Corrected on" in shown
    assert "escort" not in shown
    with audit.transaction_as(published.officer):
        assert Answer.objects.count() == 2
    assert sum(one.subject.startswith("A corrected answer") for one in all_messages()) == 3


def test_questions_end_before_the_bids_and_in_an_emergency_one_hour_before_r7(
    published: Published, ask: Ask, set_clock: SetClock
) -> None:
    bidder = published.bidders[0]
    ends = datetime(2026, 11, 16, 9, tzinfo=UTC)  # sixteen working hours before Tuesday 5pm
    set_clock(ends - timedelta(milliseconds=1))
    ask(bidder)
    set_clock(ends)
    with pytest.raises(Refused, match="time for questions has passed"):
        ask(bidder)
    page = text(signed_in(bidder.actor).get(at(bidder, "questions/")))
    assert "Ask a question" not in page
    Referral.objects.update(urgency="emergency")
    ask(bidder, "And in an emergency?")
    set_clock(CLOSES - timedelta(hours=1))
    with pytest.raises(Refused, match="time for questions has passed"):
        ask(bidder)


def test_an_answer_after_the_closing_time_is_refused_r7(published: Published, ask: Ask, set_clock: SetClock) -> None:
    question = ask(published.bidders[0])
    set_clock(CLOSES)
    with audit.transaction_as(published.officer), pytest.raises(Refused, match="too late for everyone"):
        answer_question(actor=published.officer, question_id=question.id, question_text=ASKED, text="Yes.", at=CLOSES)
    assert "Not answered" in text(signed_in(published.officer).get(page_of(published, question), follow=True))


def test_only_who_is_invited_asks_and_only_its_council_answers_r7_x1(published: Published, ask: Ask) -> None:
    mine, rival, _ = published.bidders
    question = ask(mine)
    assert signed_in(rival.actor).get(at(mine, "questions/")).status_code == 404
    assert signed_in(rival.actor).post(at(mine, "questions/"), {"text": ASKED}).status_code == 404
    for actor in (published.world.people["officer"], rival.actor, mine.signatory):
        with audit.transaction_as(actor), pytest.raises(NotThere):
            answer_question(actor=actor, question_id=question.id, question_text=ASKED, text="Yes.", at=LATER)
    with audit.transaction_as(rival.actor), pytest.raises(NotThere):
        ask_question(actor=rival.actor, invitation_id=mine.invitation_id, text=ASKED, at=LATER)


def test_one_provider_cannot_flood_the_council_with_questions_r7(published: Published, ask: Ask) -> None:
    for number in range(MOST_WAITING):
        ask(published.bidders[0], f"Question {number}?")
    with pytest.raises(Refused, match="wait for an answer"):
        ask(published.bidders[0])
    ask(published.bidders[1])


def test_nobody_writes_a_question_in_anothers_name_or_after_closing_r7(
    published: Published, ask: Ask, set_clock: SetClock
) -> None:
    question = ask(published.bidders[0])
    plant = "INSERT INTO competitions_questionasker SELECT %s, id, competition_id, %s, %s FROM competitions_question"
    rival = published.bidders[1]
    with pytest.raises(DatabaseError), audit.transaction_as(published.officer), connection.cursor() as cursor:
        cursor.execute(plant, [rival.provider_id, rival.provider_id, rival.actor.person_id])
    set_clock(CLOSES)
    late = Question(competition_id=published.competition_id, at=CLOSES, text=b"x" * 60)
    with pytest.raises(DatabaseError, match="row-level security"), audit.transaction_as(rival.actor):
        late.save(force_insert=True)
    assert question


@given(
    st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2028, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(0, 80),
)
def test_hours_counted_back_lead_forward_to_the_same_end_r7_r8(begun: datetime, hours: int) -> None:
    end = add_working_hours(begun, 1)
    back = working_hours_before(end, hours)
    assert add_working_hours(back, hours) == end
    assert back <= end
    planned = ResponseTime("planned", working_days=5, question_hours=hours)
    assert questions_close(end, planned) == back
    clock = ResponseTime("emergency", hours=4, counts="clock", question_hours=1)
    assert end.astimezone(UTC) - questions_close(end, clock).astimezone(UTC) == timedelta(hours=1)
