"""C6 and C7 in full: standstill, lots on the record, and letters that lack nothing or do not leave."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from fairplace.demo.clock import WORDS
from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.accept_award import accept_award
from fairplace.dps.competitions.actions.answer_family import answer_family
from fairplace.dps.competitions.actions.decline_award import decline_award
from fairplace.dps.competitions.actions.send_family_code import send_family_code
from fairplace.dps.competitions.jobs import end_what_lapsed
from fairplace.dps.competitions.models import Award, FamilyChoice, Feedback, Mark
from fairplace.dps.competitions.queries.coming_deadlines import coming_deadlines
from fairplace.dps.competitions.queries.feedback import feedback_for, feedback_letter
from fairplace.dps.competitions.queries.provider_tasks import TaskKind, provider_tasks
from fairplace.dps.competitions.queries.working_day import working_day
from fairplace.dps.competitions.rules.feedback_letter import rank_words
from fairplace.dps.competitions.rules.lots import draw_lots
from fairplace.foundations import audit
from fairplace.foundations.audit import clock
from fairplace.foundations.kernel.london_clock import day_and_time
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.messages.models import Message
from fairplace.foundations.messages.queries import message
from tests.dps.competitions.council_side import Run, with_standstill
from tests.dps.competitions.test_awarding import scored
from tests.dps.competitions.test_second_person import decide, put_to_second, second

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]


@pytest.fixture
def standstill(monkeypatch: pytest.MonkeyPatch) -> None:
    """The category has one of eight working days."""
    with_standstill(monkeypatch)


def test_c6_an_award_can_be_accepted_only_after_the_standstill(set_clock: Clock, standstill: None) -> None:
    made = scored(set_clock, choice_by="nobody")
    winner = made.published.bidders[0]
    award_id = made.award(winner)
    award = Award.objects.get()
    assert award.accept_from is not None
    assert award.made_at + timedelta(days=8) < award.accept_from < award.accept_by
    loser, until = made.published.bidders[1], f"Nobody can accept the award before {day_and_time(award.accept_from)}"
    with audit.transaction_as(made.officer):
        told = Feedback.objects.get(provider_id=loser.provider_id)
    assert any(note.startswith(until) for note in told.content["notes"]), "or it gives nobody the time to ask"
    assert until in _body(f"feedback:{told.id}")
    set_clock(award.accept_from - timedelta(milliseconds=1))
    with pytest.raises(Refused, match="standstill runs until"):
        made.acting(winner.actor, accept_award, award_id=award_id)
    set_clock(award.accept_from)
    made.acting(winner.actor, accept_award, award_id=award_id)
    assert made.state == "accepted"


def _in_standstill(set_clock: Clock) -> tuple[Run, Award]:
    made = scored(set_clock, choice_by="nobody")
    made.award(made.published.bidders[0])
    award = Award.objects.get()
    assert award.accept_from is not None
    return made, award


def _told(award: Award) -> set[str]:
    """Who was told that the standstill is over."""
    return set(Message.objects.filter(key__startswith=f"standstill-ended:{award.id}").values_list("subject", flat=True))


def _tasks(made: Run) -> list[tuple[TaskKind, datetime]]:
    winner = made.published.bidders[0].actor
    with audit.transaction_as(winner):
        return [(one.kind, one.due) for one in provider_tasks(winner) if one.kind is not TaskKind.FEEDBACK]


def _working_day(made: Run) -> tuple[str, datetime | None]:
    with audit.transaction_as(made.officer) as now:
        (row,) = working_day(actor=made.officer, at=now).rows
    return row.standing, row.due_at


def test_c6_at_the_end_of_the_standstill_whoever_can_accept_is_told_once_and_has_a_task(
    set_clock: Clock, standstill: None
) -> None:
    """And the council is told that it waits for the place from then on."""
    made, award = _in_standstill(set_clock)
    assert award.accept_from is not None
    set_clock(award.accept_from - timedelta(milliseconds=1))
    end_what_lapsed(0)
    assert _told(award) == set()
    assert _tasks(made) == [(TaskKind.STANDSTILL, award.accept_from)]
    assert _working_day(made) == ("standstill", award.accept_from)
    set_clock(award.accept_from)
    end_what_lapsed(0)
    assert _told(award) == {
        "You can accept the award now: SUR-2026-0001",
        "The standstill is over: SUR-2026-0001",
    }
    keys = Message.objects.filter(key__startswith="standstill-ended:").values_list("key", flat=True)
    winner = made.published.bidders[0]
    for person in (winner.actor, winner.signatory):
        assert f"standstill-ended:{award.id}:{person.person_id}" in keys, "either of them can accept"
    assert day_and_time(award.accept_by) in _body(f"standstill-ended:{award.id}:{winner.signatory.person_id}")
    assert _tasks(made) == [(TaskKind.AWARD, award.accept_by)]
    assert _working_day(made) == ("awarded", award.accept_by)
    letters = len(keys)
    set_clock(award.accept_from + timedelta(minutes=1))
    end_what_lapsed(0)
    assert Message.objects.filter(key__startswith="standstill-ended:").count() == letters
    kinds = [row.kind for row in audit.timeline(about=made.published.referral_id)]
    assert kinds.count(events.STANDSTILL_ENDED) == 1


def test_c6_the_demos_clock_can_be_moved_to_the_end_of_a_standstill(set_clock: Clock, standstill: None) -> None:
    _, award = _in_standstill(set_clock)
    assert award.accept_from is not None
    ends = [("standstill_ends", award.accept_from), ("acceptance_ends", award.accept_by)]
    assert [(one.what, one.at) for one in coming_deadlines(award.made_at)] == ends
    assert {one.what for one in coming_deadlines(award.made_at)} <= set(WORDS), "each has its sentence on the page"
    assert [(one.what, one.at) for one in coming_deadlines(award.accept_from)] == ends[1:]


def test_c6_no_standstill_is_said_to_be_over_of_an_award_that_is_gone(set_clock: Clock, standstill: None) -> None:
    made, award = _in_standstill(set_clock)
    made.acting(made.published.bidders[0].actor, decline_award, award_id=award.id, because="A member of staff left")
    set_clock(award.accept_from)
    end_what_lapsed(0)
    assert _told(award) == set()


def test_c6_while_an_award_is_looked_at_again_nobody_is_told_to_accept_it(set_clock: Clock, standstill: None) -> None:
    """Set aside, it is never told; kept, it is told in the next round, with the full time."""
    made, award = _in_standstill(set_clock)
    put_to_second(made, "without")
    set_clock(award.accept_from)
    end_what_lapsed(0)
    assert _told(award) == set()
    decide(made, second(made), agreed=False, because="Nothing was wrong with it.")
    end_what_lapsed(0)
    assert len(_told(award)) == 2


def test_c6_an_award_that_was_set_aside_in_its_standstill_is_never_told(set_clock: Clock, standstill: None) -> None:
    made, award = _in_standstill(set_clock)
    put_to_second(made, "end")
    decide(made, second(made))
    set_clock(award.accept_from)
    end_what_lapsed(0)
    assert _told(award) == set()


def _body(key: str) -> str:
    found = message(Message.objects.get(key__startswith=key).pk)
    assert found is not None
    return found.body_text


def test_c6_without_a_standstill_an_award_can_be_accepted_at_once(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody")
    award_id = made.award(made.published.bidders[0])
    assert Award.objects.get().accept_from is None
    made.acting(made.published.bidders[0].actor, accept_award, award_id=award_id)


def test_c6_lots_follow_from_the_receipts_and_pass_on_by_themselves(set_clock: Clock) -> None:
    """Three exact ties that nobody chooses between: the second draw is among those who are left."""
    made = scored(set_clock, prices=("100.00",) * 3, marks=("4",) * 3, choice_by="nobody")
    bids = {str(bid.id): bid for bid in made.bids()}
    again = draw_lots(
        str(made.competition_id),
        {one: bid.receipt for one, bid in bids.items()},
        {one: str(bid.invitation_id) for one, bid in bids.items()},
        list(bids),
    )
    in_order = sorted(again.tickets, key=lambda one: again.tickets[one])
    told = _lots(made.published.referral_id)
    assert (told[0]["drawn"], told[0]["seed"], told[0]["tickets"]) == (in_order[0], again.seed, dict(again.tickets))
    first = next(one for one in made.published.bidders if str(made.bid_of(one).id) == in_order[0])
    award_id = made.award(first)
    made.acting(first.actor, decline_award, award_id=award_id, because="A member of staff left")
    assert [one["drawn"] for one in _lots(made.published.referral_id)] == in_order[:2]
    second = next(one for one in made.published.bidders if str(made.bid_of(one).id) == in_order[1])
    made.award(second)
    with audit.transaction_as(first.actor):
        letter = Feedback.objects.filter(provider_id=first.provider_id).latest("given_at", "id").content
    assert any("lots were drawn" in said for said in letter["winner"]["characteristics"])
    assert rank_words(letter) == "Joint 1 of 3", "who shares the first place is told so"
    assert rank_words({"rank": 2, "bidders": 3}) == "2 of 3", "as letters of before say it"


def _lots(referral_id: UUID) -> list[dict[str, object]]:
    return [row.payload for row in audit.timeline(about=referral_id) if row.kind == events.LOTS_DRAWN]


def test_c6_when_the_familys_choice_withdraws_and_one_is_left_alone_the_next_is_due(set_clock: Clock) -> None:
    """Hard case: two were close; the chosen one withdraws; the third is nine points behind, so nobody is asked."""
    made = scored(set_clock, prices=("100.00",) * 3, marks=("5", "4", "1"))
    token = made.token()
    send_family_code(token=token, at=clock.now())
    chosen = made.published.bidders[1]
    answer_family(token=token, bid_id=made.bid_of(chosen).id, reason="", code=made.code(), at=clock.now())
    award_id = made.award(chosen)
    made.acting(chosen.actor, decline_award, award_id=award_id, because="A member of staff left")
    assert made.state == "to_award"
    assert FamilyChoice.objects.count() == 1
    with pytest.raises(Refused, match="Only first place"):
        made.award(made.published.bidders[2])
    made.award(made.published.bidders[0])
    assert Award.objects.latest("made_at", "id").basis == "first_place"


def test_c7_no_letter_leaves_while_a_criterion_lacks_its_reason(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody")
    bid = made.bids()[2]
    with audit.transaction_as(made.officer):
        Mark.objects.create(
            competition_id=made.competition_id,
            bid=bid,
            moderated=True,
            mark=Decimal(3),
            reason=" ",
            by_id=made.evaluators[0].person_id,
            at=clock.now(),
        )
    with pytest.raises(Refused, match=f"Missing: {bid.label}, Outcomes"):
        made.award(made.published.bidders[0])
    assert not Award.objects.exists()
    with audit.transaction_as(made.officer):
        assert not Feedback.objects.exists()
    assert not Message.objects.filter(key__startswith="feedback:").exists()


def test_c7_a_letter_says_where_the_winner_did_better_and_is_the_same_as_pdf(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody")
    winner, _, loser = made.published.bidders
    made.award(winner)
    with audit.transaction_as(loser.actor):
        told = feedback_for(loser.actor, made.bid_of(loser).id)
        letter = feedback_letter(loser.actor, made.bid_of(loser).id)
        assert feedback_letter(loser.actor, made.bid_of(winner).id) is None
    assert told is not None
    assert letter is not None
    assert told.content["winner"]["advantages"] == [
        "Price: 10.00 points more than yours (50.00 beside 40.00).",
        "Outcomes (the statement): 3.00 points more than yours (12.00 beside 9.00).",
    ]
    assert letter.content.startswith(b"%PDF")
    with audit.transaction_as(winner.actor):
        own = feedback_for(winner.actor, made.bid_of(winner).id)
    assert own is not None
    assert own.content["winner"]["advantages"] == []
