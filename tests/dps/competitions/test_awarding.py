"""C4 to C7: scores by the published method, the family's choice, one award, feedback on the same day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.accept_award import accept_award
from fairplace.dps.competitions.actions.answer_family import WrongCode, answer_family
from fairplace.dps.competitions.actions.ask_family import ask_family
from fairplace.dps.competitions.actions.decline_award import decline_award
from fairplace.dps.competitions.actions.end_without_award import end_without_award
from fairplace.dps.competitions.actions.make_award import make_award
from fairplace.dps.competitions.actions.score_bids import score_bids
from fairplace.dps.competitions.actions.send_family_code import send_family_code
from fairplace.dps.competitions.jobs import end_what_lapsed
from fairplace.dps.competitions.models import Award, Bid, FamilyChoice, Feedback, Score, Scorecard
from fairplace.dps.competitions.queries.family_page import family_page
from fairplace.dps.competitions.rules.record_reading import read_record
from fairplace.dps.competitions.rules.scoring import evaluate
from fairplace.dps.qualification.models import Line
from fairplace.dps.referrals.models import ChildIdentity, ChildStory, Disclosure
from fairplace.foundations import audit
from fairplace.foundations.audit import clock
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.dps.competitions.council_side import OPENED, Run, content, run

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]


def scored(
    set_clock: Clock,
    *,
    prices: tuple[str, ...] = ("80.00", "100.00", "100.00"),
    marks: tuple[str, ...] = ("4", "4", "3"),
    **given: object,
) -> Run:
    """By default the first bidder wins by ten points."""
    made = run(set_clock, bidders=len(prices), **given)  # type: ignore[arg-type]
    for bidder, price in zip(made.published.bidders, prices, strict=True):
        made.submit(bidder, content(made.published, price=price))
    made.open()
    made.mark_all(marks)
    made.score()
    return made


def near(set_clock: Clock, **given: object) -> Run:
    """A lead of 3 points over the second and of 9 over the third: the family chooses between two."""
    return scored(set_clock, prices=("100.00", "100.00", "100.00"), marks=("5", "4", "2"), **given)


def test_the_stored_record_gives_the_stored_result_again(set_clock: Clock) -> None:
    made = scored(set_clock)
    with audit.transaction_as(made.officer):
        card = Scorecard.objects.get()
        scores = {score.bid_id: score for score in Score.objects.all()}
    again = evaluate(read_record(json.dumps(card.record).encode())).as_json()
    assert again == card.result
    first = scores[made.bids()[0].id]
    assert (first.rank, first.criteria["price"], first.criteria["outcomes"], first.criteria["location"]) == (
        1,
        "50.00",
        "12.00",
        "4.00",
    )
    assert made.state == "to_award"


def test_scores_wait_for_every_agreed_mark(set_clock: Clock) -> None:
    made = run(set_clock, bidders=2)
    for bidder in made.published.bidders:
        made.submit(bidder, content(made.published))
    made.open()
    with pytest.raises(Refused, match="2 of 2 statements still have no agreed mark"):
        made.score()
    made.mark_all(("4", "3"))
    made.score()
    with pytest.raises(Refused, match="Scores are worked out once"):
        made.score()


def test_a_bid_without_an_essential_need_is_excluded_and_keeps_its_row(set_clock: Clock) -> None:
    """C4, rule 3."""
    made = run(set_clock, bidders=2)
    one, two = made.published.bidders
    made.submit(one, content(made.published, needs=("sensory",)))
    made.submit(two, content(made.published))
    made.open()
    made.mark_all(("5", "1"))
    made.score()
    out, first = made.bids()
    assert "essential" in out.excluded_because
    made.award(two)
    with audit.transaction_as(one.actor):
        feedback = Feedback.objects.get().content
    assert feedback["excluded"]
    assert feedback["rank"] is None
    assert first.excluded_because == ""


def test_a_lead_of_exactly_five_points_asks_nobody(set_clock: Clock) -> None:
    """Rule 7: the margin is strict. 15 points of outcomes for a top mark of 5: three points a mark, 1.5 a half."""
    made = run(set_clock, bidders=2)
    one, two = made.published.bidders
    made.submit(one, content(made.published))
    # 50 × 90 ÷ 100 = 45.00 for price, so exactly five points behind with the same quality.
    made.submit(two, content(made.published, price="100.00"))
    made.open()
    made.mark_all(("4", "4"))
    with audit.transaction_as(made.officer):
        behind = made.bids()[1]
        costs = {**behind.content["core_costs"]}
        cheaper = made.bids()[0]
        cheaper.content["core_costs"] = dict.fromkeys(costs, "90.00")
        cheaper.save(update_fields=["content"])
    made.score()
    with audit.transaction_as(made.officer):
        totals = list(Score.objects.order_by("rank").values_list("total", flat=True))
    assert totals[0] - totals[1] == 5
    assert made.state == "to_award"
    assert not FamilyChoice.objects.exists()


def test_a_near_tie_goes_to_the_family_without_being_asked(set_clock: Clock) -> None:
    """C5: the link's token is in the letter alone."""
    made = near(set_clock)
    assert made.state == "with_family"
    choice = FamilyChoice.objects.get()
    first, second, _ = made.bids()
    assert choice.bids == [str(first.id), str(second.id)]
    assert bytes(choice.token_sha256) == hashlib.sha256(made.token().encode()).digest()
    assert choice.expires_at.date() - choice.asked_at.date() == timedelta(days=7), "five working days"
    with pytest.raises(Refused, match="cannot be awarded now"):
        made.award(made.published.bidders[0])


