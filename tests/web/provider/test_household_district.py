"""C3, rule 0: a fostering bid names the district of one household; what nobody can measure from is asked for again."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest

from fairplace.dps.competitions.models import Slot
from fairplace.dps.organisations.models import Establishment
from fairplace.foundations import audit
from tests.dps.competitions.published import Bidder, Published
from tests.dps.world import beyond_walls
from tests.spoken import spoken
from tests.web.provider.test_bidding_pages import answer_will_bid, at, published, signed_in, text, typed

__all__ = ["published"]
pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]


@pytest.fixture
def fostering(published: Published) -> Published:
    beyond_walls(Establishment.objects.update)(kind="fostering_agency")
    return published


def _sealed(bidder: Bidder) -> bytes:
    with audit.transaction_as(bidder.actor):
        return bytes(Slot.objects.get(id=bidder.slot_id).content or b"")


@pytest.mark.parametrize(
    ("district", "sentence"),
    [
        ("ZZ9", "We do not know the postcode district “ZZ9”."),
        ("ZZ99 9ZZ", "We do not know the postcode district “ZZ99”."),
        ("near Guildford", "We do not know the postcode district “near Guildford”."),
        ("JE2", "“JE2” is in Jersey, Guernsey or the Isle of Man"),
        ("<b>GU2</b>", "We do not know the postcode district “<b>GU2</b>”."),
        ("GU2" * 90, "must be 200 characters or fewer"),
    ],
)
def test_a_district_that_nobody_can_measure_from_is_asked_for_again_with_all_that_was_typed_c3(
    fostering: Published, district: str, sentence: str
) -> None:
    bidder = fostering.bidders[0]
    client = signed_in(bidder.actor)
    answer_will_bid(client, bidder)
    before = _sealed(bidder)
    fields = typed(fostering, client.get(at(bidder, "bid/")), district=district, priced_speech="54.30")
    page = client.post(at(bidder, "bid/"), fields)
    body = page.content.decode()
    assert page.status_code == 200
    assert "There is a problem" in text(page)
    assert sentence in text(page)
    assert 'href="#id_district"' in body
    assert "<b>GU2</b>" not in body
    for kept in ("A therapist on two days.", 'value="54.30"', 'value="£98.76"'):
        assert kept in body
    assert _sealed(bidder) == before


@pytest.mark.parametrize("district", ["GU2", " gu 2", "gu2 7xh", "GU27XH"])
def test_a_district_is_kept_and_of_a_full_postcode_no_more_than_that_c3(fostering: Published, district: str) -> None:
    bidder = fostering.bidders[0]
    client = signed_in(bidder.actor)
    answer_will_bid(client, bidder)
    fields = typed(fostering, client.get(at(bidder, "bid/")), district=district)
    saved = client.post(at(bidder, "bid/"), fields, follow=True)
    assert "Draft saved" in text(saved)
    assert re.search(r'name="district"[^>]*value="GU2"|value="GU2"[^>]*name="district"', saved.content.decode())
    assert "7XH" not in spoken(saved.content.decode()).upper().replace(" ", "")
    check = text(client.get(at(bidder, "bid/check/")))
    assert "Postcode district of the household GU2" in check
    assert "Not yet ready" not in check
    assert not re.search(r"\d miles", check), "trying districts would find the home"


def test_a_fostering_bid_without_a_district_is_saved_but_not_ready_and_a_school_is_not_asked_c3(
    fostering: Published,
) -> None:
    bidder = fostering.bidders[0]
    client = signed_in(bidder.actor)
    answer_will_bid(client, bidder)
    saved = client.post(at(bidder, "bid/"), typed(fostering, client.get(at(bidder, "bid/"))), follow=True)
    assert "Enter the first half of the household’s postcode, like GU2." in text(saved)
    beyond_walls(Establishment.objects.update)(kind="independent_special_school")
    assert 'name="district"' not in client.get(at(bidder, "bid/")).content.decode()
