"""Q10: the competency score is exact, rounded once, half-up."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fairplace.dps.market.rules.category_content import read_content
from fairplace.dps.market.seeds import read_seed
from fairplace.dps.qualification.rules.competency import competency_score
from fairplace.dps.qualification.rules.lifecycle import TRANSITIONS, LineStanding, may_become
from fairplace.dps.qualification.rules.marking import is_wide


def _content(weights: dict[str, int], top_mark: int = 7):  # type: ignore[no-untyped-def]
    document = read_seed("sen")
    document["criteria"] = [{**one, "weight": weights.get(one["code"], 0)} for one in document["criteria"]]
    statement = next(one for one in document["questions"] if one["kind"] == "statement")
    document["questions"] = [{**statement, "code": code, "criterion": code, "top_mark": top_mark} for code in weights]
    return read_content(document)


@pytest.mark.parametrize(
    ("mark", "score"), [("5", "100.00"), ("3.5", "70.00"), ("0", "0.00"), ("0.5", "10.00"), ("4", "80.00")]
)
def test_one_statement_is_a_share_of_its_top_mark_q10(mark: str, score: str) -> None:
    content = read_content(read_seed("supported"))
    assert competency_score(content, {"outcomes-statement": Decimal(mark)}) == Decimal(score)


def test_several_statements_are_weighted_exactly_and_rounded_once_q10() -> None:
    content = _content({"workforce": 30, "outcomes-framework": 40, "contract-management": 30})
    marks = {"workforce": Decimal(1), "outcomes-framework": Decimal(2), "contract-management": Decimal(3)}
    # 30/7 + 80/7 + 90/7 = 200/7 = 28.571428…
    assert competency_score(content, marks) == Decimal("28.57")


def test_an_exact_half_is_rounded_up_q10() -> None:
    content = _content({"workforce": 1, "outcomes-framework": 99}, top_mark=8)
    # 1 × 0.5 ÷ 8 = 0.0625; 99 × 0.5 ÷ 8 = 6.1875; together 6.25 exactly, and 0.125 alone shows the half
    assert competency_score(content, {"workforce": Decimal("0.5"), "outcomes-framework": Decimal("0.5")}) == Decimal(
        "6.25"
    )
    assert competency_score(content, {"workforce": Decimal(1), "outcomes-framework": Decimal(0)}) == Decimal("0.13")


def test_a_category_that_scores_nothing_gives_no_score_q10_7_3() -> None:
    assert competency_score(read_content(read_seed("alternative")), {}) is None


def test_a_missing_mark_is_never_nought_q10() -> None:
    with pytest.raises(KeyError):
        competency_score(read_content(read_seed("sen")), {})


def test_a_spread_of_two_fifths_of_the_top_mark_is_wide_c3() -> None:
    assert is_wide([Decimal(4), Decimal(2)], Decimal(5))
    assert not is_wide([Decimal(4), Decimal("2.5")], Decimal(5))


def test_signatures_come_before_accreditation_and_every_state_can_be_reached_a1() -> None:
    assert not may_become(LineStanding.ASSESSING, LineStanding.ACCREDITED)
    assert may_become(LineStanding.APPROVED, LineStanding.ACCREDITED)
    reached = {LineStanding.DRAFT} | {state for after in TRANSITIONS.values() for state in after}
    assert reached == set(LineStanding)
