"""The published method, rule by rule, with figures worked by hand."""

import json
from typing import Any

import pytest

from fairplace.dps.competitions.rules.record_reading import record_from_json
from fairplace.dps.competitions.rules.scoring import METHOD_VERSION, NOT_SCORED, evaluate
from tests.dps.competitions.rules.record_making import Record, small_record


def result_of(record: Record) -> dict[str, Any]:
    result: dict[str, Any] = evaluate(record_from_json(record)).as_json()
    return result


def card(record: Record, bid: str = "A") -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in result_of(record)["results"] if one["bid"] == bid)
    return found


def test_rule_1_scores_are_rounded_and_the_total_adds_them() -> None:
    one = card(small_record())
    assert one["scores"] == {
        "price": "32.73",  # 40 × 900 ÷ 1,100
        "outcomes": "16.80",
        "needs": "6.53",  # 9.8 × 3 ÷ 4.5
        "features": "4.20",
        "location": "4.00",
        "competency": "14.00",
    }
    assert (one["quality"], one["total"]) == ("45.53", "78.26")


def test_c3_working_is_a_sum_that_anyone_can_check() -> None:
    assert card(small_record())["working"] == {
        "price": "40 × 900.00 ÷ 1,100.00 = 32.73",
        "outcomes": "21 × 4 ÷ 5 = 16.80",
        "needs": "9.8 × 3 ÷ 4.5 = 6.53",
        "features": "4.2 × 1 ÷ 1 = 4.20",
        "location": "12.5 miles, 10 to 20 miles: 5 × 4 ÷ 5 = 4.00",
        "competency": "20 × 70 ÷ 100 = 14.00",
    }
    scorecards = evaluate(record_from_json(small_record())).scorecards
    assert [one.price_working for one in scorecards] == [
        "990.00 + 110.00 = 1,100.00",
        "1,000.00 × (100 − 10) ÷ 100 = 900.00",
    ]


@pytest.mark.parametrize(
    ("price", "score", "working"),
    [
        ("990.00", "25.00", "40 × (1,500.00 − 1,000.00) ÷ (1,500.00 − 700.00) = 25.00"),
        ("2000", "0.00", "40 × (1,500.00 − 2,010.00) ÷ (1,500.00 − 700.00), kept within 0 and 40, = 0.00"),
        ("1", "40.00", "40 × (1,500.00 − 11.00) ÷ (1,500.00 − 700.00), kept within 0 and 40, = 40.00"),
        ("690", "40.00", "40 × (1,500.00 − 700.00) ÷ (1,500.00 − 700.00) = 40.00"),
        ("1490", "0.00", "40 × (1,500.00 − 1,500.00) ÷ (1,500.00 − 700.00) = 0.00"),
    ],
)
def test_rule_2_absolute_price(price: str, score: str, working: str) -> None:
    record = small_record()
    record["referral"]["price_formula"] = {"kind": "absolute", "floor": "700", "ceiling": "1500"}
    record["bids"][0]["core_costs"] = [{"heading": "all", "carried": "9000", "bid": price}]
    record["bids"][0]["priced_needs"] = [{"code": "signing", "weekly": "10"}]
    one = card(record)
    assert one["scores"]["price"] == score
    assert one["working"]["price"] == working


def test_rule_2_lowest_price_is_taken_over_compliant_bids_only() -> None:
    record = small_record()
    record["bids"][1]["excluded_because"] = "The line was suspended before award."
    result = result_of(record)
    first, second = result["results"]
    assert (first["bid"], first["scores"]["price"], first["rank"]) == ("A", "40.00", 1)
    assert second["excluded"] == "The line was suspended before award."
    assert (second["rank"], second["quality"], second["total"]) == (None, None, None)
    assert second["scores"]["price"] is None
    assert second["scores"]["location"] == "5.00"
    assert second["working"]["price"] == NOT_SCORED
    assert second["weekly_price"] == "900.00"
    assert (result["family_choice"], result["winner"]) == ([], "A")


def test_rule_2_price_is_rounded_half_up_before_scoring() -> None:
    record = small_record()
    record["bids"][1]["core_costs"][0]["bid"] = "900.05"  # less 10 %: 810.045
    assert card(record, "B")["weekly_price"] == "810.05"


def test_rule_3_essential_items_exclude() -> None:
    record = small_record()
    record["referral"]["needs"][1]["essential"] = True
    assert card(record)["excluded"] == "Does not meet the essential item therapy."
    record["referral"]["needs"][0]["essential"] = True
    record["referral"]["features"][0]["essential"] = True
    assert card(record, "B")["excluded"] == "Does not meet the essential items signing and garden."
    result = result_of(record)
    assert [one["bid"] for one in result["results"]] == ["A", "B"]
    assert (result["family_choice"], result["winner"]) == ([], None)


def test_rule_3_a_recorded_decision_comes_before_an_essential_item() -> None:
    record = small_record()
    record["referral"]["needs"][1]["essential"] = True
    record["bids"][0]["excluded_because"] = "Withdrawn."
    assert card(record)["excluded"] == "Withdrawn."


def test_rule_3_a_criterion_that_weighs_nothing_needs_no_marks() -> None:
    record = small_record()
    record["referral"]["features"] = []
    record["bids"][0]["features_met"] = []
    record["referral"]["criteria"][3]["weight"] = "0"
    record["referral"]["criteria"][2]["weight"] = "14"
    one = card(record)
    assert (one["scores"]["features"], one["working"]["features"]) == ("0.00", "Nothing to share: 0 = 0.00")


@pytest.mark.parametrize(
    ("miles", "score"),
    [
        ("0", "5.00"),
        ("9.999999", "5.00"),
        ("10", "4.00"),
        ("29.9999999", "3.00"),
        ("49.99", "1.00"),
        ("50", "0.00"),
        ("5" * 30, "0.00"),
    ],
)
def test_rule_4_bands(miles: str, score: str) -> None:
    record = small_record()
    record["bids"][0]["miles"] = miles
    assert card(record)["scores"]["location"] == score


def test_method_has_a_version() -> None:
    assert METHOD_VERSION == "1"


def test_record_is_written_with_miles_cut_never_rounded() -> None:
    record = small_record()
    record["bids"][0]["miles"] = "9.9999999"
    written = json.loads(json.dumps(record_from_json(record).as_json()))
    assert written["bids"][0]["miles"] == "9.999999"
