"""The provider's pages from the invitation to the receipt (R1, R6, C1, C2, bad input)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fairplace.dps.competitions import events
from fairplace.dps.competitions.models import Competition, Invitation
from fairplace.dps.organisations.models import Establishment
from fairplace.foundations.audit.models import Event
from fairplace.foundations.kernel.actor import Actor
from tests.dps.competitions.published import CLOSES, STORY, Bidder, Published, publish
from tests.dps.competitions.writing import CANARY
from tests.dps.world import AT

SetClock = Callable[[datetime | None], None]
LATER = AT + timedelta(hours=3)


@pytest.fixture
def published(db: None, set_clock: SetClock) -> Published:
    set_clock(LATER)
    return publish(2)


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.person_id))
    return client


def at(bidder: Bidder, page: str = "") -> str:
    return f"/provider/referrals/{bidder.invitation_id}/{page}"


def text(response: HttpResponse) -> str:
    body = re.sub(r"<script.*?</script>|<style.*?</style>", "", response.content.decode(), flags=re.S)
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", body).split()))


def answer_will_bid(client: Client, bidder: Bidder) -> None:
    response = client.post(at(bidder, "answer/"), {"answer": "will_bid", "confidential": "on"})
    assert (response.status_code, response["Location"]) == (302, at(bidder, "bid/code/"))


def typed(published: Published, page: HttpResponse, **changes: str) -> dict[str, str]:
    """The fields of the bid as somebody fills them in."""
    edition = re.search(r'name="edition" value="(\w*)"', page.content.decode())
    assert edition
    return {
        "act": "save",
        "edition": edition[1],
        "meets_speech": "on",
        "how_speech": "A therapist on two days.",
        "has_pool": "on",
        "statement": f"{CANARY}, twice a week.",
        **{f"cost_{heading}": "£98.76" for heading in published.headings},
        "priced_speech": "54.32",
        **changes,
    }


def test_opening_the_referral_reads_it_once_and_shows_nothing_of_the_child_r1_r6(published: Published) -> None:
    bidder = published.bidders[0]
    client = signed_in(bidder.actor)
    for _ in range(2):
        page = client.get(at(bidder))
        assert page.status_code == 200
    shown = text(page)
    for words in ("Speech and language therapy", "Makes a friend", "10 to 20 miles", "8 to 10 years", "GU2"):
        assert words in shown
    assert "Why you were sent this" in shown
    assert "12.34" not in shown
    assert not re.search(r"\bsea\b", shown)
    assert Invitation.objects.get(id=bidder.invitation_id).read_at == LATER
    assert Event.objects.filter(kind=events.INVITATION_READ).count() == 1


def test_story_is_there_only_after_will_bid_and_each_reading_is_recorded_r1(published: Published) -> None:
    bidder = published.bidders[0]
    client = signed_in(bidder.actor)
    assert client.get(at(bidder, "story/")).status_code == 404
    answer_will_bid(client, bidder)
    assert STORY in text(client.get(at(bidder, "story/")))
    client.get(at(bidder, "story/"))
    assert Event.objects.filter(kind="referrals.story_read").count() == 2


def test_a_link_answers_nothing_r6(published: Published) -> None:
    bidder = published.bidders[0]
    client = signed_in(bidder.actor)
    client.get(at(bidder, "answer/") + "?answer=cannot&reason=full")
    assert Invitation.objects.get(id=bidder.invitation_id).answer == ""


def test_cannot_takes_one_tap_and_a_wrong_reason_is_a_sentence_r6(published: Published) -> None:
    bidder = published.bidders[0]
    client = signed_in(bidder.actor)
    assert "Choose the reason" in text(client.post(at(bidder, "answer/"), {"answer": "cannot"}))
    client.post(at(bidder, "answer/"), {"answer": "cannot", "reason": "staffing"})
    row = Invitation.objects.get(id=bidder.invitation_id)
    assert (row.answer, row.reason) == ("cannot", "staffing")
    assert "Staffing" in text(client.get(at(bidder)))


def test_r6_whoever_cannot_finds_the_referral_again_to_bid_after_all(published: Published) -> None:
    """Red while it left the tasks, so that only the link of an e-mail led to "Changed your mind?"."""
    bidder = published.bidders[0]
    client = signed_in(bidder.actor)
    client.post(at(bidder, "answer/"), {"answer": "cannot", "reason": "staffing"})
    tasks = client.get("/provider/tasks/").content.decode()
    before, _, after = tasks.partition("Bids are still open where you said that you cannot")
    assert at(bidder) in after
    assert at(bidder) not in before
    assert "Bid after all" in text(client.get(at(bidder)))
    client.post(at(bidder, "answer/"), {"answer": "will_bid", "confidential": "on"})
    assert "said that you cannot" not in text(client.get("/provider/tasks/"))


def test_confidentiality_is_asked_beside_its_tick_r1(published: Published) -> None:
    bidder = published.bidders[0]
    page = signed_in(bidder.actor).post(at(bidder, "answer/"), {"answer": "will_bid"})
    assert "There is a problem" in text(page)
    assert 'href="#id_confidential"' in page.content.decode()


def test_code_is_kept_where_no_script_reads_it_past_closing_c2(published: Published) -> None:
    bidder = published.bidders[0]
    client = signed_in(bidder.actor)
    response = client.post(at(bidder, "answer/"), {"answer": "will_bid", "confidential": "on"})
    cookie = response.cookies["bid_code"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == at(bidder)
    assert cookie["max-age"] == (CLOSES + timedelta(days=30) - LATER).total_seconds(), "the closing time may be moved"
    assert cookie.value in text(client.get(at(bidder, "bid/code/")))


def test_whole_bid_through_the_pages_c1(published: Published) -> None:
    bidder = published.bidders[0]
    client = signed_in(bidder.actor)
    answer_will_bid(client, bidder)
    page = client.get(at(bidder, "bid/"))
    assert "Draft, not submitted" in text(page)
    saved = client.post(at(bidder, "bid/"), typed(published, page), follow=True)
    weekly = "£943.16"  # nine headings at 98.76 and 54.32
    assert weekly in text(saved)
    assert "£49,044.32" in text(saved)
    check = client.get(at(bidder, "bid/check/"))
    assert "Not yet ready" not in text(check)
    edition = re.search(r'name="edition" value="(\w+)"', check.content.decode())
    assert edition
    receipts = set()
    for _ in range(2):
        receipt = client.post(at(bidder, "bid/"), {"act": "submit", "edition": edition[1]}, follow=True)
        found = re.search(r"Your receipt ([0-9A-F-]{19})", text(receipt))
        assert found
        receipts.add(found[1])
        assert receipt.request["PATH_INFO"] == at(bidder, "bid/"), "no address tells a receipt from a draft"
    assert len(receipts) == 1
    assert CANARY in text(receipt)
    client.post(at(bidder, "bid/"), {"act": "withdraw"})
    assert "Draft, not submitted" in text(client.get(at(bidder, "bid/")))


def test_not_yet_ready_says_why_and_links_to_the_field_c1(published: Published) -> None:
    bidder = published.bidders[0]
    client = signed_in(bidder.actor)
    answer_will_bid(client, bidder)
    page = client.get(at(bidder, "bid/"))
    fields = typed(published, page, how_speech="", statement="") | {"then": "check"}
    check = client.post(at(bidder, "bid/"), fields, follow=True)
    assert "Say how you will meet “Speech and language therapy”" in text(check)
    assert f'href="{at(bidder, "bid/")}#id_statement"' in check.content.decode()
    assert "Submit your bid" not in text(check)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"cost_{0}": "100.01"}, "may go down for one child, never up: enter £100.00 or less"),
        ({"cost_{0}": "plenty"}, "must be an amount of money"),
        ({"priced_speech": "-3"}, "must be £0 or more"),
        ({"discount_percent": "101"}, "must be 100 or less"),
    ],
)
def test_nothing_typed_is_lost_on_an_error_bad_input(
    published: Published, change: dict[str, str], sentence: str
) -> None:
    bidder = published.bidders[0]
    client = signed_in(bidder.actor)
    answer_will_bid(client, bidder)
    changed = {name.format(published.headings[0]): value for name, value in change.items()}
    page = client.post(at(bidder, "bid/"), typed(published, client.get(at(bidder, "bid/")), **changed))
    assert page.status_code == 200
    shown = page.content.decode()
    assert sentence in text(page)
    assert CANARY in shown
    for name, value in changed.items():
        assert f'value="{value}"' in shown
        assert f'href="#id_{name}"' in shown
    assert CANARY not in client.get(at(bidder, "bid/")).content.decode(), "nothing was saved"


def test_saving_after_the_closing_time_shows_what_was_typed_and_why_c2(
    published: Published, set_clock: SetClock
) -> None:
    bidder = published.bidders[0]
    client = signed_in(bidder.actor)
    answer_will_bid(client, bidder)
    fields = typed(published, client.get(at(bidder, "bid/")))
    set_clock(CLOSES + timedelta(milliseconds=1))
    page = client.post(at(bidder, "bid/"), fields)
    assert "The closing time has passed" in text(page)
    assert CANARY in page.content.decode()
    assert "was not submitted" in text(client.get(at(bidder, "bid/")))


def test_browser_without_the_code_keeps_what_was_typed_and_asks_for_it_c2(published: Published) -> None:
    bidder = published.bidders[0]
    client = signed_in(bidder.actor)
    answer_will_bid(client, bidder)
    code = client.cookies["bid_code"].value
    fields = typed(published, client.get(at(bidder, "bid/")))
    other = signed_in(bidder.actor)
    assert "Open your bid" in text(other.get(at(bidder, "bid/")))
    page = other.post(at(bidder, "bid/"), fields)
    assert "Enter your bid code to save" in text(page)
    assert CANARY in page.content.decode()
    saved = other.post(at(bidder, "bid/"), fields | {"bid_code": code.lower()}, follow=True)
    assert "Draft saved" in text(saved)
    wrong = signed_in(bidder.actor).post(at(bidder, "bid/"), {"act": "open", "bid_code": "not a code"})
    assert "Enter all 25 characters" in text(wrong)


def test_starting_again_warns_and_needs_its_tick_c2(published: Published) -> None:
    bidder = published.bidders[0]
    client = signed_in(bidder.actor)
    answer_will_bid(client, bidder)
    other = signed_in(bidder.actor)
    assert "Tick to say that" in text(other.post(at(bidder, "bid/"), {"act": "again"}))
    other.post(at(bidder, "bid/"), {"act": "again", "sure": "on"})
    assert "no longer opens the bid" in text(client.get(at(bidder, "bid/")))


PAGES = ("", "story/", "bid/", "bid/check/", "bid/code/", "award/", "child/", "feedback/")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_a_404_for_another_provider_and_for_the_council_x1(published: Published, page: str) -> None:
    mine, rival = published.bidders
    answer_will_bid(signed_in(mine.actor), mine)
    for actor in (rival.actor, published.officer):
        client = signed_in(actor)
        assert client.get(at(mine, page)).status_code == 404
        assert client.post(at(mine, page), {"act": "withdraw"}).status_code == 404


def test_tasks_are_sorted_by_time_left_in_few_queries_whatever_the_data(published: Published) -> None:
    bidder = published.bidders[0]
    client = signed_in(bidder.actor)
    client.get("/provider/tasks/")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/provider/tasks/")
    # session, person and walls: 7; referrals, placements, agreements, questions, evidence: 1 each; terms: 4
    assert len(queries) <= 16, [query["sql"] for query in queries]
    # its place goes with it: other providers' places are behind a wall
    Establishment.objects.update(provider_id=bidder.provider_id)
    Invitation.objects.update(provider_id=bidder.provider_id)
    with CaptureQueriesContext(connection) as more:
        assert "2 things to do" in text(client.get("/provider/tasks/"))
    assert len(more) == len(queries)
    Invitation.objects.exclude(id=bidder.invitation_id).update(provider_id=published.bidders[1].provider_id)
    assert "2 needs, 10 to 20 miles, day place, starts 5 January 2027" in text(page)
    assert "To answer" in text(page)
    answer_will_bid(client, bidder)
    assert "You will bid" in text(client.get("/provider/tasks/"))
    Competition.objects.update(state="cancelled")
    assert "Nothing needs you now" in text(client.get("/provider/tasks/"))
