"""The pages of openers and evaluators: what they say, and what they never show (C2, C3, C11)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from tests.dps.competitions.council_side import OPENED, Run, content, run
from tests.dps.competitions.published import PASSPHRASE
from tests.web.provider.test_bidding_pages import signed_in, text

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]


def closed(set_clock: Clock) -> Run:
    made = run(set_clock, bidders=2)
    for bidder in made.published.bidders:
        made.submit(bidder, content(made.published, price="91.23", statement="A friend at School 0, at School 1."))
    return made


def test_two_openers_open_by_their_pages(set_clock: Clock) -> None:
    """C2, C11: declare, turn, a second person finishes."""
    made = closed(set_clock)
    first, second, _ = made.published.openers
    here = f"/council/opening/{made.competition_id}/"
    client = signed_in(first)
    assert "Make your opening key" in text(client.get("/council/opening/"))
    assert "Declare your interests" in text(client.get(here))
    page = text(client.post(here + "declare/", {}))
    assert "Say whether you have an interest" in page
    client.post(here + "declare/", {"has_interest": "no"})
    assert "Come back after the closing time" in text(client.get(here))
    assert "Nothing waits for your key now" in text(client.get("/council/opening/"))
    set_clock(OPENED)
    assert "1 competition is past the closing time and waits for your key" in text(client.get("/council/opening/"))
    page = text(client.post(here, {"passphrase": "not the right words"}))
    assert "not your opening passphrase" in page
    assert PASSPHRASE not in page
    assert "a second opener must turn" in text(client.post(here, {"passphrase": PASSPHRASE}, follow=True))
    assert "Nothing waits for your key now" in text(client.get("/council/opening/"))
    other = signed_in(second)
    other.post(here + "declare/", {"has_interest": "no"})
    assert f"{first.name} turned their key" in text(other.get(here))
    page = text(other.post(here, {"passphrase": PASSPHRASE}, follow=True))
    assert "The bids are open: 2 bids" in page
    assert "School" not in page
    assert "91.23" not in page


def test_whoever_is_no_opener_sees_a_404(set_clock: Clock) -> None:
    made = closed(set_clock)
    here = f"/council/opening/{made.competition_id}/"
    for stranger in (made.officer, made.evaluators[0], made.published.world.people["officer"]):
        assert signed_in(stranger).get(here).status_code == 404


def test_an_evaluator_marks_without_names_prices_or_others_marks(set_clock: Clock) -> None:
    """C3: searched for in every page of the way."""
    made = closed(set_clock)
    one, two = made.evaluators
    made.open()
    made.set_clock(OPENED)
    client, other = signed_in(one), signed_in(two)
    pages = [client.get("/council/marking/"), client.get(f"/council/marking/{made.competition_id}/", follow=True)]
    for number, bid in enumerate(sorted(made.bids(), key=lambda bid: bid.label)):
        here = f"/council/marking/statement/{bid.id}/"
        pages += [client.get(here), client.post(here, {"mark": "9", "reason": "Much too good to be true"})]
        assert "must be from 0 to 5" in text(pages[-1])
        assert "Much too good to be true" in text(pages[-1]), "nothing typed is lost"
        pages.append(client.post(here, {"mark": str(4 - number), "reason": "SECRET-WORDS of the first"}, follow=True))
        assert client.get(here + "agree/").status_code == 404, "not before the other mark is in"
        assert "SECRET-WORDS" not in text(other.get(here))
        other.post(here, {"mark": "1", "reason": "The second sees it otherwise"})
        pages.append(client.get(here + "agree/"))
        assert "SECRET-WORDS of the first" in text(pages[-1])
        assert "The second sees it otherwise" in text(pages[-1])
    assert "40 % or more" in " ".join(text(page) for page in pages)
    for bid in made.bids():
        pages.append(
            client.post(
                f"/council/marking/statement/{bid.id}/agree/",
                {"mark": "3", "reason": "We talked it through: the first step is named, but nobody answers for it."},
                follow=True,
            )
        )
    assert "Every mark is agreed" in text(pages[-1])
    for page in pages:
        shown = text(page)
        for hidden in ("School 0", "School 1", "Provider 0", "Provider 1", "91.23", "£"):
            assert hidden not in shown, hidden


def test_an_evaluator_with_an_interest_sees_nothing(set_clock: Clock) -> None:
    """C11."""
    made = closed(set_clock)
    one, two = made.evaluators
    made.evaluators = [two]
    made.open()
    client = signed_in(one)
    bid = made.bids()[0]
    assert client.get(f"/council/marking/statement/{bid.id}/").status_code == 404
    declared = {"has_interest": "yes", "interest": "My son goes there"}
    client.post(f"/council/marking/{made.competition_id}/declare/", declared)
    assert "You take no part" in text(client.get("/council/marking/"))
    assert client.get(f"/council/marking/statement/{bid.id}/").status_code == 404
