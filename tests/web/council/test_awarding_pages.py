"""Compare bids, and the award (C3 to C6)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fairplace.dps.competitions.actions.decline_award import decline_award
from fairplace.dps.competitions.actions.mark_statement import mark_statement
from fairplace.dps.competitions.models import Award, Bid
from fairplace.dps.qualification.models import Line
from fairplace.foundations import audit
from fairplace.foundations.messages.models import Message
from tests.dps.competitions.council_side import REASON, Run, content, run, with_standstill
from tests.dps.competitions.test_awarding import scored
from tests.dps.placements.test_agreement import accepted
from tests.dps.world import person
from tests.web.provider.test_bidding_pages import signed_in, text

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]


def marked(set_clock: Clock, bidders: int = 3, **given: object) -> Run:
    made = run(set_clock, bidders=bidders, **given)  # type: ignore[arg-type]
    prices = ["80.00", "100.00", "90.00", "95.00", "99.00"]
    for bidder, price in zip(made.published.bidders, prices, strict=False):
        needs = ("sensory",) if bidder is made.published.bidders[2] else ("speech", "sensory")
        made.submit(bidder, content(made.published, price=price, needs=needs))
    made.open()
    made.mark_all(["4", "3", "5", "2", "1"][:bidders])
    return made


def test_an_officer_scores_compares_and_awards(set_clock: Clock) -> None:
    made = marked(set_clock)
    here = f"/council/awarding/{made.competition_id}/"
    client = signed_in(made.officer)
    before = text(client.get(here))
    assert "Every mark is in" in before
    assert re.search(r"Bids opened \d+ \w{3} \d{4}", text(client.get("/council/referrals/"))), "since when it waits"
    assert "School 0" not in before, "no name and no price before the scores"
    page = text(client.post(here + "score/", follow=True))
    assert "School 0 is first, with" in page
    assert "50 × 720.00 ÷ 720.00 = 50.00" in page
    assert "12.3 miles" in page
    assert "School 0 leads School 1 by" in page
    assert "School 0 stays first unless" in page or "School 0 stays first whatever" in page, "C9"
    assert "For learning only, never touching the award" in page
    assert re.search(r"Scored \d+ \w{3} \d{4}", text(client.get("/council/referrals/")))
    assert "essential item “Speech and language therapy”" in page, "excluded ones below, with the reason in words"
    assert "There is a problem" in text(client.post(here + "award/", {}))
    page = text(client.post(here + "award/", {"sure": "on"}, follow=True))
    assert "Awarded to School 0" in page
    second = client.post(here + "award/", {"sure": "on"})
    assert second.status_code == 409
    assert "awarded already" in text(second)
    assert Award.objects.count() == 1


def test_until_every_mark_is_in_the_page_says_who_still_marks_and_offers_no_scores(set_clock: Clock) -> None:
    """C3: the next action is somebody else's, so it says whose."""
    made = run(set_clock, bidders=2)
    for bidder in made.published.bidders:
        made.submit(bidder, content(made.published))
    made.open()
    first, second = made.evaluators
    made.acting(first, mark_statement, bid_id=made.bids()[0].id, mark=Decimal(4), reason=REASON)
    page = text(signed_in(made.officer).get(f"/council/awarding/{made.competition_id}/"))
    assert "2 of 2 statements wait for their agreed mark" in page
    assert f"{first.name}: 1 of 2 marked" in page
    assert f"{second.name}: 0 of 2 marked" in page
    assert "Work out the scores" not in page
    made.mark_all(["4", "3"])
    assert "Work out the scores" in text(signed_in(made.officer).get(f"/council/awarding/{made.competition_id}/"))


