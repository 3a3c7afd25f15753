"""Q10, as properties: whatever the weights, top marks and marks, the competency score is a fair share of 100."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.market.rules.category_content import CategoryContent, read_content
from fairplace.dps.market.seeds import read_seed
from fairplace.dps.qualification.rules.competency import competency_score

CODES = ("workforce", "outcomes-framework", "contract-management")
SEED = read_seed("sen")
STATEMENT = next(one for one in SEED["questions"] if one["kind"] == "statement")


@st.composite
def marked(draw: st.DrawFn) -> tuple[CategoryContent, dict[str, Decimal]]:
    """Three scored criteria with one or two statements each, and a mark in halves for every statement."""
    first = draw(st.integers(0, 100))
    second = draw(st.integers(0, 100 - first))
    weights = dict(zip(CODES, (first, second, 100 - first - second), strict=True))
    questions, marks = [], {}
    for criterion in CODES:
        for number in range(draw(st.integers(1, 2))):
            top, code = draw(st.integers(1, 10)), f"{criterion}-{number}"
            questions.append({**STATEMENT, "code": code, "criterion": criterion, "top_mark": top})
            marks[code] = Decimal(draw(st.integers(0, 2 * top))) / 2
    criteria = [{**one, "weight": weights.get(one["code"], 0)} for one in SEED["criteria"]]
    return read_content({**SEED, "criteria": criteria, "questions": questions}), marks


@given(marked())
def test_the_score_lies_between_nought_and_a_hundred_in_two_decimals_q10(
    told: tuple[CategoryContent, dict[str, Decimal]],
) -> None:
    score = competency_score(*told)
    assert 0 <= score <= 100
    assert score.as_tuple().exponent == -2


@given(marked())
def test_full_marks_are_a_hundred_and_no_marks_nought_q10(told: tuple[CategoryContent, dict[str, Decimal]]) -> None:
    content, marks = told
    top = {question.code: question.top_mark or Decimal(0) for question in content.questions}
    assert competency_score(content, top) == 100
    assert competency_score(content, dict.fromkeys(marks, Decimal(0))) == 0


@given(marked(), st.data())
def test_a_better_mark_never_lowers_the_score_q10(
    told: tuple[CategoryContent, dict[str, Decimal]], data: st.DataObject
) -> None:
    content, marks = told
    question = data.draw(st.sampled_from(content.questions))
    better = data.draw(st.integers(int(marks[question.code] * 2), int((question.top_mark or 0) * 2)))
    assert competency_score(content, {**marks, question.code: Decimal(better) / 2}) >= competency_score(content, marks)


@given(marked())
def test_it_is_within_half_a_hundredth_of_the_exact_sum_q10(told: tuple[CategoryContent, dict[str, Decimal]]) -> None:
    content, marks = told
    exact = Fraction(0)
    for criterion in content.criteria:
        shares = [
            Fraction(marks[question.code]) / Fraction(question.top_mark or 1)
            for question in content.questions
            if question.criterion == criterion.code
        ]
        exact += Fraction(criterion.weight) * sum(shares, Fraction(0)) / max(len(shares), 1)
    assert abs(Fraction(competency_score(content, marks)) - exact) <= Fraction(1, 200)
