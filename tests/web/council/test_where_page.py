"""R4, R5, C9: who can meet it, on a map and in lists, without a script; what a wider limit adds; hard cases."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from fairplace.dps.competitions.models import Bid, Competition, Invitation
from fairplace.dps.organisations.models import Establishment
from fairplace.dps.placements.actions.outside_placements import BoughtOutside, log_outside_placement
from fairplace.dps.qualification.models import Line, ServicePrice
from fairplace.dps.referrals.models import Referral
from fairplace.foundations import audit
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.geography.models import Postcode
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.irish_grid import from_irish_grid
from tests.dps.referrals.written import HOME_POINT
from tests.dps.world import AT
from tests.web.council.test_referral_pages import CHILD, Scene, at, scene, text

__all__ = ["scene"]
pytestmark = [pytest.mark.django_db, pytest.mark.frozen_at("2026-11-03T09:00+00:00")]


def where(scene: Scene, referral: UUID, query: str = "") -> str:
    return text(scene.client.get(f"{at(referral, 'where')}{query}"))


def test_r4_map_and_lists_say_who_and_why_not(scene: Scene, frozen_clock: datetime) -> None:
    near = scene.market.line()
    scene.market.line(easting=HOME_POINT[0] + 4000, age_to=6)
    scene.market.line(easting=HOME_POINT[0] + 20_000)
    ServicePrice.objects.create(line_id=near, service="occupational-therapy", price=Decimal(60))
    page = where(scene, scene.write(radius=10))
    assert "<title>School 1: would be invited, 0.6 miles</title>" in page
    assert "<title>School 2: not invited, 2.5 miles</title>" in page
    assert "<title>School 3: too far, 12.4 miles</title>" in page
    assert "<title>Home, in GU2</title>" in page
    assert "1 place would be invited; 2 others lie on it" in page
    assert "7XH" not in page
    assert "1 place would be invited within 10 miles" in page.replace("1 Place", "1 place")
    assert "One step wider" in page
    assert ">15 miles</a>, would add 1 place." in page
    assert page.count("<strong>1 of 2</strong>") == page.count("</span> Occupational therapy") == 1
    assert "2 of 20" in page
    for heading in ("Too far: 1", "Not for this age: 1"):
        assert heading in page
    assert "Not enough history" in page
    assert "cx=" in page
    assert "data-where-result" in page


def test_r4_a_home_whose_address_is_withheld_has_no_point_of_its_own(scene: Scene, frozen_clock: datetime) -> None:
    for step in (1000, 2000, 3000):
        line = scene.market.line(easting=HOME_POINT[0] + step)
        Establishment.objects.filter(pk=Line.objects.get(pk=line).establishment_id).update(kind="childrens_home")
    page = where(scene, scene.write(radius=10))
    assert 'fp-map__mark--invited" cx="3' not in page.split("figcaption")[0]
    assert "3 homes, 0 to 10 miles to the east (Surrey 3): 3 would be invited" in page


def test_r4_too_few_and_none_propose_the_next_distance(scene: Scene, frozen_clock: datetime) -> None:
    for _ in range(5):
        scene.market.line(easting=HOME_POINT[0] + 60_000)
    referral = scene.write(radius=10)
    page = where(scene, referral)
    assert "No places would be invited within 10 miles" in page or "0 places would be invited within 10 miles" in page
    assert ">40 miles</a> would add 5 places and be enough." in page
    assert "Nobody inside this distance can be invited." in page
    publish = text(scene.client.get(at(referral, "publish")))
    assert "Nobody on the system can be invited within 10 miles" in publish
    assert "Publish and invite" not in publish, "a button that can only be refused"
    assert "40 miles</a> is the first distance that adds any" in publish


def test_r4_all_of_a_group_are_shown_when_asked_for(scene: Scene, frozen_clock: datetime) -> None:
    scene.market.line()
    for _ in range(23):
        scene.market.line(age_to=6)
    referral = scene.write(radius=10)
    page = where(scene, referral)
    assert "Show the other 3, further away" in page
    assert page.count('<th scope="row" class="govuk-table__header">School') == 21
    everyone = where(scene, referral, "?radius=10&why=age")
    assert everyone.count('<th scope="row" class="govuk-table__header">School') == 24
    assert re.search(r"<details class=\"govuk-details\" open>\s*<summary[^>]*>.*Not for this age: 23", everyone)


def test_r4_an_unknown_postcode_is_refused_beside_its_field(scene: Scene, frozen_clock: datetime) -> None:
    referral = scene.write()
    page = text(scene.client.post(at(referral, "child"), {**CHILD, "home_postcode": "ZZ9 9ZZ"}))
    assert "We do not know this postcode. Check it, or enter one nearby." in page
    assert 'value="ZZ9 9ZZ"' in page


@pytest.mark.parametrize("postcode", ["JE2 4UE", "GY1 1AA", "IM1 1AA"])
def test_r4_a_home_off_the_grid_is_told_why_no_miles_can_be_measured(
    scene: Scene, frozen_clock: datetime, postcode: str
) -> None:
    """ "Enter one nearby" helped nobody on an island where none is known."""
    page = text(scene.client.post(at(scene.write(), "child"), {**CHILD, "home_postcode": postcode}))
    assert "We cannot measure miles from Jersey, Guernsey or the Isle of Man" in page
    assert f'value="{postcode}"' in page


def test_r4_a_home_in_northern_ireland_is_measured_on_the_british_grid(scene: Scene, frozen_clock: datetime) -> None:
    """Belfast City Hall and a place 8,000 metres further north on the Irish Grid: 4.97 miles, 0.04 % stretched."""
    home, place = (from_irish_grid(333_880, 374_000 + north) for north in (0, 8000))
    Postcode.objects.create(
        postcode="BT1 5GS", easting=round(home.easting), northing=round(home.northing), district="BT1"
    )
    scene.market.line(easting=round(place.easting), northing=round(place.northing))
    referral = scene.write()
    assert scene.client.post(at(referral, "child"), {**CHILD, "home_postcode": "BT1 5GS"}).status_code == 302
    page = where(scene, referral, "?radius=5")
    assert "School 1: would be invited, 5 miles" in page
    assert "Home, in BT1" in page
    assert ">north<" in page, "what the map shows, in words"


def test_c9_history_of_the_same_kind_of_place_says_what_to_expect(scene: Scene, frozen_clock: datetime) -> None:
    line = scene.market.line()
    referral = scene.write(radius=10)
    for number in range(5):
        _closed(scene, number, line)
        expected = "about 1" if number == 4 else "fewer than 5 referrals like this one"
        assert expected in where(scene, referral)
    page = where(scene, referral)
    assert "£1,010.00 to £1,030.00" in page
    assert "last 5 closed referrals" in page
    assert "£1,020.00 a week where price weighed 45 to 55 of 100 (5 awards)" not in page  # bids, but no award yet
    assert "too few awards" in page


def test_r10_what_was_bought_outside_stands_beside_what_history_expects(scene: Scene, frozen_clock: datetime) -> None:
    referral = scene.write(radius=10)
    found = Referral.objects.get(pk=referral)
    assert "without a competition" not in where(scene, referral)
    for number in range(5):
        with audit.transaction_as(scene.officer):
            log_outside_placement(
                actor=scene.officer,
                bought=BoughtOutside(
                    category_id=found.category_id, placement_kind=found.placement_kind, place_name="Elsewhere",
                    weekly_price=Decimal(1000 + 100 * number), starts_on=date(2026, 9, 1), reason="no_offer",
                    words="Nothing nearer was free.",
                ),
                at=AT,
            )  # fmt: skip
        told = "cost £1,100.00 to £1,300.00 a week" if number == 4 else "too few to say at what price"
        assert told in where(scene, referral)


def _closed(scene: Scene, number: int, line: UUID) -> None:
    """A closed referral like the one at hand, with one bid."""
    drafted = scene.write(radius=10)
    found = Referral.objects.get(pk=drafted)
    when = datetime(2026, 6, 1 + number, tzinfo=UTC)
    Referral.objects.filter(pk=drafted).update(state="closed")
    competition = Competition.objects.create(
        referral=found, council_id=found.council_id, state="no_award", published_at=when,
        published_by_id=scene.officer.person_id, closes_at=datetime(2026, 6, 15, tzinfo=UTC),
        opened_at=datetime(2026, 6, 16, tzinfo=UTC),
    )  # fmt: skip
    row = Line.objects.get(pk=line)
    with audit.transaction_as(scene.officer):
        invitation = Invitation(
            id=new_id(), competition=competition, line=row, provider_id=row.provider_id,
            establishment_id=row.establishment_id, distance_band="under 10 miles", competency_score=Decimal(80),
            sent_at=when, answer="will_bid",
        )  # fmt: skip
        seal_onto(invitation, miles="0.621371")
        invitation.save()
        Bid.objects.create(
            invitation=invitation, competition=competition, council_id=found.council_id, provider_id=row.provider_id,
            establishment_id=row.establishment_id, label="Bidder A", content={"needs_met": []}, submitted_at=when,
            submitted_by_id=scene.market.bid_manager.person_id, receipt="x", weekly_price=Decimal(1000 + 10 * number),
        )  # fmt: skip
