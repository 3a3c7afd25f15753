"""A14, bad input: people who act at the same moment. Real connections, real commits, real locks."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection

from fairplace.dps.competitions.actions import make_award as making
from fairplace.dps.competitions.actions.accept_award import accept_award
from fairplace.dps.competitions.actions.answer_family import answer_family
from fairplace.dps.competitions.actions.decline_award import decline_award
from fairplace.dps.competitions.actions.make_award import make_award
from fairplace.dps.competitions.actions.score_bids import score_bids
from fairplace.dps.competitions.actions.send_family_code import send_family_code
from fairplace.dps.competitions.actions.turn_opening_key import turn_opening_key
from fairplace.dps.competitions.models import Award, Bid, Competition, FamilyChoice, Feedback, OpeningTurn, Score
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from tests.dps.competitions.council_side import OPENED, Run, content, run
from tests.dps.competitions.published import PASSPHRASE
from tests.dps.world import person
from tests.drill.plugin import DRILLING, Figures

Clock = Callable[[datetime | None], None]
Owner = psycopg.Connection[Any]
OFFICERS = 8
ROUNDS = int(os.environ.get("FAIRPLACE_RACE_ROUNDS", "200" if DRILLING else "20"))
AWARDS, SUSPENDED = "eight officers award at once", "an award and a suspension at once"
TURNED_DOWN = "an acceptance and a withdrawal of the award at once"


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Each in a thread and a connection of its own, let go together. Gives what each returned or was refused with."""
    barrier = threading.Barrier(len(acts))
    told: list[object] = [None] * len(acts)

    def go(place: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait(timeout=30)
            told[place] = act()
        except Exception as refused:
            told[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return told


def scored(set_clock: Clock, **given: Any) -> Run:
    made = run(set_clock, bidders=2, choice_by="nobody", **given)
    for bidder, price in zip(made.published.bidders, ("80.00", "100.00"), strict=True):
        made.submit(bidder, content(made.published, price=price))
    made.open()
    made.mark_all(["4", "3"])
    return made


def refusals(told: list[object]) -> list[str]:
    odd = [one for one in told if isinstance(one, Exception) and not isinstance(one, Refused)]
    assert not odd, odd
    return [one.sentence for one in told if isinstance(one, Refused)]


def put_back(owner: Owner, made: Run) -> None:
    """The owner undoes an award, so that the next round starts from the same point."""
    owner.execute("DELETE FROM competitions_feedback")
    owner.execute("DELETE FROM competitions_award")
    owner.execute("UPDATE competitions_competition SET state = 'to_award' WHERE id = %s", [made.competition_id])
    owner.execute("UPDATE competitions_bid SET excluded_because = ''")
    owner.execute("UPDATE qualification_line SET state = 'accredited'")


def eight_officers(made: Run) -> list[Callable[[], object]]:
    """Each awards first place, when called."""
    council = made.published.world.partner_id
    officers = [
        made.officer,
        *(person(council, f"Officer {number}", "placement_officer") for number in range(OFFICERS - 1)),
    ]
    bid = made.bids()[0].id

    def award(officer: Actor) -> Callable[[], object]:
        return lambda: made.acting(officer, make_award, competition_id=made.competition_id, bid_id=bid)

    return [award(officer) for officer in officers]


@pytest.mark.attack("A14", AWARDS)
@pytest.mark.usefixtures("committed_database")
def test_of_officers_who_award_at_once_exactly_one_does(
    set_clock: Clock, owner_connection: Owner, figures: Figures
) -> None:
    """A14: whichever comes first; the others are told so, and nothing is half-written."""
    made = scored(set_clock)
    made.score()
    awards = eight_officers(made)
    owner_connection.execute("ALTER TABLE competitions_feedback NO FORCE ROW LEVEL SECURITY")
    owner_connection.execute("ALTER TABLE competitions_bid NO FORCE ROW LEVEL SECURITY")
    for _ in range(ROUNDS):
        told = at_once(*awards)
        assert [sentence for sentence in refusals(told) if "awarded already" not in sentence] == []
        assert len(refusals(told)) == OFFICERS - 1
        assert Award.objects.count() == 1
        with audit.transaction_as(made.officer):
            assert Feedback.objects.count() == 2
        assert made.state == "awarded"
        put_back(owner_connection, made)
    figures("rounds", ROUNDS)
    figures("rounds with another number of awards than one", 0)


@pytest.mark.attack("A14", AWARDS)
@pytest.mark.usefixtures("committed_database")
def test_control_without_the_lock_and_the_constraint_several_award(
    set_clock: Clock, owner_connection: Owner, figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A14: the same eight in a build that looks before it leaps, and no more."""
    made = scored(set_clock)
    made.score()
    awards = eight_officers(made)
    monkeypatch.setattr(making, "lock_competition", lambda key: Competition.objects.get(id=key))
    owner_connection.execute("DROP INDEX one_live_award")
    owner_connection.execute("ALTER TABLE competitions_feedback NO FORCE ROW LEVEL SECURITY")
    owner_connection.execute("ALTER TABLE competitions_bid NO FORCE ROW LEVEL SECURITY")
    several = 0
    for _ in range(5):
        at_once(*awards)
        several += Award.objects.count() > 1
        put_back(owner_connection, made)
    figures.control("rounds of 5 with several awards, without lock and constraint", several)
    assert several > 0


@pytest.mark.attack("A14", SUSPENDED)
@pytest.mark.usefixtures("committed_database")
def test_an_award_and_a_suspension_at_once_leave_no_contradiction(
    set_clock: Clock, owner_connection: Owner, figures: Figures
) -> None:
    """A14, A3: the award stands if it was first; a suspension that was first passes it by."""
    made = scored(set_clock)
    made.score()
    first = made.published.bidders[0]
    bid = made.bids()[0].id
    owner_connection.execute("ALTER TABLE competitions_feedback NO FORCE ROW LEVEL SECURITY")
    owner_connection.execute("ALTER TABLE competitions_bid NO FORCE ROW LEVEL SECURITY")

    def suspend() -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE qualification_line SET state = 'suspended' WHERE id = %s", [first.line_id])

    awarded = 0
    for _ in range(ROUNDS):
        told = at_once(
            lambda: made.acting(made.officer, make_award, competition_id=made.competition_id, bid_id=bid), suspend
        )
        said = refusals(told)
        assert Award.objects.count() == (0 if said else 1)
        assert made.state == ("to_award" if said else "awarded")
        awarded += not said
        put_back(owner_connection, made)
    figures("rounds", ROUNDS)
    figures("awarded before the suspension", awarded)
    figures("passed by", ROUNDS - awarded)
    figures("contradictions", 0)
    suspend()
    told = at_once(lambda: made.acting(made.officer, make_award, competition_id=made.competition_id, bid_id=bid))
    figures.control("refused when it was suspended before", len(refusals(told)))


@pytest.mark.attack("A14", TURNED_DOWN)
@pytest.mark.usefixtures("committed_database")
def test_accepting_and_withdrawing_at_once_is_one_of_the_two(set_clock: Clock, figures: Figures) -> None:
    made = scored(set_clock)
    made.score()
    winner = made.published.bidders[0]
    award = made.award(winner)
    told = at_once(
        lambda: made.acting(winner.actor, accept_award, award_id=award),
        lambda: made.acting(winner.signatory, decline_award, award_id=award, because="A member of staff left"),
    )
    assert len(refusals(told)) == 1
    found = Award.objects.get()
    assert (found.accepted_at is None) != (found.declined_at is None)
    assert made.state == ("accepted" if found.accepted_at else "to_award")
    figures("rounds", 1)
    figures("both", 0)
    with pytest.raises(Refused) as again:
        made.acting(winner.actor, accept_award, award_id=award)
    figures.control("the other one afterwards", f"refused: {again.value.sentence}")


@pytest.mark.usefixtures("committed_database")
def test_openers_who_turn_at_once_are_two_turns_in_order(set_clock: Clock) -> None:
    """C2: three at once: two open it, the third comes too late. The same opener twice at once: one turn."""
    made = run(set_clock, bidders=2)
    for bidder in made.published.bidders:
        made.submit(bidder, content(made.published))
    made.declare()
    set_clock(OPENED)

    def turn(opener: Actor) -> Callable[[], object]:
        return lambda: made.acting(opener, turn_opening_key, competition_id=made.competition_id, passphrase=PASSPHRASE)

    one, *others = made.published.openers
    told = at_once(turn(one), turn(one))
    assert len(refusals(told)) == 1
    assert OpeningTurn.objects.count() == 1
    told = at_once(*(turn(opener) for opener in others))
    assert len(refusals(told)) == 1
    assert OpeningTurn.objects.count() == 2
    with audit.transaction_as(made.officer):
        assert Bid.objects.count() == 2


@pytest.mark.usefixtures("committed_database")
def test_scores_are_worked_out_once(set_clock: Clock) -> None:
    made = scored(set_clock)
    told = at_once(
        *(lambda: made.acting(made.officer, score_bids, competition_id=made.competition_id) for _ in range(3))
    )
    assert len(refusals(told)) == 2
    with audit.transaction_as(made.officer):
        assert Score.objects.count() == 2


@pytest.mark.usefixtures("committed_database")
def test_a_family_that_answers_twice_at_once_answers_once(set_clock: Clock) -> None:
    made = run(set_clock, bidders=2)
    for bidder in made.published.bidders:
        made.submit(bidder, content(made.published))
    made.open()
    made.mark_all(["4", "3.5"])
    made.score()
    token = made.token()
    send_family_code(token=token, at=OPENED)
    code = made.code()
    bids = made.bids()

    def answer(bid_id: UUID) -> Callable[[], object]:
        return lambda: answer_family(token=token, bid_id=bid_id, reason="", code=code, at=OPENED)

    told = at_once(*(answer(bid.id) for bid in bids))
    assert len(refusals(told)) == 1
    assert FamilyChoice.objects.get().chosen_id == bids[told.index(None)].id