def test_the_family_sees_places_without_prices_and_answers_once(set_clock: Clock) -> None:
    made = near(set_clock)
    token = made.token()
    digest = hashlib.sha256(token.encode()).digest()
    page = family_page(digest, at=clock.now())
    assert page is not None
    assert page.called == "Sam"
    assert [place.name for place in page.places] == ["School 0", "School 1"]
    assert "100.00" not in repr(page)
    assert [row.kind for row in audit.timeline(about=made.published.referral_id)][-1] == events.FAMILY_PAGE_VIEWED
    second = made.bids()[1]
    at = clock.now()
    assert isinstance(answer_family(token=token, bid_id=second.id, reason="", code="123456", at=at), WrongCode)
    send_family_code(token=token, at=at)
    code = made.code()
    wrong = "000000" if code != "000000" else "111111"
    assert isinstance(answer_family(token=token, bid_id=second.id, reason="", code=wrong, at=at), WrongCode)
    assert FamilyChoice.objects.get().code_tries == 1
    assert answer_family(token=token, bid_id=second.id, reason="She liked the garden.", code=code, at=at) is None
    assert made.state == "to_award"
    with pytest.raises(Refused, match="answered already"):
        answer_family(token=token, bid_id=None, reason="", code=code, at=at)
    with pytest.raises(Refused, match="Only first place, or the place the family chose"):
        made.award(made.published.bidders[0])
    made.award(made.published.bidders[1])
    assert Award.objects.get().basis == "family_choice"
    choice = FamilyChoice.objects.get()
    assert b"garden" not in bytes(choice.reason)
    payloads = json.dumps([row.payload for row in audit.timeline(about=made.published.referral_id)], default=str)
    assert "garden" not in payloads


def test_ten_wrong_codes_end_the_guessing(set_clock: Clock) -> None:
    made = near(set_clock)
    token = made.token()
    at = clock.now()
    send_family_code(token=token, at=at)
    code = made.code()
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(10):
        assert isinstance(answer_family(token=token, bid_id=None, reason="", code=wrong, at=at), WrongCode)
    told = answer_family(token=token, bid_id=None, reason="", code=code, at=at)
    assert isinstance(told, WrongCode)
    assert "too often" in told.sentence


def test_a_place_that_is_not_on_the_page_cannot_be_chosen(set_clock: Clock) -> None:
    made = near(set_clock)
    token = made.token()
    send_family_code(token=token, at=clock.now())
    with pytest.raises(Refused, match="Choose one of the places"):
        answer_family(token=token, bid_id=made.bids()[2].id, reason="", code=made.code(), at=clock.now())
    with pytest.raises(NotThere):
        answer_family(token="another", bid_id=None, reason="", code="1", at=clock.now())