def test_comparing_takes_no_more_queries_for_more_bids(set_clock: Clock) -> None:
    made = marked(set_clock, bidders=5, choice_by="nobody")
    made.score()
    client = signed_in(made.officer)
    here = f"/council/awarding/{made.competition_id}/"
    client.get(here)
    with CaptureQueriesContext(
        connection,
    ) as five:
        assert client.get(here).status_code == 200
    asked = [query["sql"] for query in five if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(asked) <= 12, "\n".join(asked)


def test_no_other_council_and_no_evaluator_compares(set_clock: Clock) -> None:
    """X1."""
    made = marked(set_clock)
    made.score()
    here = f"/council/awarding/{made.competition_id}/"
    for stranger in (made.evaluators[0], made.published.openers[0], made.published.world.people["officer"]):
        client = signed_in(stranger)
        assert client.get(here).status_code == 404
        assert client.post(here + "award/", {"sure": "on"}).status_code == 404
    assert signed_in(made.published.bidders[0].actor).get(here).status_code == 404


def test_an_award_that_is_not_due_is_told_and_changes_nothing(set_clock: Clock) -> None:
    made = marked(set_clock)
    made.score()
    client = signed_in(made.officer)
    here = f"/council/awarding/{made.competition_id}/"
    told = client.post(here + "award/", {"sure": "on", "bid": str(made.bids()[1].id)})
    assert told.status_code == 409
    assert "Only first place, or the place the family chose" in text(told)
    assert "Go back to the comparison" in text(client.post(here + "award/", {"sure": "on", "bid": "nonsense"}))
    assert not Award.objects.exists()


def test_a_competition_without_bids_ends_with_its_reason(set_clock: Clock) -> None:
    made = run(set_clock, bidders=1)
    made.open()
    client = signed_in(made.officer)
    here = f"/council/awarding/{made.competition_id}/"
    comparison = text(client.get(here))
    assert "Nobody made a bid" in comparison
    assert "To evaluate" not in comparison
    day, referral = text(client.get("/council/referrals/")), text(client.get(referral_page(made)))
    for said in ("No bid to go on with", "No bids", "See what can be done"):
        assert said in day
    assert "Nobody made a bid" in referral
    assert "issue the referral again with a wider search" in referral
    for page in (day, referral):
        assert "See the marking" not in page
        assert "being marked" not in page
    signatory = person(made.published.world.partner_id, "Signatory", "council_signatory")
    theirs = signed_in(signatory).get(referral_page(made))
    assert "A placement officer can end the competition" in text(theirs)
    assert here not in theirs.content.decode(), "a page that is not theirs"
    for evaluator in made.evaluators:
        marking = text(signed_in(evaluator).get("/council/marking/"))
        assert "Nothing waits for your mark" in marking
        assert "SUR-2026-0001" not in marking
    assert Message.objects.filter(key__startswith=f"no-bid:{made.competition_id}").exists(), "the officer goes on"
    opened = text(signed_in(made.published.openers[0]).get(f"/council/opening/{made.competition_id}/"))
    assert "No bids from" in opened
    assert "mark the statements next" not in opened
    assert "Give the reason" in text(client.post(here + "no-award/", {"because": ""}))
    ended = client.post(here + "no-award/", {"because": "Nobody made a bid for it."}, follow=True)
    assert "ended without an award" in text(ended)


def test_where_every_bid_is_excluded_there_is_one_thing_to_do_and_the_list_says_no_award_is_due(
    set_clock: Clock,
) -> None:
    made = run(set_clock, bidders=2)
    made.submit(made.published.bidders[0], content(made.published, needs=("sensory",)))
    made.submit(made.published.bidders[1], content(made.published))
    made.open()
    made.mark_all(["4", "4"])
    Line.objects.filter(id=made.published.bidders[1].line_id).update(state="suspended")
    made.score()
    client = signed_in(made.officer)
    page = text(client.get(f"/council/awarding/{made.competition_id}/"))
    assert "No bid can be awarded" in page
    assert page.count("End without an award") == 1
    day = text(client.get("/council/referrals/"))
    assert "No bid is left" in day
    assert "See what can be done" in day
    for untrue in ("An award is due", "No award can be made yet"):
        assert untrue not in day


def test_where_every_bid_is_excluded_before_the_scores_list_and_referral_say_so_c4(set_clock: Clock) -> None:
    made = run(set_clock, bidders=2)
    for bidder in made.published.bidders:
        made.submit(bidder, content(made.published))
    made.open()
    client = signed_in(made.officer)
    assert "The statements are being marked" in text(client.get("/council/referrals/"))
    with audit.transaction_as(made.officer):
        Bid.objects.filter(competition_id=made.competition_id).update(excluded_because="It was changed.")
    pages = [text(client.get(page)) for page in ("/council/referrals/", referral_page(made))]
    pages.append(text(client.get(f"/council/awarding/{made.competition_id}/")))
    for page in pages:
        assert "Every bid is excluded" in page
        assert "being marked" not in page
        assert "See the marking" not in page
    counts = text(client.get("/council/referrals/?stage=without_bids"))
    assert "SUR-2026-0001" in counts
    assert "SUR-2026-0001" not in text(client.get("/council/referrals/?stage=to_evaluate"))


def test_where_the_only_bidder_withdraws_from_the_award_nothing_says_that_one_is_due_c6(set_clock: Clock) -> None:
    made = scored(set_clock, prices=("100.00",), marks=("4",))
    winner = made.published.bidders[0]
    award_id = made.award(winner)
    made.acting(winner.actor, decline_award, award_id=award_id, because="A member of staff left")
    client = signed_in(made.officer)
    assert "No bid can be awarded" in text(client.get(f"/council/awarding/{made.competition_id}/"))
    for page in (text(client.get("/council/referrals/")), text(client.get(referral_page(made)))):
        assert "No bid is left" in page
        assert "An award is due" not in page


def test_a_referral_in_standstill_says_so_and_until_when_on_its_own_page_and_in_the_list_c6(
    set_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_standstill(monkeypatch)
    made = scored(set_clock, choice_by="nobody")
    made.award(made.published.bidders[0])
    award = Award.objects.get()
    client = signed_in(made.officer)
    pages = ("/council/referrals/", referral_page(made))
    assert all("Standstill ends" in text(client.get(address)) for address in pages)
    assert "In standstill" in text(client.get(referral_page(made)))
    set_clock(award.accept_from)
    client = signed_in(made.officer)
    for page in (text(client.get(address)) for address in pages):
        assert "Acceptance due" in page
        assert "tandstill" not in page
    assert "Waiting for acceptance" in text(client.get(referral_page(made)))


def test_a_signatory_is_sent_to_no_page_of_the_officers_from_a_referral_x1(set_clock: Clock) -> None:
    made = marked(set_clock)
    signatory = person(made.published.world.partner_id, "Signatory", "council_signatory")
    page = signed_in(signatory).get(referral_page(made)).content.decode()
    assert "See the marking" not in page
    assert f'/council/awarding/{made.competition_id}/"' not in page


def referral_page(made: Run) -> str:
    return f"/council/referrals/{made.published.referral_id}/"


def test_go_to_the_agreement_opens_that_agreement_k1(set_clock: Clock) -> None:
    made, _, agreement_id = accepted(set_clock)
    client = signed_in(made.officer)
    page = client.get(f"/council/awarding/{made.competition_id}/").content.decode()
    address = f"/council/agreements/{agreement_id}/"
    assert f'href="{address}">Go to the agreement' in page
    assert client.get(address).status_code == 200
