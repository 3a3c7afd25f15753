"""R13, R8, domain 3.4: an emergency in hours, out of hours too, with what keeps the child safe and no more."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from fairplace.dps.competitions.actions.publish_competition import publish_competition
from fairplace.dps.competitions.models import Competition, Invitation
from fairplace.dps.referrals.actions.change_facts import change_facts
from fairplace.dps.referrals.actions.change_identity import change_identity
from fairplace.dps.referrals.actions.change_limit import change_limit
from fairplace.dps.referrals.actions.change_needs import ItemAsked, change_needs
from fairplace.dps.referrals.actions.change_story import change_story
from fairplace.dps.referrals.actions.start_referral import start_referral
from fairplace.foundations import audit
from fairplace.foundations.messages.queries import all_messages
from tests.dps.referrals.written import HOME, Market, make_team
from tests.dps.world import make_world
from tests.web.provider.test_bidding_pages import signed_in, text

pytestmark = pytest.mark.django_db
SetClock = Callable[[datetime | None], None]
SATURDAY = datetime(2026, 11, 7, 22, 15, tzinfo=UTC)
"""At night, when no office is open."""


def test_an_emergency_on_a_saturday_night_is_written_published_and_bid_for_before_the_morning_r13_r8(
    set_clock: SetClock,
) -> None:
    set_clock(SATURDAY)
    world = make_world(SATURDAY)
    officer = world.people["partner_officer"]
    market, team = Market(world, SATURDAY), make_team(world.partner_id, SATURDAY)
    market.line(core_costs=None)
    common = {"actor": officer, "at": SATURDAY}
    with audit.transaction_as(officer):
        referral = start_referral(category_id=world.category("sen").id, placement_kind="day", **common)  # type: ignore[arg-type]
        here = {**common, "referral_id": referral}
        change_facts(
            **here,
            age=9,
            gender="",
            start_on=date(2026, 11, 8),
            expected_weeks=4,
            urgency="emergency",  # type: ignore[arg-type]
        )
        change_needs(**here, items=[ItemAsked("need", "speech-and-language", Decimal(3), essential=True)])  # type: ignore[arg-type]
        change_identity(
            **here,  # type: ignore[arg-type]
            full_name="Maya Penhallow",
            date_of_birth=date(2017, 5, 14),
            home_postcode=HOME,
            called="Maya",
            choice_by="nobody",
            family_name="",
            family_email="",
            family_phone="",
        )
        change_story(**here, narrative="Must sleep elsewhere tonight.", own_words="", family_words="")  # type: ignore[arg-type]
        change_limit(**here, radius_miles=30)  # type: ignore[arg-type]
    client = signed_in(officer)
    page = text(client.get(f"/council/referrals/{referral}/write/"))
    assert "Urgent: only what keeps the child safe is asked here" in page
    assert "May follow with the placement" in page
    weights = client.get(f"/council/referrals/{referral}/weights/")
    offered = dict(re.findall(r'name="(\w+)"[^>]*value="([\d.]+)"', weights.content.decode()))
    assert offered["features"] == "0", "nobody is marked for features that were not asked"
    assert client.post(f"/council/referrals/{referral}/weights/", offered).status_code == 302
    assert "Not yet ready" not in text(client.get(f"/council/referrals/{referral}/check/"))
    with audit.transaction_as(officer):
        one = {**team.named, "evaluator_ids": team.named["evaluator_ids"][:1]}
        publish_competition(actor=officer, referral_id=referral, at=SATURDAY, **one)  # type: ignore[arg-type]
    closes = SATURDAY + timedelta(hours=4)
    assert Competition.objects.get().closes_at == closes, "hours by the clock, through the night"
    assert any("Sunday 8 November 2026, 2:15am" in letter.body_text for letter in all_messages())
    address = f"/provider/referrals/{Invitation.objects.get().id}/"
    provider = signed_in(market.bid_manager)
    assert "Questions end" in text(provider.get(address))
    provider.post(f"{address}answer/", {"answer": "will_bid", "confidential": "on"})
    page = provider.get(f"{address}bid/")
    assert "Say how the child will be safe and settled in the first days." in text(page)
    told = dict(re.findall(r'name="((?:cost_[\w-]+|edition))"[^>]*value="([^"]*)"', page.content.decode()))
    told |= {"act": "save", "then": "check", "places": "1", "meets_speech-and-language": "on"}
    check = provider.post(f"{address}bid/", {**told, "statement": "A bed and a face it knows by ten."}, follow=True)
    assert "Submit your bid" in text(check), text(check)
    set_clock(closes - timedelta(milliseconds=1))
    edition = re.search(r'name="edition" value="(\w+)"', check.content.decode())
    assert edition
    sent = provider.post(f"{address}bid/", {"act": "submit", "edition": edition[1]}, follow=True)
    assert "Bid submitted" in text(sent)


def test_a_planned_referral_still_needs_its_outcomes_r13_r2(set_clock: SetClock) -> None:
    set_clock(SATURDAY)
    world = make_world(SATURDAY)
    officer = world.people["partner_officer"]
    with audit.transaction_as(officer):
        referral = start_referral(
            actor=officer, category_id=world.category("sen").id, placement_kind="day", at=SATURDAY
        )
        change_facts(
            actor=officer, referral_id=referral, age=9, gender="", start_on=date(2027, 1, 5), expected_weeks=40,
            urgency="planned", at=SATURDAY,
        )  # fmt: skip
    page = text(signed_in(officer).get(f"/council/referrals/{referral}/write/"))
    assert "Choose at least one outcome that is hoped for" in page
    assert "only what keeps the child safe" not in page
