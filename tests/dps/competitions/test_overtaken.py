"""C2, R7, R9: the closing time comes between an action's own look at the clock and that of the wall behind it.

The walls ask the clock as the row is written. Red while that moment was a failure of the system and not the sentence
that whoever comes a day late is told.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest

from fairplace.dps.competitions.actions.answer_invitation import answer_invitation
from fairplace.dps.competitions.actions.answer_question import answer_question
from fairplace.dps.competitions.actions.ask_question import ask_question
from fairplace.dps.competitions.actions.extend_competition import extend_competition
from fairplace.dps.competitions.actions.start_bid_again import start_bid_again
from fairplace.dps.competitions.actions.withdraw_bid import withdraw_bid
from fairplace.dps.competitions.models import Answer, ClosingChange, Invitation, Question, QuestionAsker
from fairplace.dps.competitions.queries.own_bid import own_bid
from fairplace.foundations import audit
from fairplace.foundations.audit import clock
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.messages.models import Message
from tests.dps.competitions.published import Bidder, Published, publish
from tests.dps.competitions.writing import bid, ready, save, say_will_bid, submit

BIDS_CLOSED = "closing time has passed"
ASKED = "Is a taxi paid for?"

Database = psycopg.Connection[Any]


def overtake(database: Database, table: str, command: str) -> None:
    """From now on the closing time comes while a row of this table is written: its look at the clock is the wall's."""
    database.execute(
        f"""
        CREATE FUNCTION overtaken() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
            UPDATE fairplace_clock SET frozen_at = (SELECT closes_at FROM competitions_competition);
            RETURN NEW;
        END $$;
        CREATE TRIGGER a_overtaken BEFORE {command} ON {table} FOR EACH ROW EXECUTE FUNCTION overtaken();
        """
    )


@pytest.fixture
def published(committed_database: object) -> Published:
    begun = clock.now()
    return publish(1, at=begun, closes_at=begun + timedelta(days=10))


def asked(published: Published, bidder: Bidder) -> None:
    with audit.transaction_as(bidder.actor) as now:
        ask_question(actor=bidder.actor, invitation_id=bidder.invitation_id, text=ASKED, at=now)


def test_a_submission_that_is_overtaken_is_refused_as_one_that_is_late_c2(
    published: Published, owner_connection: Database
) -> None:
    bidder = published.bidders[0]
    code = say_will_bid(bidder, clock.now())
    draft = save(bidder, code, ready(published), clock.now())
    overtake(owner_connection, "competitions_slot", "UPDATE")
    with pytest.raises(Refused, match=BIDS_CLOSED):
        submit(bidder, code, draft.edition, clock.now())
    with audit.transaction_as(bidder.actor):
        stored = own_bid(bidder.actor, bidder.invitation_id, code)
    assert stored is not None
    assert (stored.edition, stored.submission) == (draft.edition, None), "nothing of it is kept"


def cannot(actor: Actor, invitation: Any, code: str, at: datetime) -> None:
    answer_invitation(actor=actor, invitation_id=invitation, answer="cannot", reason="full", at=at)


def take_back(actor: Actor, invitation: Any, code: str, at: datetime) -> None:
    withdraw_bid(actor=actor, invitation_id=invitation, bid_code=code, at=at)


def start_again(actor: Actor, invitation: Any, code: str, at: datetime) -> None:
    start_bid_again(actor=actor, invitation_id=invitation, at=at)


@pytest.mark.parametrize("change", [cannot, take_back, start_again])
def test_a_change_of_mind_that_is_overtaken_leaves_the_submitted_bid_and_the_answer_c1_r6(
    published: Published, owner_connection: Database, change: Callable[[Actor, Any, str, datetime], None]
) -> None:
    bidder = published.bidders[0]
    code, submitted = bid(published, bidder, clock.now())
    overtake(owner_connection, "competitions_slot", "UPDATE")
    with pytest.raises(Refused, match=BIDS_CLOSED), audit.transaction_as(bidder.actor) as now:
        change(bidder.actor, bidder.invitation_id, code, now)
    with audit.transaction_as(bidder.actor):
        assert own_bid(bidder.actor, bidder.invitation_id, code) == submitted
        assert Invitation.objects.get(id=bidder.invitation_id).answer == "will_bid"


@pytest.mark.parametrize("table", ["competitions_question", "competitions_questionasker"])
def test_a_question_that_is_overtaken_is_refused_as_one_that_is_late_r7(
    published: Published, owner_connection: Database, table: str
) -> None:
    overtake(owner_connection, table, "INSERT")
    with pytest.raises(Refused, match="time for questions has passed") as refused:
        asked(published, published.bidders[0])
    assert refused.value.field == "text"
    with audit.transaction_as(published.bidders[0].actor):
        assert not QuestionAsker.objects.exists()
    assert not Message.objects.filter(key__startswith="questions:").exists()


def test_an_answer_that_is_overtaken_is_refused_as_one_that_is_late_r7(
    published: Published, owner_connection: Database
) -> None:
    asked(published, published.bidders[0])
    with audit.transaction_as(published.bidders[0].actor):
        (question_id,) = Question.objects.values_list("id", flat=True)
    owner_connection.execute("UPDATE fairplace_clock SET shift = '1 hour'")  # the council sees it at the quarter
    overtake(owner_connection, "competitions_answer", "INSERT")
    with pytest.raises(Refused, match="an answer would come too late"), audit.transaction_as(published.officer) as now:
        answer_question(actor=published.officer, question_id=question_id, question_text=ASKED, text="Yes.", at=now)
    with audit.transaction_as(published.officer):
        assert not Answer.objects.exists()
    assert not Message.objects.filter(key__startswith="answer:").exists()


def test_more_time_that_is_given_as_the_time_ends_is_refused_as_a_day_later_r9(
    published: Published, owner_connection: Database
) -> None:
    overtake(owner_connection, "competitions_competition", "UPDATE")
    later = clock.now() + timedelta(days=20)
    made = published.competition_id
    with pytest.raises(Refused, match="cannot be moved") as refused, audit.transaction_as(published.officer) as now:
        extend_competition(actor=published.officer, competition_id=made, closes_at=later, because="Snow.", at=now)
    assert refused.value.field == "closes_at"
    with audit.transaction_as(published.officer):
        assert not ClosingChange.objects.exists()
