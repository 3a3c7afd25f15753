"""R4, C3: a fostering agency declares where its carers are, on a page; every page that tells a distance agrees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse

from fairplace.dps.competitions.actions.publish_competition import publish_competition
from fairplace.dps.competitions.actions.widen_limit import widen_limit
from fairplace.dps.competitions.models import Eligibility, Invitation
from fairplace.dps.organisations.events import CARER_AREAS_DECLARED
from fairplace.dps.organisations.models import CarerAreas, Establishment
from fairplace.dps.qualification.models import Line
from fairplace.foundations import audit
from fairplace.foundations.audit.models import Event
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from tests.dps.competitions.test_foster_homes import COSTS, write_foster_siblings
from tests.dps.referrals.written import HOME_POINT, Market, make_team
from tests.dps.world import AT, World, beyond_walls, make_provider, make_world, person
from tests.spoken import spoken
from tests.web.provider.test_bidding_pages import signed_in, text

pytestmark = pytest.mark.django_db
SetClock = Callable[[datetime | None], None]


@dataclass
class Agency:
    world: World
    market: Market
    line_id: UUID

    @property
    def place(self) -> Establishment:
        return Establishment.objects.get(pk=Line.objects.get(pk=self.line_id).establishment_id)

    @property
    def page(self) -> str:
        return f"/provider/agreements/places/{Line.objects.get(pk=self.line_id).establishment_id}/carers/"

    @property
    def bidder(self) -> Actor:
        return self.market.bid_manager

    def declares(self, typed: str) -> HttpResponse:
        return signed_in(self.bidder).post(self.page, {"districts": typed}, follow=True)  # type: ignore[return-value]

    @property
    def declared(self) -> list[list[str]]:
        rows = beyond_walls(lambda: list(CarerAreas.objects.order_by("at", "id").values_list("districts", flat=True)))
        return rows()


def agency(set_clock: SetClock, east: int) -> Agency:
    """Its office so many metres east of the child's home."""
    set_clock(AT)
    world = make_world()
    market = Market(world, name="Near Families")
    line = market.line(
        category="foster", kind="fostering_agency", placement_kinds=["foster-5-10"], core_costs=COSTS,
        easting=HOME_POINT[0] + east,
    )  # fmt: skip
    return Agency(world, market, line)


@pytest.fixture
def far(set_clock: SetClock) -> Agency:
    """Its office is ninety miles away."""
    return agency(set_clock, 145_000)


@pytest.fixture
def near(set_clock: SetClock) -> Agency:
    """Its office is next door."""
    return agency(set_clock, 1_000)


def drafted(made: Agency) -> UUID:
    officer = made.world.people["partner_officer"]
    with audit.transaction_as(officer):
        return write_foster_siblings(made.world, officer)


def published(made: Agency, at: datetime = AT) -> UUID:
    """With a second agency, so that there is always somebody to invite."""
    other = Market(made.world, name="Other Families", company="09999999")
    other.line(category="foster", kind="fostering_agency", placement_kinds=["foster-5-10"], core_costs=COSTS)
    team = make_team(made.world.partner_id)
    officer = made.world.people["partner_officer"]
    with audit.transaction_as(officer):
        return publish_competition(
            actor=officer, referral_id=write_foster_siblings(made.world, officer), privacy_reason="Nobody can be told.",
            at=at, **team.named,  # type: ignore[arg-type]
        )  # fmt: skip


def row_of_snapshot(made: Agency, competition: UUID) -> Eligibility:
    with audit.transaction_as(made.bidder):
        return Eligibility.objects.filter(competition=competition, line=made.line_id).latest("at", "id")


def test_r4_areas_are_declared_on_a_page_and_recorded(far: Agency) -> None:
    client = signed_in(far.bidder)
    first = text(client.get(far.page))
    assert "You have declared no areas, so you are invited by the distance of your office in GU2." in first
    saved = far.declares("gu2, GU3\nrh12 1RL;  TN13 GU2")
    assert "Your carers are in 4 postcode districts. This counts for referrals published from now on." in text(saved)
    assert far.declared == [["GU2", "GU3", "RH12", "TN13"]], "each once, and no full postcode"
    assert "1RL" not in spoken(saved.content.decode())
    (event,) = Event.objects.filter(kind=CARER_AREAS_DECLARED)
    assert event.payload["districts"] == ["GU2", "GU3", "RH12", "TN13"]
    far.declares("GU2 GU3 RH12 TN13")
    assert len(far.declared) == 1, "the same twice is once"
    assert "distances are measured from your office" in text(far.declares(" "))
    assert far.declared[-1] == []
    assert Event.objects.filter(kind=CARER_AREAS_DECLARED).count() == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("GU2 ZZ9", "We do not know the postcode district: “ZZ9”."),
        ("GU2, JE2, near Ryde", "We do not know these postcode districts: “JE2”, “near” and “Ryde”."),
        ("GU2 <i>", "“<i>”"),
        (" ".join(f"Q{n}" for n in range(10, 30)), "“Q19” and 10 more."),
        (" ".join(["GU2"] * 5) + " x" * 3, "We do not know the postcode district: “x”."),
    ],
)
def test_r4_each_unknown_district_is_named_and_nothing_typed_is_lost(far: Agency, typed: str, sentence: str) -> None:
    page = far.declares(typed)
    assert page.status_code == 200
    assert "There is a problem" in text(page)
    assert sentence in text(page)
    assert typed in unescape(page.content.decode())
    assert "<i>" not in page.content.decode()
    assert far.declared == []


