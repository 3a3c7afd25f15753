"""The provider's pages after the opening: award, feedback, who the child is (C6, C7, R1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from fairplace.dps.competitions.actions.end_without_award import end_without_award
from fairplace.dps.competitions.models import Feedback, Invitation
from fairplace.dps.referrals.actions.give_disclosure import give_disclosure
from fairplace.foundations import audit
from fairplace.foundations.audit.models import Event
from tests.dps.competitions.council_side import Run, content, run
from tests.dps.competitions.published import STORY
from tests.dps.world import AT
from tests.web.provider.test_bidding_pages import at, signed_in, text

SetClock = Callable[[datetime | None], None]


@pytest.fixture
def awarded(db: None, set_clock: SetClock) -> Run:
    """Provider 0 is awarded; 1 loses by price; 2 never submitted."""
    made = run(set_clock, choice_by="nobody")
    winner, loser, _ = made.published.bidders
    made.submit(winner, content(made.published, price="80.00"))
    made.submit(loser, content(made.published, price="100.00"))
    for bidder in (winner, loser):
        with audit.transaction_as(bidder.actor):
            give_disclosure(
                actor=bidder.actor, referral_id=made.published.referral_id, organisation_id=bidder.provider_id,
                stage=2, because="Will bid", at=AT,
            )  # fmt: skip
    Invitation.objects.filter(id__in=[winner.invitation_id, loser.invitation_id]).update(answer="will_bid")
    made.open()
    made.mark_all(["4", "3"])
    made.score()
    made.award(winner)
    return made


def test_winner_finds_the_award_accepts_it_and_then_learns_who_the_child_is_c6_r1(awarded: Run) -> None:
    winner = awarded.published.bidders[0]
    client = signed_in(winner.actor)
    assert "Award to accept" in text(client.get("/provider/tasks/"))
    assert client.get(at(winner, "child/")).status_code == 404
    assert "£720.00 a week" in text(client.get(at(winner, "award/")))
    assert "Tick that you offer this place" in text(client.post(at(winner, "award/"), {"act": "accept"}))
    assert "Say why you decline" in text(client.post(at(winner, "award/"), {"act": "decline", "because": ""}))
    done = client.post(at(winner, "award/"), {"act": "accept", "sure": "on"}, follow=True)
    assert "You accepted the award" in text(done)
    reads = Event.objects.filter(kind="referrals.identity_read", actor_id=winner.actor.person_id)
    before = reads.count()
    assert "Samir Example" in text(client.get(at(winner, "child/")))
    assert reads.count() == before + 1


def test_loser_reads_own_scores_beside_the_winners_c7(awarded: Run) -> None:
    winner, loser, silent = awarded.published.bidders
    client = signed_in(loser.actor)
    assert "Feedback to read" in text(client.get("/provider/tasks/"))
    page = text(client.get(at(loser, "feedback/")))
    assert "2 of 2" in page
    assert "Provider 0" in page
    assert "It answers the outcome step by step." in page
    assert "10 to 20 miles: 5 × 4 ÷ 5" in page
    assert "12.3" not in page, "three exact distances would find the home"
    assert "900.00" in text(client.get(at(loser, "bid/"))), "one's own bid, as it was opened"
    assert "Feedback to read" not in text(client.get("/provider/tasks/"))
    for page_name in ("award/", "child/"):
        assert client.get(at(loser, page_name)).status_code == 404
    assert signed_in(silent.actor).get(at(silent, "feedback/")).status_code == 404
    assert winner.name


def test_losers_access_to_the_story_ends_by_itself_r1(awarded: Run) -> None:
    winner, loser, _ = awarded.published.bidders
    client = signed_in(loser.actor)
    assert STORY in text(client.get(at(loser, "story/")))
    signed_in(winner.actor).post(at(winner, "award/"), {"act": "accept", "sure": "on"})
    assert client.get(at(loser, "story/")).status_code == 404
    assert "Read the child’s story" not in text(client.get(at(loser)))


def test_winner_may_decline_with_a_reason_c6(awarded: Run) -> None:
    winner = awarded.published.bidders[0]
    client = signed_in(winner.actor)
    done = client.post(
        at(winner, "award/"), {"act": "decline", "because": "A place we counted on is taken."}, follow=True
    )
    assert "You declined the award" in text(done)


@pytest.mark.parametrize("page", ["", "bid/", "feedback/", "award/"])
def test_signatory_sees_what_is_for_them_and_bids_nothing_x1(awarded: Run, page: str) -> None:
    winner = awarded.published.bidders[0]
    status = signed_in(winner.signatory).get(at(winner, page)).status_code
    assert status == (404 if page == "bid/" else 200)


def test_everyone_invited_reads_why_there_was_no_award_c6(db: None, set_clock: SetClock) -> None:
    made = run(set_clock, bidders=1)
    made.open()
    reason = "No place answered; the council looks further away."
    made.acting(made.officer, end_without_award, competition_id=made.competition_id, because=reason)
    invited = made.published.bidders[0]
    assert reason in text(signed_in(invited.actor).get(at(invited, "")))


def test_bidders_read_their_scores_and_the_reason_where_nothing_is_awarded_c7(db: None, set_clock: SetClock) -> None:
    made = run(set_clock, choice_by="nobody")
    first, second, silent = made.published.bidders
    made.submit(first, content(made.published, price="80.00"))
    made.submit(second, content(made.published, price="100.00"))
    made.open()
    made.mark_all(["4", "3"])
    made.score()
    reason = "The family has moved to another county."
    made.acting(made.officer, end_without_award, competition_id=made.competition_id, because=reason)
    client = signed_in(second.actor)
    assert "Feedback to read" in text(client.get("/provider/tasks/"))
    page = text(client.get(at(second, "feedback/")))
    assert f"No award was made. {reason}" in page
    assert "2 of 2" in page
    assert "It answers the outcome step by step." in page
    assert "winner’s" not in page.replace("Winner’s total No winner", "")
    assert "Provider 0" not in page
    letter = client.get(at(second, "feedback/letter/"))
    assert letter["Content-Type"] == "application/pdf"
    with audit.transaction_as(made.officer):
        (given,) = Feedback.objects.filter(bid__provider=first.provider_id)
    assert (given.award_id, given.content["won"], given.content["rank"]) == (None, False, 1)
    assert signed_in(silent.actor).get(at(silent, "feedback/")).status_code == 404


def test_a_letter_without_award_says_why_a_bid_was_excluded_c7(db: None, set_clock: SetClock) -> None:
    made = run(set_clock, choice_by="nobody", bidders=1)
    (only,) = made.published.bidders
    bid = content(made.published, needs=["sensory"])
    made.submit(only, bid)
    made.open()
    made.acting(made.officer, end_without_award, competition_id=made.competition_id, because="No bid meets the needs.")
    page = text(signed_in(only.actor).get(at(only, "feedback/")))
    assert "No award was made. No bid meets the needs. Your bid was excluded:" in page, page[page.index("No award") :][
        :300
    ]
    assert "Not scored" in page