def test_silence_means_first_place(set_clock: Clock) -> None:
    made = near(set_clock)
    choice = FamilyChoice.objects.get()
    set_clock(choice.expires_at - timedelta(milliseconds=1))
    end_what_lapsed(0)
    assert made.state == "with_family"
    set_clock(choice.expires_at)
    with pytest.raises(Refused, match="time to answer has passed"):
        answer_family(token=made.token(), bid_id=None, reason="", code="1", at=clock.now())
    end_what_lapsed(0)
    assert made.state == "to_award"
    page = family_page(bytes(choice.token_sha256), at=clock.now())
    assert page is not None
    assert (page.standing, page.places) == ("expired", ())
    made.award(made.published.bidders[0])
    assert Award.objects.get().basis == "first_place"


def test_an_exact_tie_that_nobody_chooses_is_drawn_on_the_record(set_clock: Clock) -> None:
    """Rule 8."""
    made = scored(set_clock, prices=("100.00", "100.00"), marks=("4", "4"), choice_by="nobody")
    assert made.state == "to_award"
    drawn = [row.payload for row in audit.timeline(about=made.published.referral_id) if row.kind == events.LOTS_DRAWN]
    assert len(drawn) == 1
    for bidder in made.published.bidders:
        if str(made.bid_of(bidder).id) == drawn[0]["drawn"]:
            made.award(bidder)
        else:
            with pytest.raises(Refused):
                made.award(bidder)
    assert Award.objects.get().basis == "lots"


def test_without_an_address_of_the_family_the_officer_must_ask(set_clock: Clock) -> None:
    made = near(set_clock, email="")
    assert made.state == "scored"
    with pytest.raises(Refused, match="e-mail address"):
        made.acting(made.officer, ask_family, competition_id=made.competition_id)


def test_nothing_is_awarded_before_scores_or_twice(set_clock: Clock) -> None:
    """A15."""
    made = run(set_clock, bidders=2)
    for bidder in made.published.bidders:
        made.submit(bidder, content(made.published))
    made.open()
    with pytest.raises(Refused, match="cannot be awarded now"):
        made.award(made.published.bidders[0])
    made.mark_all(("5", "1"))
    made.score()
    for stranger in (made.evaluators[0], made.published.bidders[0].actor, made.published.world.people["officer"]):
        with pytest.raises(NotThere):
            made.acting(stranger, make_award, competition_id=made.competition_id, bid_id=made.bids()[0].id)
        with pytest.raises(NotThere):
            made.acting(stranger, score_bids, competition_id=made.competition_id)
    made.award(made.published.bidders[0])
    with pytest.raises(Refused, match="awarded already"):
        made.award(made.published.bidders[0])
    assert Award.objects.count() == 1


def test_every_bidder_has_feedback_in_the_transaction_of_the_award(set_clock: Clock) -> None:
    """C7: own scores and the winner's, rank, comments; never a rival's price or statement."""
    made = scored(set_clock)
    made.award(made.published.bidders[0])
    loser = made.published.bidders[2]
    with audit.transaction_as(loser.actor):
        feedback = Feedback.objects.get().content
        assert Bid.objects.count() == 1
    assert (feedback["won"], feedback["rank"], feedback["bidders"]) == (False, 3, 3)
    assert feedback["comment"]
    assert {one["code"] for one in feedback["criteria"]} == {
        "price",
        "outcomes",
        "needs",
        "features",
        "location",
        "competency",
    }
    winner = made.published.bidders[0]
    assert winner.name not in json.dumps(feedback)
    assert "800" not in json.dumps(feedback["winner"])
    with audit.transaction_as(made.officer):
        assert Feedback.objects.count() == 3


