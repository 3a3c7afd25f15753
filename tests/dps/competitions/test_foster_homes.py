"""C3, rule 0: the miles of a fostering bid are its household's, wherever the agency's office is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from fairplace.dps.competitions.actions.publish_competition import publish_competition
from fairplace.dps.competitions.models import Bid, Feedback, Scorecard
from fairplace.dps.competitions.queries.bid_miles import miles_of
from fairplace.dps.competitions.queries.bid_rows import bid_rows
from fairplace.dps.competitions.queries.bid_terms import bid_terms
from fairplace.dps.competitions.queries.family_places import family_places
from fairplace.dps.competitions.rules.bid_content import BidContent
from fairplace.dps.organisations.models import Establishment
from fairplace.dps.referrals.actions.change_children import change_child_facts, change_children
from fairplace.dps.referrals.actions.change_facts import change_facts
from fairplace.dps.referrals.actions.change_identity import change_identity
from fairplace.dps.referrals.actions.change_limit import change_limit
from fairplace.dps.referrals.actions.change_needs import ItemAsked, change_needs
from fairplace.dps.referrals.actions.change_outcomes import change_outcomes
from fairplace.dps.referrals.actions.change_story import change_story
from fairplace.dps.referrals.actions.change_weights import change_weights
from fairplace.dps.referrals.actions.start_referral import start_referral
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.dps.referrals.rules.weights import USUAL
from fairplace.foundations import audit
from fairplace.foundations.encryption import reveal
from fairplace.foundations.geography import districts
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.grid import GridPoint, distance_band, record_miles
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.sealed_fields import CannotOpen
from tests.commands.running import fairplace
from tests.dps.competitions.council_side import Run
from tests.dps.competitions.published import Bidder, Published, joined_bidder
from tests.dps.competitions.rules.independent_scoring import independent_result
from tests.dps.competitions.writing import save, say_will_bid, submit
from tests.dps.referrals.written import HOME, HOME_POINT, Market, make_team
from tests.dps.world import AT, World, beyond_walls, make_world
from tests.drill.plugin import Figures

pytestmark = pytest.mark.django_db
SetClock = Callable[[datetime | None], None]
COSTS = {"carer-young": Decimal(400), "matching": Decimal(200)}
CLOSED = AT + timedelta(days=60)


def write_foster_siblings(world: World, officer: Actor) -> UUID:
    """A brother and a sister for one foster family, within 30 miles of GU2 7XH."""
    foster = world.category("foster")
    referral = start_referral(actor=officer, category_id=foster.id, placement_kind="foster-5-10", at=AT)
    common: dict[str, Any] = {"actor": officer, "referral_id": referral, "at": AT}
    change_facts(**common, age=9, gender="", start_on=date(2027, 1, 5), expected_weeks=78, urgency="planned")
    change_children(**common, several="sibling", may_be_apart=True)
    change_child_facts(**common, child=2, age=7, gender="")
    for child, code in ((1, "attachment"), (2, "family-time")):
        items = [ItemAsked("need", "trauma-informed", Decimal(3), essential=True), ItemAsked("need", code, Decimal(2))]
        items += [ItemAsked("feature", "garden", Decimal(1))]
        change_needs(**common, child=child, items=items)
        change_identity(
            **common, child=child, full_name=f"Child {child} Penhallow", date_of_birth=date(2015 + 2 * child, 5, 14),
            home_postcode=HOME, called=("Maya", "Tom")[child - 1], choice_by="nobody" if child == 1 else "",
            family_name="Ros", family_email="ros@family.example", family_phone="01483 404040",
        )  # fmt: skip
        change_story(**common, child=child, narrative="Loves the sea.", own_words="", family_words="")
    change_outcomes(**common, outcomes=[("belonging", "Makes a friend"), ("voice", "Says what matters")])
    change_weights(**common, price_weight=Decimal(50), quality_weights=USUAL)
    change_limit(**common, radius_miles=30)
    return referral


@dataclass
class Fostering:
    """near: its office is a mile from home. far: its office is 25 miles away."""

    run: Run
    near: Bidder
    far: Bidder

    @property
    def bids(self) -> dict[UUID, Bid]:
        with audit.transaction_as(self.run.officer):
            rows = Bid.objects.filter(competition=self.run.competition_id).select_related("invitation")
            return {bid.provider_id: bid for bid in rows}


@pytest.fixture
def made(set_clock: SetClock) -> Fostering:
    set_clock(AT)
    world = make_world()
    officer = world.people["partner_officer"]
    lines = []
    for name, company, east in (("Near Families", "01234567", 1_000), ("Far Families", "07654321", 40_000)):
        market = Market(world, name=name, company=company)
        lines.append(
            (market, market.line(category="foster", kind="fostering_agency", placement_kinds=["foster-5-10"],
                                 core_costs=COSTS, easting=HOME_POINT[0] + east))
        )  # fmt: skip
    team = make_team(world.partner_id)
    with audit.transaction_as(officer):
        referral = write_foster_siblings(world, officer)
        competition = publish_competition(
            actor=officer, referral_id=referral, privacy_reason="Nobody can be told.", at=AT,
            **team.named,  # type: ignore[arg-type]
        )  # fmt: skip
    published = Published(world, officer, competition, referral, team.openers, [], ())
    near, far = (joined_bidder(market, line, competition, "Agency") for market, line in lines)
    published.bidders.extend([near, far])
    return Fostering(Run(published, team.evaluators, set_clock), near, far)


def _content(bidder: Bidder, **changes: Any) -> BidContent:
    with audit.transaction_as(bidder.actor):
        terms = bid_terms(bidder.actor, bidder.invitation_id)
    needs = tuple(need.code for need in terms.needs)
    told: dict[str, Any] = {
        "needs_met": needs,
        "features_met": tuple(one.code for one in terms.features),
        "how": dict.fromkeys(needs, "Every day."),
        "statement": "Together, from the first day.",
        "core_costs": terms.carried_by_heading,
        **changes,
    }
    return BidContent(**told)


def _bid(bidder: Bidder, **changes: Any) -> None:
    code = say_will_bid(bidder, AT)
    draft = save(bidder, code, _content(bidder, **changes), AT)
    submit(bidder, code, draft.edition, AT)


def _opened(made: Fostering, near: str = "TN13", far: str = "GU2") -> None:
    """The near agency's household is 34 miles away, the far one's in the child's own district."""
    _bid(made.near, district=near, discount_percent=Decimal(4))
    _bid(made.far, district=far)
    made.run.open(CLOSED)