def test_r4_sixty_areas_and_no_more(far: Agency) -> None:
    sixty = [f"SE{n}" for n in range(1, 29)] + [f"SW{n}" for n in range(2, 21)] + [f"ME{n}" for n in range(1, 14)]
    assert len(sixty) == 60
    assert "60 postcode districts or fewer: these are 61" in text(far.declares(" ".join([*sixty, "GU2"])))
    assert "in 60 postcode districts" in text(far.declares(" ".join(sixty)))


def test_x1_only_its_own_bid_managers_declare_and_only_for_an_agency(far: Agency) -> None:
    provider, stranger, _ = make_provider("Stranger", "05555555", AT)
    assert provider != far.market.provider_id
    assert signed_in(stranger).get(far.page).status_code == 404
    assert signed_in(stranger).post(far.page, {"districts": "GU2"}).status_code == 404
    helper = person(far.market.provider_id, "Hal Oak", "helper")
    page = signed_in(helper).get(far.page)
    assert page.status_code == 200
    assert "<textarea" not in page.content.decode()
    assert signed_in(helper).post(far.page, {"districts": "GU2"}).status_code == 404
    beyond_walls(Establishment.objects.update)(kind="childrens_home")
    assert signed_in(far.bidder).get(far.page).status_code == 404
    assert far.declared == []
    with audit.transaction_as(stranger):
        assert not CarerAreas.objects.exists()


def test_r4_an_office_ninety_miles_away_with_carers_next_door_is_invited_and_told_why(far: Agency) -> None:
    far.declares("TN13 GU2")
    officer = far.world.people["partner_officer"]
    where = signed_in(officer).get(f"/council/referrals/{drafted(far)}/where/")
    assert "1 place would be invited within 30 miles" in text(where)
    assert "carers in GU2" in text(where)
    assert "(carers in GU2): would be invited" in unescape(where.content.decode()), "on the map"
    competition = published(far)
    held = row_of_snapshot(far, competition)
    assert (held.eligible, held.distance_band, held.from_areas) == (True, "under 10 miles", True)
    invitation = Invitation.objects.get(competition=competition, line=far.line_id)
    page = text(signed_in(far.bidder).get(f"/provider/referrals/{invitation.id}/"))
    assert "under 10 miles from the home. From the nearest of the areas in which you have declared carers" in page


def test_r4_an_office_next_door_with_carers_elsewhere_is_not_invited_and_told_why(near: Agency) -> None:
    near.declares("TN13 CT1")
    competition = published(near)
    held = row_of_snapshot(near, competition)
    assert (held.eligible, held.reasons, held.from_areas) == (False, ["too_far"], True)
    told = text(signed_in(near.bidder).get(f"/provider/referrals/not-sent/{held.id}/"))
    assert "30 to 40 miles" in told
    assert "From the nearest of the areas in which you have declared carers" in told


def test_r11_what_is_declared_after_publication_invites_nobody_at_a_widening_either(
    far: Agency, set_clock: SetClock
) -> None:
    competition = published(far)
    held = row_of_snapshot(far, competition)
    assert (held.eligible, held.distance_band, held.from_areas) == (False, "50 miles or more", False)
    set_clock(AT + timedelta(hours=1))
    far.declares("GU2")
    officer = far.world.people["partner_officer"]
    widen: dict[str, Any] = {"actor": officer, "competition_id": competition, "because": "Few will bid.",
                             "at": AT + timedelta(hours=2)}  # fmt: skip
    with audit.transaction_as(officer), pytest.raises(Refused, match="adds no place"):
        widen_limit(**widen, radius_miles=50)
    with audit.transaction_as(officer):
        assert widen_limit(**widen, radius_miles=100) == 1, "by its office, as it stood"
    assert row_of_snapshot(far, competition).from_areas is False
