"""C9: a category's absolute price formula, from its published version to the stored scores, and recomputed outside."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.competitions.models import Scorecard
from fairplace.dps.market.rules.category_content import PriceRange, broken_rules, read_content, typed_content
from fairplace.dps.market.seeds import read_seed
from fairplace.foundations import audit
from fairplace.foundations.kernel.refused import Refused
from tests.commands.running import fairplace
from tests.dps.competitions.council_side import content, run
from tests.web.provider.test_bidding_pages import signed_in, text

Clock = Callable[[datetime | None], None]
FORMULA = {"price_formula": "absolute", "floor_percent": 20, "ceiling_percent": 120}


def absolute(code: str) -> dict[str, object]:
    return {**read_seed(code), **(FORMULA if code == "sen" else {})}


def test_floor_and_ceiling_are_shares_of_the_common_cap_c9() -> None:
    sen = read_content(absolute("sen"))
    assert sen.price_range("day") == PriceRange(Decimal("440.00"), Decimal("2640.00"))
    assert read_content(read_seed("sen")).price_range("day") is None, "relative, if nothing is said"


@given(floor=st.decimals(0, 500, places=3), ceiling=st.decimals(0, 500, places=3))
def test_a_floor_is_below_its_ceiling_or_the_version_is_not_published_c9(floor: Decimal, ceiling: Decimal) -> None:
    document = absolute("sen") | {"floor_percent": str(floor), "ceiling_percent": str(ceiling)}
    if ceiling - floor > Decimal("0.001"):  # a penny apart for the lowest of the caps
        found = read_content(document).price_range("day")
        assert found is not None
        assert Decimal(0) <= found.floor < found.ceiling
    elif floor >= ceiling:
        with pytest.raises(Refused, match="floor of the price formula must be below its ceiling"):
            read_content(document)


def test_no_formula_without_a_cap_to_take_it_from_c9() -> None:
    sen = typed_content(absolute("sen"))
    without = replace(sen, cap=None, caps=())
    assert {fault.path for fault in broken_rules(without)} == {("caps",)}
    assert "needs an affordability cap for every kind of placement" in broken_rules(without)[0].sentence
    assert "does not exist" in broken_rules(replace(sen, price_formula="by ear"))[0].sentence


@pytest.mark.django_db
def test_an_absolute_formula_is_told_used_kept_and_recomputed_c9(
    set_clock: Clock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tests.dps.world.read_seed", absolute)
    made = run(set_clock, bidders=2, choice_by="nobody")
    told = "Every point at £440.00 a week or less, none at £2,640.00 or more"
    asked = made.published.bidders[0]
    assert told in text(signed_in(asked.actor).get(f"/provider/referrals/{asked.invitation_id}/"))
    assert told in text(signed_in(made.officer).get(f"/council/referrals/{made.published.referral_id}/"))
    for bidder, price in zip(made.published.bidders, ("80.00", "100.00"), strict=True):
        made.submit(bidder, content(made.published, price=price))
    made.open()
    made.mark_all(("4", "3"))
    made.score()
    with audit.transaction_as(made.officer):
        card = Scorecard.objects.get()
    assert card.record["referral"]["price_formula"] == {"kind": "absolute", "floor": "440.00", "ceiling": "2640.00"}
    first = card.result["results"][0]
    assert first["working"]["price"] == "50 × (2,640.00 − 720.00) ÷ (2,640.00 − 440.00) = 43.64"
    record = tmp_path / "record.json"
    record.write_text(json.dumps(card.record))
    assert json.loads(fairplace("evaluate", str(record)).stdout) == card.result
    page = text(signed_in(made.officer).get(f"/council/awarding/{made.competition_id}/"))
    assert "Prices are scored between a floor and a ceiling, so no other bid can change who is first." in page
