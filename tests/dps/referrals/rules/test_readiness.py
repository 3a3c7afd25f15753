"""R2, R3: what keeps a referral from being published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fairplace.dps.referrals.rules.age_bands import age_band
from fairplace.dps.referrals.rules.facts import AskedFor, OutcomeSought, ReferralFacts
from fairplace.dps.referrals.rules.readiness import PARTS, age_on, referral_faults
from fairplace.dps.referrals.rules.references import reference_for
from fairplace.dps.referrals.rules.weights import USUAL
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.refused import Refused

TODAY = date(2026, 11, 3)
READY = ReferralFacts(
    placement_kind="day",
    age=9,
    start_on=date(2027, 1, 5),
    expected_weeks=39,
    urgency="planned",
    price_weight=Decimal(50),
    quality_weights=USUAL._asdict(),
    radius_miles=30,
    needs=(AskedFor("need", "speech", "Speech", Decimal(3)),),
    features=(AskedFor("feature", "pool", "Pool", Decimal(1)),),
    outcomes=(OutcomeSought("safe", "Safe", "Feels safe"),),
    has_story=True,
    has_identity=True,
    date_of_birth=date(2017, 5, 14),
)


def test_r2_a_whole_referral_is_ready_and_an_empty_one_lacks_every_part() -> None:
    assert referral_faults(READY, TODAY) == []
    assert {fault.part for fault in referral_faults(ReferralFacts(), TODAY)} == set(PARTS)


@pytest.mark.parametrize(
    ("change", "part", "field"),
    [
        ({"age": 26}, "facts", "age"),
        ({"age": -1}, "facts", "age"),
        ({"start_on": date(2026, 11, 2)}, "facts", "start_on"),
        ({"expected_weeks": 0}, "facts", "expected_weeks"),
        ({"urgency": ""}, "facts", "urgency"),
        ({"needs": ()}, "needs", ""),
        ({"needs": (AskedFor("need", "x", "X", Decimal(0), True),)}, "needs", "marks_x"),
        ({"price_weight": Decimal(29)}, "weights", "price_weight"),
        ({"price_weight": Decimal(71)}, "weights", "price_weight"),
        ({"quality_weights": {**USUAL._asdict(), "needs": Decimal(6)}}, "weights", "parts"),
        ({"features": ()}, "weights", "features"),
        ({"age": 11}, "facts", "age"),
        ({"radius_miles": None}, "limit", "radius_miles"),
    ],
)
def test_r2_r3_each_fault_names_its_part_and_field(change: dict[str, object], part: str, field: str) -> None:
    faults = referral_faults(replace(READY, **change), TODAY)  # type: ignore[arg-type]
    assert (part, field) in {(fault.part, fault.field) for fault in faults}
    assert all(fault.sentence.endswith((".", "!")) for fault in faults)


def test_r2_the_age_may_be_that_of_today_or_of_the_start() -> None:
    turning = replace(READY, date_of_birth=date(2017, 1, 1), start_on=date(2027, 1, 5))
    assert referral_faults(replace(turning, age=9), TODAY) == []
    assert referral_faults(replace(turning, age=10), TODAY) == []
    assert referral_faults(replace(turning, age=11), TODAY) != []


def test_r1_every_age_has_one_band() -> None:
    assert [age_band(age) for age in (0, 4, 5, 9, 13, 17, 25)] == [
        "under 5 years",
        "under 5 years",
        "5 to 7 years",
        "8 to 10 years",
        "11 to 13 years",
        "16 to 17 years",
        "18 to 25 years",
    ]
    with pytest.raises(Refused):
        age_band(26)


def test_r1_references_say_nothing_and_differ() -> None:
    made = {reference_for(new_id()) for _ in range(2000)}
    assert len(made) >= 1998, "two meet once in some hundred runs: the database refuses the second"
    assert all(len(reference) == 9 and reference.startswith("R-") for reference in made)


def test_age_is_counted_in_full_years() -> None:
    assert age_on(date(2012, 2, 29), date(2026, 2, 28)) == 13
    assert age_on(date(2012, 2, 29), date(2026, 3, 1)) == 14
