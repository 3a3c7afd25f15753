"""A price and its unit stand side by side, on a phone too, however long the need's name is (C3, X2)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser

from fairplace.dps.referrals.models import ReferralItem
from tests.dps.competitions.published import Published
from tests.dps.world import beyond_walls
from tests.web.provider.test_bidding_pages import answer_will_bid, at, published, signed_in

__all__ = ["published"]
pytestmark = pytest.mark.django_db
LONG = "A teacher of the deaf who comes each week and shows the adults of the house what to do between visits"


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_x2_amount_and_unit_stand_side_by_side_under_a_long_label(
    published: Published, browser: Browser, width: int, tmp_path: Path
) -> None:
    beyond_walls(ReferralItem.objects.filter(code="speech").update)(name=LONG)
    bidder = published.bidders[0]
    client = signed_in(bidder.actor)
    answer_will_bid(client, bidder)
    html = client.get(at(bidder, "bid/")).content.decode()
    sheets = re.findall(rf'href="{settings.STATIC_URL}([^"]+\.css)"', html)
    assert sheets
    css = "".join(Path(str(finders.find(re.sub(r"\.[0-9a-f]{12}\.css", ".css", one)))).read_text() for one in sheets)
    page = browser.new_page(viewport={"width": width, "height": 900})
    try:
        page.set_content(re.sub(r"<script.*?</script>|<link[^>]*>", "", html, flags=re.S))
        page.add_style_tag(content=css)
        amount = page.locator("#id_priced_speech").bounding_box()
        unit = page.locator("#id_unit_speech").bounding_box()
        page.locator(".fp-quote").first.screenshot(path=tmp_path / "quote.png")
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    finally:
        page.close()
    assert amount
    assert unit
    assert abs(amount["y"] + amount["height"] - unit["y"] - unit["height"]) < 2, "on one line"
    assert 0 <= unit["x"] - amount["x"] - amount["width"] <= 20, "next to each other"
    assert over <= 0
