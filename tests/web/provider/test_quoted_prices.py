"""A need priced by the month, the year or once: kept and invoiced as quoted, scored by the week (C3, rule 0)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from fairplace.dps.competitions.actions.accept_award import accept_award
from fairplace.dps.competitions.rules.prices import Quote, Unit
from fairplace.dps.placements.models import PlacementAgreement
from fairplace.dps.placements.queries.agreements import agreement_document
from fairplace.foundations import audit
from tests.dps.competitions.council_side import content, run
from tests.dps.competitions.published import Published
from tests.web.provider.test_bidding_pages import answer_will_bid, at, published, signed_in, text, typed

__all__ = ["published"]
pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]
WORKING = "£500.00 a month × 12 ÷ 52 = £115.38 a week"


def test_a_price_by_the_month_from_the_bid_to_the_agreement_c3(set_clock: Clock) -> None:
    made = run(set_clock, bidders=2)
    first, second = made.published.bidders
    client = signed_in(first.actor)
    answer_will_bid(client, first)
    changes = {f"cost_{heading}": "80" for heading in made.published.headings}
    changes |= {"meets_sensory": "on", "how_sensory": "Two quiet rooms."}
    changes |= {"priced_speech": "500", "unit_speech": "month"}
    fields = typed(made.published, client.get(at(first, "bid/")), **changes)
    saved = client.post(at(first, "bid/"), fields, follow=True)
    assert "£835.38" in text(saved), "nine headings at 80.00 and 115.38"
    assert f"Saved: {WORKING}" in text(saved)
    assert 'value="500.00"' in saved.content.decode()
    assert re.search(r'<option value="month" selected', saved.content.decode())
    check = client.get(at(first, "bid/check/"))
    assert "Not yet ready" not in text(check)
    assert WORKING in text(check)
    edition = re.search(r'name="edition" value="(\w+)"', check.content.decode())
    assert edition
    receipt = client.post(at(first, "bid/"), {"act": "submit", "edition": edition[1]}, follow=True)
    assert "Your receipt" in text(receipt)
    assert WORKING in text(receipt)

    made.submit(second, content(made.published))
    made.open()
    assert made.bid_of(first).content["quoted"] == {"speech": {"amount": "500.00", "unit": "month"}}
    made.mark_all(["4", "1"])
    made.score()
    assert made.bid_of(first).weekly_price == Decimal("835.38"), "scored by its weekly figure"
    compared = text(signed_in(made.officer).get(f"/council/awarding/{made.competition_id}/"))
    assert f"£115.38 ({WORKING})" in compared

    award_id = made.award(first)
    made.acting(first.actor, accept_award, award_id=award_id)
    with audit.transaction_as(first.actor):
        agreement_id = PlacementAgreement.objects.values_list("id", flat=True).get(award_id=award_id)
        document = agreement_document(actor=first.actor, agreement_id=agreement_id).content
    paper = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(document)).pages).split())
    assert "£500.00 a month" in paper
    assert "£115.38" in paper
    assert "invoiced as it is quoted" in paper


def test_what_was_typed_is_kept_with_its_unit_on_an_error_c3(published: Published) -> None:
    bidder = published.bidders[0]
    client = signed_in(bidder.actor)
    answer_will_bid(client, bidder)
    fields = typed(published, client.get(at(bidder, "bid/")), priced_speech="plenty", unit_speech="once")
    page = client.post(at(bidder, "bid/"), fields)
    assert "must be an amount of money" in text(page)
    assert 'value="plenty"' in page.content.decode()
    assert re.search(r'<option value="once" selected', page.content.decode())
    odd = client.post(at(bidder, "bid/"), fields | {"priced_speech": "5", "unit_speech": "fortnight"})
    assert "Select one of the answers to “Unit of the price for" in text(odd)


def test_a_unit_that_was_chosen_before_its_amount_is_kept_c3(published: Published) -> None:
    bidder = published.bidders[0]
    client = signed_in(bidder.actor)
    answer_will_bid(client, bidder)
    fields = typed(published, client.get(at(bidder, "bid/")), priced_speech="", unit_speech="month")
    saved = client.post(at(bidder, "bid/"), fields, follow=True)
    assert "Draft saved" in text(saved)
    assert re.search(r'<option value="month" selected', saved.content.decode())
    assert "Extra for Speech" not in text(client.get(at(bidder, "bid/check/"))), "no price, nothing to invoice"


def test_what_is_paid_once_is_spread_over_the_expected_weeks_of_the_referral_c3(published: Published) -> None:
    bidder = published.bidders[0]
    client = signed_in(bidder.actor)
    answer_will_bid(client, bidder)
    page = client.get(at(bidder, "bid/"))
    assert "what is paid once ÷ the 78 weeks" in text(page)
    fields = typed(published, page, priced_speech="1000", unit_speech="once")
    assert "£1,000.00 once ÷ 78 weeks = £12.82 a week" in text(client.post(at(bidder, "bid/"), fields, follow=True))


def test_in_the_words_of_every_unit_c3() -> None:
    assert [Quote(Decimal(1200), unit).words for unit in Unit] == [
        "£1,200.00 a week",
        "£1,200.00 a month",
        "£1,200.00 a year",
        "£1,200.00 once",
    ]