def _scored(made: Fostering) -> dict[str, Any]:
    made.run.mark_all(["4", "4"])
    made.run.score()
    with audit.transaction_as(made.run.officer):
        card = Scorecard.objects.get(competition=made.run.competition_id)
    return {"record": card.record, "results": {one["bid"]: one for one in card.result["results"]}}


def test_c3_siblings_with_a_foster_family_are_scored_by_the_miles_of_the_household(
    made: Fostering, tmp_path: Path
) -> None:
    """By hand: two children at 600.00; 1,152.00 and 1,200.00. 50 and 48 for price; outcomes 15 × 4 ÷ 5 = 12, needs 7,
    features 3, competency 20 × 84.5 ÷ 100 = 16.90; 34 miles are 2 of 5, under 10 all 5. By their offices, a mile and 25
    miles away, the near agency would have come first.
    """
    _opened(made)
    scored = _scored(made)
    near, far = (made.bids[one.provider_id] for one in (made.near, made.far))
    assert (near.weekly_price, far.weekly_price) == (Decimal("1152.00"), Decimal("1200.00"))
    assert {bid["id"]: bid["miles"] for bid in scored["record"]["bids"]} == {
        near.label: "33.844498", far.label: "0.468364",
    }  # fmt: skip
    results = scored["results"]
    assert (results[near.label]["total"], results[near.label]["rank"]) == ("90.90", 2)
    assert (results[far.label]["total"], results[far.label]["rank"]) == ("91.90", 1)

    path = tmp_path / "record.json"
    path.write_text(json.dumps(scored["record"]))
    printed = json.loads(fairplace("evaluate", str(path)).stdout)
    assert {one["bid"]: one for one in printed["results"]} == results
    alone = independent_result(scored["record"])
    assert [(one["bid"], one["total"]) for one in alone["results"]] == [(far.label, "91.90"), (near.label, "90.90")]


