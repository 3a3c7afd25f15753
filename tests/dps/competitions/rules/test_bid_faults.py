"""C1, Q7: what keeps a bid from being submitted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from fairplace.dps.competitions.rules.bid_content import (
    BidContent,
    ContentBroken,
    Submission,
    content_from_json,
    read_content,
    receipt_holds,
)
from fairplace.dps.competitions.rules.bid_faults import (
    AskedItem,
    BidTerms,
    CarriedCost,
    faults,
    price_of,
    warnings,
    workings,
)
from fairplace.dps.competitions.rules.prices import Quote, Unit

TERMS = BidTerms(
    needs=(AskedItem("speech", "Speech therapy", Decimal(4), True), AskedItem("sensory", "Quiet room", Decimal(2))),
    features=(AskedItem("pool", "Pool", Decimal(1)),),
    carried=(CarriedCost("teaching", "Teaching", Decimal("880.00")), CarriedCost("meals", "Meals", Decimal("70.00"))),
    most_words=10,
)
READY = BidContent(
    needs_met=("speech",),
    how={"speech": "A therapist on two days."},
    statement="She makes a friend by Easter.",
    core_costs={"teaching": Decimal("880.00"), "meals": Decimal("0.00")},
    priced_needs={"speech": Decimal("210.00")},
    discount_percent=Decimal(5),
)
RECEIPT = Submission(
    at=datetime(2026, 11, 17, 16, 59, 59, 999000, tzinfo=UTC),
    by=UUID(int=7),
    by_name="Dana",
    receipt="7F3A-91C2",
    salt="s",
    edition="e",
)


def test_a_ready_bid_has_no_fault_c1() -> None:
    assert faults(READY, TERMS) == []


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"core_costs": {"teaching": Decimal("880.01"), "meals": Decimal(0)}}, "cost_teaching", "£880.00 or less"),
        ({"core_costs": {"teaching": Decimal(880)}}, "cost_meals", "Price Meals"),
        ({"core_costs": {"teaching": Decimal(-1), "meals": Decimal(1)}}, "cost_teaching", "£0 or more"),
        ({"core_costs": {**READY.core_costs, "yacht": Decimal(1)}}, "cost_yacht", "accredited"),
        ({"statement": "  "}, "statement", "Write your statement"),
        ({"statement": "word " * 12}, "statement", "by 2 words"),
        ({"how": {}}, "how_speech", "Say how"),
        ({"needs_met": (), "how": {}}, "priced_speech", "do not tick it"),
        ({"priced_needs": {"speech": Decimal(-1)}}, "priced_speech", "£0 or more"),
        ({"priced_needs": {"moon": Decimal(1)}}, "needs_met", "does not ask for"),
        ({"needs_met": ("speech", "moon")}, "needs_met", "only what this referral asks"),
        ({"features_met": ("moon",)}, "features_met", "only what this referral asks"),
        ({"discount_percent": Decimal("100.01")}, "discount_percent", "0 to 100"),
        ({"discount_percent": Decimal(100)}, "price", "£0.00"),
    ],
)
def test_each_fault_names_its_field_and_says_what_to_do_c1_q7(
    change: dict[str, object], field: str, words: str
) -> None:
    (fault,) = faults(replace(READY, **change), TERMS)  # type: ignore[arg-type]
    assert fault.field == field
    assert words in fault.sentence


def test_foster_agency_names_the_households_district_rule_0() -> None:
    terms = replace(TERMS, districts=frozenset({"GU2", "TN13"}))
    assert [fault.field for fault in faults(READY, terms)] == ["district"]
    assert faults(replace(READY, district="GU2"), terms) == []
    for unknown, words in (("GU9", "do not know"), ("gu2", "do not know"), ("JE2", "Jersey"), ("IM1", "Isle of Man")):
        (fault,) = faults(replace(READY, district=unknown), terms)
        assert (fault.field, words in fault.sentence) == ("district", True)
    assert faults(replace(READY, district="GU9"), TERMS) == [], "a school names no household"


def test_essential_need_not_met_warns_but_does_not_block_rule_3() -> None:
    content = replace(READY, needs_met=(), how={}, priced_needs={})
    assert faults(content, TERMS) == []
    assert warnings(content, TERMS) == ["“Speech therapy” is essential: a bid that does not meet it will be excluded."]


def test_live_price_is_the_published_sum_rule_2() -> None:
    price = price_of(READY)
    assert (price.weekly, price.yearly) == (Decimal("1035.50"), Decimal("53846.00"))
    assert price.working == "(880.00 + 0.00 + 210.00) × (100 − 5) ÷ 100 = 1,035.50"


def test_content_survives_its_bytes_and_the_receipt_holds_to_the_letter_c2() -> None:
    submitted = READY.submitted(RECEIPT)
    again = read_content(submitted.as_bytes())
    assert again == submitted
    assert receipt_holds(submitted)
    assert not receipt_holds(replace(submitted, statement=submitted.statement + " "))
    assert not receipt_holds(replace(submitted, core_costs={"teaching": Decimal("879.99")}))
    assert content_from_json(submitted.as_json()) == submitted


def test_never_used_slot_is_no_bid_and_rubbish_is_said_to_be_broken_c2() -> None:
    assert read_content(b"") is None
    for rubbish in (b"x", b"[]", b"{}", b'{"format": "fairplace-bid", "version": 1}'):
        with pytest.raises(ContentBroken):
            read_content(rubbish)


YEARLY = replace(
    READY, priced_needs={"speech": Decimal("23.08")}, quoted={"speech": Quote(Decimal("1200.00"), Unit.YEAR)}
)


def test_a_price_in_its_own_unit_is_kept_and_its_receipt_holds_c3() -> None:
    submitted = YEARLY.submitted(RECEIPT)
    assert submitted.as_json()["quoted"] == {"speech": {"amount": "1200.00", "unit": "year"}}
    assert read_content(submitted.as_bytes()) == submitted
    assert receipt_holds(submitted)
    dearer = {"speech": Quote(Decimal("1200.00"), Unit.MONTH)}
    assert not receipt_holds(replace(submitted, quoted=dearer)), "the receipt is for the quote too"


def test_a_bid_by_the_week_has_the_bytes_and_the_receipt_that_it_had_before_c3() -> None:
    """Worked out by the version before prices could be quoted otherwise."""
    submitted = READY.submitted(RECEIPT)
    assert "quoted" not in submitted.as_json()
    assert submitted.submission is not None
    assert submitted.submission.digest == "5faec9b1f19c4d7bbe744637ea44726789f6582b51812cf40d91c860ed843e6c"


@pytest.mark.parametrize(
    "quoted",
    [
        ["speech"],
        {"speech": 5},
        {"speech": {}},
        {"speech": {"amount": "x", "unit": "year"}},
        {"speech": {"amount": "5", "unit": "fortnight"}},
    ],
)
def test_a_quote_that_cannot_be_read_is_said_to_be_broken_c3(quoted: object) -> None:
    with pytest.raises(ContentBroken):
        content_from_json({**READY.as_json(), "quoted": quoted})


def test_what_is_scored_is_exactly_what_the_quote_makes_c3() -> None:
    assert faults(YEARLY, TERMS) == []
    assert workings(YEARLY, TERMS) == {"speech": "£1,200.00 a year ÷ 52 = £23.08 a week"}
    for weekly in ({"speech": Decimal("23.07")}, {"speech": Decimal("23.09")}, {}):
        (fault,) = faults(replace(YEARLY, priced_needs=weekly), TERMS)
        assert fault.field == "priced_speech"
        assert "£1,200.00 a year ÷ 52 = £23.08 a week" in fault.sentence


def test_what_is_paid_once_is_spread_over_the_length_that_the_referral_says_c3() -> None:
    once = replace(READY, priced_needs={"speech": Decimal("25.64")}, quoted={"speech": Quote(Decimal(1000), Unit.ONCE)})
    assert faults(once, replace(TERMS, expected_weeks=39)) == []
    (fault,) = faults(once, TERMS)
    assert (fault.field, "does not say how long" in fault.sentence) == ("priced_speech", True)
    assert workings(once, TERMS) == {}


def test_limits_hold_in_every_unit_c3() -> None:
    dear = replace(
        YEARLY,
        priced_needs={"speech": Decimal("100000.01")},
        quoted={"speech": Quote(Decimal("5200000.52"), Unit.YEAR)},
    )
    assert [fault.field for fault in faults(dear, TERMS)] == ["price"]
    below = replace(YEARLY, priced_needs={"speech": Decimal(0)}, quoted={"speech": Quote(Decimal("-0.01"), Unit.YEAR)})
    assert [fault.sentence for fault in faults(below, TERMS)] == ["The price of “Speech therapy” must be £0 or more."]
