"""A9, A16, F: a bidder who wants to spoil the competition for everybody else cannot."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from django.test import Client

from fairplace.dps.competitions.models import Competition
from tests.attacks.scene import HARMLESS, Scene, signed_in, text
from tests.dps.competitions.council_side import content, run

Clock = Callable[[datetime | None], None]


@pytest.mark.django_db
def test_a_price_without_end_spoils_no_opening(set_clock: Clock) -> None:
    """As if it had got past every page: its slot is set aside, and the others are opened and scored."""
    made = run(set_clock, bidders=3)
    spoiler, *others = made.published.bidders
    endless = replace(content(made.published), priced_needs={"speech": Decimal("99999999999999.99")})
    made.submit(spoiler, endless)
    for bidder in others:
        made.submit(bidder, content(made.published))
    made.open()
    assert [bid.provider_id for bid in made.bids()] == [bidder.provider_id for bidder in others]
    assert Competition.objects.get(id=made.competition_id).state == "evaluating"
    made.mark_all(["4", "3"])
    made.score()


ODD = ["\x00", "NaN", "Infinity", "-1", "1e9", "9" * 400, "100000000", "٣", "£", "1,2,3", "0.001", "<b>", "\u202e"]


def test_what_no_bid_holds_is_asked_for_again_and_never_submitted(scene: Scene) -> None:
    """In all fields for an amount of the bid."""
    browser, address = rivals_draft(scene)
    for typed in ODD:
        page = browser.get(address).content.decode()
        names = [
            name
            for name in re.findall(r'<(?:input|textarea)[^>]* name="([^"]+)"', page)
            if name.startswith(("cost_", "priced_", "discount_percent"))
        ]
        assert len(names) > 4
        told = browser.post(address, HARMLESS | dict.fromkeys(names, typed) | {"act": "save", "edition": edition(page)})
        if told.status_code == 302:  # a draft may hold what a bid may not
            check = browser.get(address + "check/").content.decode()
            told = browser.post(address, {"act": "submit", "edition": edition(check)})
        assert told.status_code == 200, typed
        assert "There is a problem" in text(told) or "Not yet ready" in text(told), typed


def edition(page: str) -> str:
    found = re.search(r'name="edition" value="(\w*)"', page)
    return found[1] if found else ""


def rivals_draft(scene: Scene) -> tuple[Client, str]:
    """The rival has said that it will bid, and has an empty draft."""
    browser = signed_in(scene.rival.actor)
    invitation = scene.open_invitations[scene.rival.provider_id]
    browser.cookies["bid_code"] = scene.rival_code
    return browser, f"/provider/referrals/{invitation}/bid/"


@pytest.mark.attack("A16", "a core cost a penny above the accredited one, over HTTP")
def test_core_cost_a_penny_up_through_the_page_is_refused_a16(scene: Scene) -> None:
    browser, address = rivals_draft(scene)
    page = browser.get(address).content.decode()
    costs = re.findall(r'name="(cost_[\w-]+)"', page)
    form = HARMLESS | dict.fromkeys(costs, "100.00") | {"act": "save", "edition": edition(page)}
    told = browser.post(address, form | {costs[0]: "100.01"})
    assert told.status_code == 200
    assert "may go down for one child, never up" in text(told)
    extra = browser.post(address, form | {"cost_made-up": "1.00", "carried_" + costs[0]: "999"})
    assert extra.status_code == 302, "what the form does not ask for is not heard"
    assert "made-up" not in browser.get(address).content.decode()