def test_c3_what_is_declared_or_corrected_after_the_opening_moves_no_score(
    made: Fostering, monkeypatch: pytest.MonkeyPatch
) -> None:
    _opened(made)
    monkeypatch.setattr(districts, "district_points", lambda: {"TN13": GridPoint(*HOME_POINT)})
    beyond_walls(Establishment.objects.update)(easting=0, northing=0)
    scored = _scored(made)
    near = made.bids[made.near.provider_id]
    assert next(bid["miles"] for bid in scored["record"]["bids"] if bid["id"] == near.label) == "33.844498"


def test_c3_officer_family_and_letters_read_the_same_miles(made: Fostering) -> None:
    _opened(made)
    _scored(made)
    award = made.run.award(made.far)
    with audit.transaction_as(made.run.officer):
        rows = {row.provider_id: row for row in bid_rows(made.run.competition_id)}
        assert str(rows[made.near.provider_id].miles) == "33.844498"
        referral = referral_for_bidder(made.run.published.referral_id)
        (place,) = family_places(made.run.competition_id, [rows[made.far.provider_id].id], referral)
        assert (place.miles, place.band, place.household) == (None, "under 10 miles", True)
        letter = Feedback.objects.get(award_id=award, bid__provider=made.near.provider_id)
        assert "It is under 10 miles from the child's home." in letter.content["winner"]["characteristics"]
    with audit.transaction_as(made.near.actor):
        told = json.dumps(Feedback.objects.get(bid__provider=made.near.provider_id).content)
    assert "33.8" not in told, "its bidder reads a band"
    assert "30 to 40 miles" in told


@pytest.mark.attack("A17", "a family works out where a home is whose address is withheld")
def test_a17_a_family_cannot_find_the_district_of_a_foster_home_by_what_it_is_told(
    made: Fostering, figures: Figures
) -> None:
    """It knows its own address, and the points of all districts are published (decision 0066)."""
    _opened(made)
    _scored(made)
    with audit.transaction_as(made.run.officer):
        (row,) = [one for one in bid_rows(made.run.competition_id) if one.provider_id == made.near.provider_id]
        (place,) = family_places(made.run.competition_id, [row.id], referral_for_bidder(made.run.published.referral_id))
    exact = str(row.miles)[:4]
    assert exact not in json.dumps(place.as_json())
    home = GridPoint(*HOME_POINT)
    miles = {name: record_miles(home, point) for name, point in districts.district_points().items()}
    fits = [name for name, far in miles.items() if distance_band(far) == place.band]
    assert "TN13" in fits
    assert len(fits) > 100
    found = [name for name, far in miles.items() if abs(far - row.miles) < Decimal("0.05")]
    assert len(found) < 10
    figures("districts that fit what it is told", len(fits), "min")
    figures.control("districts that fit a tenth of a mile", len(found))


def test_r1_miles_of_a_household_are_sealed_and_bound_to_their_bid(made: Fostering) -> None:
    _opened(made)
    near, far = (made.bids[one.provider_id] for one in (made.near, made.far))
    assert reveal(near, "miles") == "33.844498"
    assert near.miles is not None
    assert b"33.8" not in bytes(near.miles)
    far.miles = near.miles
    with pytest.raises(CannotOpen):
        miles_of(far)


def test_c3_a_bid_opened_before_keeps_the_miles_that_were_shown(made: Fostering) -> None:
    _opened(made)
    with audit.transaction_as(made.run.officer):
        Bid.objects.filter(competition=made.run.competition_id).update(miles=None)
    near = made.bids[made.near.provider_id]
    assert miles_of(near) == Decimal(reveal(near.invitation, "miles") or "")
    assert miles_of(near) < 1


@pytest.mark.parametrize("district", ["ZZ9", "JE2", "GU", "GU2 7XH"])
def test_c3_a_district_that_nobody_can_measure_from_is_neither_saved_nor_submitted(
    made: Fostering, district: str
) -> None:
    code = say_will_bid(made.near, AT)
    with pytest.raises(Refused) as refused:
        save(made.near, code, _content(made.near, district=district), AT)
    assert refused.value.field == "district"
    draft = save(made.near, code, replace(_content(made.near), district=""), AT)
    with pytest.raises(Refused, match="first half of the household"):
        submit(made.near, code, draft.edition, AT)