def test_accepting_opens_the_identity_to_the_winner_and_ends_the_losers_access(set_clock: Clock) -> None:
    """C6, R1."""
    made = scored(set_clock)
    winner, loser, _ = made.published.bidders
    for bidder in (winner, loser):
        Disclosure.objects.create(
            referral_id=made.published.referral_id,
            organisation_id=bidder.provider_id,
            stage=2,
            given_at=OPENED,
            given_because="Will bid",
        )
    award = made.award(winner)
    with audit.transaction_as(winner.actor):
        assert not ChildIdentity.objects.exists()
    with pytest.raises(NotThere):
        made.acting(loser.actor, accept_award, award_id=award)
    made.acting(winner.actor, accept_award, award_id=award)
    assert made.state == "accepted"
    with audit.transaction_as(winner.actor):
        assert ChildIdentity.objects.exists()
        assert ChildStory.objects.exists()
    with audit.transaction_as(loser.actor):
        assert not ChildIdentity.objects.exists()
        assert not ChildStory.objects.exists()
    with pytest.raises(Refused, match="been accepted"):
        made.acting(winner.actor, decline_award, award_id=award, because="Changed my mind")


def test_after_the_time_to_accept_the_award_passes_on(set_clock: Clock) -> None:
    made = scored(set_clock)
    winner = made.published.bidders[0]
    award = made.award(winner)
    set_clock(Award.objects.get().accept_by)
    with pytest.raises(Refused, match="time to accept this award has passed"):
        made.acting(winner.actor, accept_award, award_id=award)
    end_what_lapsed(0)
    # The two left are three points apart, so the family is asked for the first time.
    assert made.state == "with_family"


def test_after_a_withdrawal_the_family_is_asked_again_and_scores_stand(set_clock: Clock) -> None:
    """C6."""
    made = scored(set_clock, prices=("100.00", "100.00", "100.00"), marks=("5", "4.5", "4"))
    token = made.token()
    send_family_code(token=token, at=clock.now())
    first, second, third = made.bids()
    answer_family(token=token, bid_id=second.id, reason="", code=made.code(), at=clock.now())
    award = made.award(made.published.bidders[1])
    with audit.transaction_as(made.officer):
        before = list(Score.objects.order_by("bid_id").values_list("bid_id", "rank", "total"))
    made.acting(made.published.bidders[1].actor, decline_award, award_id=award, because="A member of staff left")
    assert made.state == "with_family"
    again = FamilyChoice.objects.latest("asked_at", "id")
    assert again.bids == [str(first.id), str(third.id)]
    with audit.transaction_as(made.officer):
        assert list(Score.objects.order_by("bid_id").values_list("bid_id", "rank", "total")) == before
    set_clock(again.expires_at)
    end_what_lapsed(0)
    with pytest.raises(Refused, match="withdrew"):
        made.award(made.published.bidders[1])
    made.award(made.published.bidders[0])
    with audit.transaction_as(made.officer):
        assert Feedback.objects.count() == 6, "the second award gives its own"


def test_a_place_suspended_after_the_scores_is_not_awarded(set_clock: Clock) -> None:
    """A3."""
    made = scored(set_clock, choice_by="nobody")
    Line.objects.filter(id=made.published.bidders[0].line_id).update(state="suspended")
    with pytest.raises(Refused, match="suspended"):
        made.award(made.published.bidders[0])
    made.award(made.published.bidders[1])
    assert "suspended" in made.bids()[0].excluded_because


def test_without_a_bid_the_competition_ends_with_a_reason(set_clock: Clock) -> None:
    made = run(set_clock, bidders=1)
    made.open()
    with pytest.raises(Refused, match="no bid to score"):
        made.score()
    with pytest.raises(Refused, match="reason"):
        made.acting(made.officer, end_without_award, competition_id=made.competition_id, because="No")
    made.acting(
        made.officer, end_without_award, competition_id=made.competition_id, because="Nobody made a bid for it."
    )
    assert made.state == "no_award"


def test_bids_that_were_made_are_marked_before_it_ends_without_award(set_clock: Clock) -> None:
    made = run(set_clock, bidders=1)
    made.submit(made.published.bidders[0], content(made.published))
    made.open()
    with pytest.raises(Refused, match="Mark and score"):
        made.acting(made.officer, end_without_award, competition_id=made.competition_id, because="We changed our mind.")


def test_no_award_can_be_made_for_another_competitions_bid(set_clock: Clock) -> None:
    made = scored(set_clock)
    with pytest.raises(NotThere):
        made.acting(
            made.officer, make_award, competition_id=made.competition_id, bid_id=made.published.bidders[0].slot_id
        )
