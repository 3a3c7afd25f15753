"""What two people of a council decide: essential items for all, an abnormally low price, an award set aside."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.accept_award import accept_award
from fairplace.dps.competitions.actions.decide_proposal import decide_proposal
from fairplace.dps.competitions.actions.decline_award import decline_award
from fairplace.dps.competitions.actions.end_without_award import end_without_award
from fairplace.dps.competitions.actions.explain_price import explain_price
from fairplace.dps.competitions.actions.mark_statement import mark_statement
from fairplace.dps.competitions.actions.propose_price import propose_price
from fairplace.dps.competitions.actions.propose_set_aside import propose_set_aside
from fairplace.dps.competitions.actions.propose_waiver import propose_waiver
from fairplace.dps.competitions.jobs import end_what_lapsed
from fairplace.dps.competitions.models import Award, Feedback, PriceQuestion, Proposal, Score, Scorecard
from fairplace.dps.competitions.queries.feedback import feedback_letter
from fairplace.dps.competitions.queries.marking import marking_of
from fairplace.dps.competitions.rules.record_reading import read_record
from fairplace.dps.competitions.rules.scoring import evaluate
from fairplace.dps.referrals.models import Referral
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.models import Message
from tests.dps.competitions.council_side import REASON, Run, content, run
from tests.dps.competitions.test_awarding import scored
from tests.dps.world import person

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]
WHY = "The pool is rare, and all three offer swimming near by."


def second(made: Run, role: str = "council_signatory") -> Actor:
    return person(made.published.world.partner_id, f"Second {role}", role)


def decide(made: Run, by: Actor, *, agreed: bool = True, because: str = "") -> None:
    proposal = proposed(made)
    made.acting(by, decide_proposal, proposal_id=proposal, agreed=agreed, because=because)


def proposed(made: Run) -> UUID:
    with audit.transaction_as(made.officer):
        return Proposal.objects.latest("proposed_at", "id").id


def told(made: Run, kind: str) -> list[dict[str, object]]:
    return [row.payload for row in audit.timeline(about=made.published.referral_id) if row.kind == kind]


# --- essential items (rule 3)


def nobody_complies(set_clock: Clock, bidders: int = 2, **given: object) -> Run:
    made = run(set_clock, bidders=bidders, **given)  # type: ignore[arg-type]
    for bidder in made.published.bidders:
        made.submit(bidder, content(made.published, needs=("sensory",)))
    made.open()
    return made


def test_c3_when_no_bid_is_compliant_nothing_else_is_seen_first(set_clock: Clock) -> None:
    """Rule 3: no evaluator sees a statement, nobody is told to mark, and nothing can be scored."""
    made = nobody_complies(set_clock)
    assert made.state == "no_compliant_bid"
    assert marking_of(made.evaluators[0]) == []
    assert not Message.objects.filter(key__startswith="to-mark:").exists()
    with pytest.raises(Refused, match="cannot be given now"):
        made.acting(made.evaluators[0], mark_statement, bid_id=made.bids()[0].id, mark=Decimal(4), reason=REASON)
    with pytest.raises(Refused):
        made.score()


def test_c3_a_second_person_drops_essential_for_all_and_the_record_and_letters_say_so(set_clock: Clock) -> None:
    made = nobody_complies(set_clock, choice_by="nobody")
    made.acting(made.officer, propose_waiver, competition_id=made.competition_id, because=WHY)
    with pytest.raises(Refused, match="another person must decide"):
        decide(made, made.officer)
    for stranger in (made.evaluators[0], made.published.bidders[0].actor, made.published.world.people["officer"]):
        with pytest.raises(NotThere):
            decide(made, stranger)
    decide(made, second(made))
    assert made.state == "evaluating"
    assert told(made, events.ESSENTIALS_WAIVED)[0]["items"] == ["speech"]
    assert Message.objects.filter(key__startswith="to-mark:").count() == 2
    assert Message.objects.filter(key__startswith="essentials-waived:").count() == 2
    made.mark_all(("5", "2"))
    made.score()
    with audit.transaction_as(made.officer):
        card = Scorecard.objects.get()
    assert [need["essential"] for need in card.record["referral"]["needs"]] == [False, False]
    assert evaluate(read_record(json.dumps(card.record).encode())).as_json() == card.result
    first, other = made.published.bidders
    made.award(first)
    for bidder in (first, other):
        with audit.transaction_as(bidder.actor):
            assert WHY in Feedback.objects.get().content["notes"][0]
            letter = feedback_letter(bidder.actor, made.bid_of(bidder).id)
        assert letter is not None
        assert letter.content.startswith(b"%PDF")


def test_c3_the_second_person_may_say_no_with_a_reason_and_it_ends_without_award(set_clock: Clock) -> None:
    made = nobody_complies(set_clock)
    made.acting(made.officer, propose_waiver, competition_id=made.competition_id, because=WHY)
    other = second(made, "placement_officer")
    with pytest.raises(Refused, match="reason"):
        decide(made, other, agreed=False)
    with pytest.raises(Refused, match="waits for a second person"):
        made.acting(made.officer, propose_waiver, competition_id=made.competition_id, because=WHY)
    decide(made, other, agreed=False, because="The child cannot do without it.")
    assert made.state == "no_compliant_bid"
    made.acting(
        made.officer, end_without_award, competition_id=made.competition_id, because="No place has what is essential."
    )
    assert made.state == "no_award"
    with audit.transaction_as(made.officer):
        told = list(Feedback.objects.filter(competition=made.competition_id))
    assert len(told) == Message.objects.filter(key__startswith="feedback:").count() == 2
    assert all("essential" in one.content["excluded"] for one in told), "each reads what it lacked (C4, C7)"


def test_c3_essential_cannot_be_dropped_once_one_bid_complies(set_clock: Clock) -> None:
    made = run(set_clock, bidders=2)
    made.submit(made.published.bidders[0], content(made.published, needs=("sensory",)))
    made.submit(made.published.bidders[1], content(made.published))
    made.open()
    assert made.state == "evaluating"
    with pytest.raises(Refused, match="can be dropped only when no bid"):
        made.acting(made.officer, propose_waiver, competition_id=made.competition_id, because=WHY)
    made.mark_all(("5", "1"))
    made.score()
    assert "essential" in made.bids()[0].excluded_because


def test_c4_when_every_bid_is_excluded_the_competition_can_end(set_clock: Clock) -> None:
    """Hard case: all excluded before any was marked; every bidder reads why."""
    made = run(set_clock, bidders=2)
    for bidder in made.published.bidders:
        made.submit(bidder, content(made.published))
    made.open()
    with audit.transaction_as(made.officer):
        for bid in made.bids():
            bid.excluded_because = "The place was suspended on the system before the award."
            bid.save(update_fields=["excluded_because"])
    with pytest.raises(Refused, match="Every bid is excluded"):
        made.score()
    made.acting(made.officer, end_without_award, competition_id=made.competition_id, because="Every bid is excluded.")
    assert made.state == "no_award"


# --- abnormally low prices (reg 69)


def cheap(set_clock: Clock, prices: tuple[str, ...] = ("60.00", "100.00", "100.00"), **given: object) -> Run:
    made = run(set_clock, bidders=len(prices), choice_by="nobody", **given)  # type: ignore[arg-type]
    for bidder, price in zip(made.published.bidders, prices, strict=True):
        made.submit(bidder, content(made.published, price=price))
    made.open()
    made.mark_all(("4", "4", "3")[: len(prices)])
    made.score()
    return made


def test_c4_a_low_price_is_questioned_before_any_score_and_not_excluded_before_the_answer(set_clock: Clock) -> None:
    """PCR 2015, reg 69."""
    made = cheap(set_clock)
    low = made.published.bidders[0]
    assert made.state == "price_questioned"
    with audit.transaction_as(made.officer):
        assert not Score.objects.exists()
        question = PriceQuestion.objects.get()
    assert question.answer_by - question.asked_at > timedelta(days=1)
    bid = made.bid_of(low).id
    with pytest.raises(Refused, match="Wait for the bidder"):
        made.acting(made.officer, propose_price, bid_id=bid, outcome="exclude", because="It cannot pay staff.")
    with pytest.raises(Refused, match="Two people must first decide"):
        made.score()
    with pytest.raises(Refused, match="made in good faith"):
        made.acting(made.officer, end_without_award, competition_id=made.competition_id, because="We changed our mind.")
    with pytest.raises(NotThere):
        made.acting(made.published.bidders[1].actor, explain_price, bid_id=bid, answer="Not mine at all.")
    made.acting(low.actor, explain_price, bid_id=bid, answer="We own the building, so no rent is in it.")
    with pytest.raises(Refused, match="explained already"):
        made.acting(low.actor, explain_price, bid_id=bid, answer="And something else too.")
    made.acting(made.officer, propose_price, bid_id=bid, outcome="accept", because="No rent explains it.")
    decide(made, second(made))
    assert made.state == "price_questioned"
    made.score()
    assert made.state == "to_award"
    made.award(low)
    with audit.transaction_as(low.actor):
        (note,) = Feedback.objects.get().content["notes"]
    assert "decided to accept it" in note
    assert "No rent explains it." in note


def test_c4_an_excluded_low_price_is_left_out_of_the_scores(set_clock: Clock) -> None:
    """Rule 9: the lowest compliant price is worked out without it."""
    made = cheap(set_clock)
    low = made.published.bidders[0]
    bid = made.bid_of(low).id
    with audit.transaction_as(made.officer):
        until = PriceQuestion.objects.get().answer_by
    set_clock(until - timedelta(milliseconds=1))
    with pytest.raises(Refused, match="Wait for the bidder"):
        made.acting(made.officer, propose_price, bid_id=bid, outcome="exclude", because="It said nothing.")
    set_clock(until)
    with pytest.raises(Refused, match="time to explain this price has passed"):
        made.acting(low.actor, explain_price, bid_id=bid, answer="We own the building.")
    made.acting(made.officer, propose_price, bid_id=bid, outcome="exclude", because="It gave no account of it.")
    decide(made, second(made))
    made.score()
    with audit.transaction_as(made.officer):
        points = {score.bid_id: score.criteria.get("price") for score in Score.objects.all()}
    assert points[made.bids()[1].id] == "50.00"
    assert points[bid] is None
    made.award(made.published.bidders[1])
    with audit.transaction_as(low.actor):
        letter = Feedback.objects.get().content
    assert "abnormally low" in letter["excluded"]
    assert "It gave no account of it." in letter["notes"][0]
    assert json.dumps(letter).count("100.00") == 0, "no figure of another bid"


def test_c4_a_price_at_its_carried_costs_is_never_questioned(set_clock: Clock) -> None:
    made = run(set_clock, bidders=2, choice_by="nobody")
    one, two = made.published.bidders
    made.submit(one, content(made.published))
    made.submit(two, content(made.published, price="99.00"))
    made.open()
    made.mark_all(("4", "3"))
    made.score()
    assert made.state == "to_award"


def test_c4_a_bid_alone_is_held_against_what_was_carried_over(set_clock: Clock) -> None:
    """Hard case: one bidder."""
    assert cheap(set_clock, ("70.00",)).state == "price_questioned"


def test_c4_a_bid_alone_wins_and_gets_its_letter(set_clock: Clock) -> None:
    """Hard case: one bidder, to the letter."""
    made = cheap(set_clock, ("71.00",))
    assert made.state == "to_award"
    made.award(made.published.bidders[0])
    with audit.transaction_as(made.published.bidders[0].actor):
        letter = Feedback.objects.get().content
    assert (letter["won"], letter["rank"], letter["bidders"]) == (True, 1, 1)


def test_c4_in_an_emergency_a_price_is_explained_in_hours(set_clock: Clock) -> None:
    made = run(set_clock, bidders=2, choice_by="nobody", evaluators=1)
    Referral.objects.filter(id=made.published.referral_id).update(urgency="emergency")
    for bidder, price in zip(made.published.bidders, ("60.00", "100.00"), strict=True):
        made.submit(bidder, content(made.published, price=price))
    made.open()
    made.mark_all(("4", "4"))
    made.score()
    with audit.transaction_as(made.officer):
        question = PriceQuestion.objects.get()
    assert question.answer_by - question.asked_at == timedelta(hours=4)


# --- an award set aside (C6)


def put_to_second(made: Run, outcome: str) -> None:
    made.acting(
        made.officer,
        propose_set_aside,
        competition_id=made.competition_id,
        outcome=outcome,
        because="The working of location was challenged.",
    )


def test_c6_an_award_is_set_aside_by_two_and_the_ranking_stands_as_it_was_shown(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody")
    winner = made.published.bidders[0]
    award = made.award(winner)
    with audit.transaction_as(made.officer):
        before = list(Score.objects.order_by("bid_id").values_list("bid_id", "rank", "total"))
    put_to_second(made, "again")
    with pytest.raises(Refused, match="looking at this award again"):
        made.acting(winner.actor, accept_award, award_id=award)
    decide(made, second(made))
    assert made.state == "to_award"
    assert told(made, events.AWARD_SET_ASIDE)[0]["then"] == "again"
    assert Message.objects.filter(key__startswith="set-aside:").count() == 3, "everybody who bid"
    made.award(winner)
    with audit.transaction_as(made.officer):
        assert list(Score.objects.order_by("bid_id").values_list("bid_id", "rank", "total")) == before
    with audit.transaction_as(winner.actor):
        letter = Feedback.objects.latest("given_at", "id").content
    assert "An earlier award was set aside" in letter["notes"][0]


def test_c6_an_award_set_aside_may_go_on_without_the_bid(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody")
    winner, next_one, _ = made.published.bidders
    made.award(winner)
    put_to_second(made, "without")
    decide(made, second(made))
    with pytest.raises(Refused, match="set its award aside"):
        made.award(winner)
    made.award(next_one)
    assert Award.objects.filter(declined_at__isnull=True).count() == 1


def test_c6_an_award_set_aside_may_end_it(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody")
    made.award(made.published.bidders[0])
    put_to_second(made, "end")
    decide(made, second(made))
    assert made.state == "no_award"
    assert Referral.objects.get(id=made.published.referral_id).state == "closed"


def test_c6_while_it_is_looked_at_an_award_does_not_run_out_and_a_no_gives_the_full_time(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody")
    award_id = made.award(made.published.bidders[0])
    put_to_second(made, "without")
    accept_by = Award.objects.get().accept_by
    set_clock(accept_by + timedelta(hours=1))
    end_what_lapsed(0)
    assert made.state == "awarded"
    decide(made, second(made), agreed=False, because="Nothing was wrong with it.")
    assert Award.objects.get().accept_by > accept_by
    made.acting(made.published.bidders[0].actor, accept_award, award_id=award_id)
    assert made.state == "accepted"
    with pytest.raises(Refused, match="no award to set aside"):
        put_to_second(made, "end")


def test_c6_a_provider_that_withdraws_meanwhile_leaves_nothing_to_decide(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody")
    award = made.award(made.published.bidders[0])
    put_to_second(made, "end")
    waits = proposed(made)
    made.acting(made.published.bidders[0].actor, decline_award, award_id=award, because="A member of staff left.")
    with pytest.raises(Refused, match="decided already"):
        made.acting(second(made), decide_proposal, proposal_id=waits, agreed=True, because="")
