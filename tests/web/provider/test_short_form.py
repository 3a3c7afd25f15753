"""R13, §7.3, domain 3.4: places, needs and price, with a statement only where the category asks for one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from fairplace.dps.competitions.queries import bid_terms as terms_query
from fairplace.dps.competitions.rules.bid_content import content_from_json, receipt_holds
from fairplace.dps.competitions.rules.bid_faults import faults
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.dps.referrals.actions import change_weights as weighing
from fairplace.dps.referrals.actions.change_weights import change_weights
from fairplace.dps.referrals.actions.start_referral import start_referral
from fairplace.dps.referrals.models import Referral
from fairplace.dps.referrals.rules.weights import USUAL, default_quality_weights
from fairplace.foundations import audit
from fairplace.foundations.kernel.refused import Refused
from tests.dps.competitions.published import Published, publish
from tests.dps.competitions.rules.test_bid_faults import READY, RECEIPT, TERMS
from tests.dps.competitions.writing import CANARY
from tests.dps.world import AT
from tests.web.provider.test_bidding_pages import answer_will_bid, at, signed_in, text, typed

SetClock = Callable[[datetime | None], None]
LATER = AT + timedelta(hours=3)
SHORT = replace(TERMS, short=True)


@pytest.fixture
def published(db: None, set_clock: SetClock) -> Published:
    set_clock(LATER)
    made = publish(1)
    Referral.objects.update(urgency="emergency")
    return made


@pytest.mark.parametrize("places", [None, 0, 1000])
def test_the_short_form_asks_how_many_places_are_free_r13(places: int | None) -> None:
    assert [fault.field for fault in faults(replace(READY, places=places), SHORT)] == ["places"]
    assert faults(replace(READY, places=1, how={}), SHORT) == [], "a ticked need speaks for itself"


def test_a_receipt_holds_with_places_and_that_of_a_full_form_is_what_it_always_was_r13_c2() -> None:
    with_places = replace(READY, places=3).submitted(RECEIPT)
    again = content_from_json(with_places.as_json())
    assert again == with_places
    assert receipt_holds(again)
    assert not receipt_holds(replace(again, places=4))
    assert "places" not in READY.submitted(RECEIPT).as_json()


def test_in_an_emergency_a_bid_is_places_ticks_a_short_statement_and_prices_r13_r6(published: Published) -> None:
    (bidder,) = published.bidders
    client = signed_in(bidder.actor)
    answer_will_bid(client, bidder)
    page = client.get(at(bidder, "bid/"))
    assert "How many places do you have free from the start?" in text(page)
    assert "of 150 words" in text(page)
    told = typed(published, page, how_speech="", then="check")
    shown = text(client.post(at(bidder, "bid/"), told, follow=True))
    assert "Enter how many places you have free: 1 or more." in shown
    assert "Say how you will meet" not in shown
    page = client.get(at(bidder, "bid/"))
    assert "What you saved cannot be submitted yet because Enter how many places you have free" in text(page)
    assert 'href="#id_places"' in page.content.decode()
    check = client.post(
        at(bidder, "bid/"), typed(published, page, how_speech="", places="2", then="check"), follow=True
    )
    assert "Submit your bid" in text(check)
    assert "Places free from the start 2" in text(check)


def test_price_is_shown_by_week_month_and_year_c1(published: Published) -> None:
    (bidder,) = published.bidders
    client = signed_in(bidder.actor)
    answer_will_bid(client, bidder)
    page = client.get(at(bidder, "bid/"))
    shown = text(client.post(at(bidder, "bid/"), typed(published, page, places="2"), follow=True))
    # £943.16 a week, times 52 is £49,044.32, a twelfth of which is £4,087.0267
    for words in ("£943.16 a week", "A month £4,087.03", "A year of 52 weeks £49,044.32"):
        assert words in shown


def test_a_category_that_asks_for_no_statement_gets_none_and_its_weight_goes_to_needs_r13_r3(
    published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without(version: UUID) -> CategoryContent:
        return replace(content_of(version), statement=None, short_form=True)

    monkeypatch.setattr(terms_query, "content_of", without)
    (bidder,) = published.bidders
    client = signed_in(bidder.actor)
    answer_will_bid(client, bidder)
    page = client.get(at(bidder, "bid/"))
    assert "Your statement" not in text(page)
    check = client.post(at(bidder, "bid/"), typed(published, page, places="2", then="check"), follow=True)
    assert "Submit your bid" in text(check)
    assert CANARY not in text(check)
    usual = default_quality_weights(Decimal(50), statement=False)
    assert usual == USUAL._replace(needs=Decimal(22), outcomes=Decimal(0))
    monkeypatch.setattr(weighing, "content_of", without)
    officer = published.officer
    with audit.transaction_as(officer):
        referral = start_referral(
            actor=officer, category_id=published.world.category("sen").id, placement_kind="day", at=LATER
        )
        given = {"actor": officer, "referral_id": referral, "price_weight": Decimal(50), "at": LATER}
        with pytest.raises(Refused, match="statement must weigh 0"):
            change_weights(**given, quality_weights=USUAL)  # type: ignore[arg-type]
        change_weights(**given, quality_weights=usual)  # type: ignore[arg-type]
