"""10,000 random records agree with a second, independent computation (C3, T4)."""

import json
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest

from fairplace.dps.competitions.rules.record_reading import read_record, record_from_json
from fairplace.dps.competitions.rules.scoring import evaluate
from tests.dps.competitions.rules.independent_scoring import independent_result
from tests.dps.competitions.rules.record_making import random_record

CONTRACT = Path(__file__).resolve().parents[5] / "shared" / "contract"


def scored(record: dict[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = evaluate(read_record(json.dumps(record).encode())).as_json()
    for one in result["results"]:
        assert one.pop("working").keys() == one["scores"].keys()
    return result


@pytest.mark.parametrize("seed", range(4))
def test_c3_ten_thousand_random_records_agree(seed: int) -> None:
    """In four parts, so that they may run side by side."""
    random = Random(seed)
    seen: Counter[str] = Counter()
    for number in range(2_500):
        record = random_record(random)
        result = scored(record)
        assert result == independent_result(record), f"record {number}"
        ranks = [one["rank"] for one in result["results"] if one["rank"]]
        seen["family choice"] += bool(result["family_choice"])
        seen["winner"] += result["winner"] is not None
        seen["nobody compliant"] += not ranks
        seen["joint first"] += ranks.count(1) > 1
        seen["lots"] += ranks.count(1) > 1 and not result["family_choice"]
        seen["excluded"] += any(one["excluded"] for one in result["results"])
    assert min(seen.values()) > 75, seen  # the records are rich in what can go wrong


def test_t4_a_record_written_again_scores_the_same() -> None:
    random = Random(7)
    for _ in range(300):
        record = record_from_json(random_record(random))
        again = json.loads(json.dumps(record.as_json()))
        assert evaluate(record_from_json(again)).as_json() == evaluate(record).as_json()


@pytest.mark.shared_folder
def test_contract_example_record_gives_example_result() -> None:
    record = json.loads((CONTRACT / "example-record.json").read_text())
    expected = json.loads((CONTRACT / "example-result.json").read_text())
    assert scored(record) == expected
    assert independent_result(record) == expected
    evaluation = evaluate(record_from_json(record))
    assert evaluation.scorecards[0].working["price"] == "50 × 1,090.00 ÷ 1,185.00 = 45.99"


@pytest.mark.shared_folder
def test_contract_schema_is_the_published_one() -> None:
    ours = Path(__file__).resolve().parents[4] / "docs" / "reference" / "evaluation-record.schema.json"
    theirs = CONTRACT / "evaluation-record.schema.json"
    assert json.loads(ours.read_text()) == json.loads(theirs.read_text())
