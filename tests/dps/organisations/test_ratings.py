"""Q4: "requires improvement or better, or equivalent", on the right scale for the setting and the day, as data."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.organisations.models import Establishment
from fairplace.dps.organisations.rules.ratings import (
    RULES,
    SCALES,
    Band,
    band_of,
    derivation,
    found_in,
    rules_for,
    scale_fault,
    scales_on,
)

KINDS = list(Establishment.Kind.values)
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
CARD = "ofsted-report-card"
GATE = Question("inspection-rating", "rating", "establishment", "rating", "What?", "Why", "RI or better")


def card(setting: str, **areas: str) -> dict[str, str]:
    """A report card with everything at the expected standard but these."""
    best = {"safeguarding": "Met", "standards": "Met"}
    said = {area.code: best.get(area.code, "Expected standard") for area in SCALES[CARD].areas_for(setting)}
    said = {code: words for code, words in said.items() if code not in {"early-years", "post-16"}}
    return {**said, **areas}


@pytest.mark.parametrize("setting", KINDS)
@given(day=DAYS)
def test_q4_an_inspectorate_has_at_most_one_scale_for_a_setting_on_a_day(setting: str, day: date) -> None:
    holding = [rule.inspectorate for rule in rules_for(setting) if rule.holds_on(day)]
    assert len(holding) == len(set(holding))
    assert scales_on(setting, day)[""].code == "not-inspected"  # a new place of any kind can join


def test_q4_no_day_at_an_edge_has_two_scales_or_a_gap_between_two() -> None:
    for setting, inspectorate in product(KINDS, {rule.inspectorate for rule in RULES}):
        held = sorted(
            (rule.begins or date.min, rule.ends or date.max)
            for rule in rules_for(setting)
            if rule.inspectorate == inspectorate
        )
        for (_, ends), (begins, _) in pairwise(held):
            assert begins == ends + timedelta(days=1)


@given(st.sampled_from([*SCALES, "estyn", ""]), st.text(max_size=30))
def test_q4_unknown_words_never_pass(scale: str, words: str) -> None:
    if scale not in SCALES or words not in dict(SCALES[scale].found):
        assert band_of(scale, words) is None
        assert not GATE.passes_rating(band_of(scale, words))
        assert "do not pass" in derivation(scale, words, {})


FAILS = {
    ("ofsted-grades", "Inadequate"),
    ("ofsted-key-judgements", "Inadequate in a judgement, or safeguarding not effective"),
    (CARD, "Safeguarding not met, or urgent improvement needed"),
    ("ofsted-outcomes", "Serious or widespread weaknesses"),
    ("isi", "Safeguarding standards not met"),
}


def test_q4_fails_exactly_for_inadequate_outcome_3_urgent_improvement_and_safeguarding_not_met() -> None:
    found = {(scale.code, words) for scale in SCALES.values() for words, band in scale.found if band is Band.FAIL}
    assert found == FAILS
    for scale in SCALES.values():
        for words, band in scale.found:
            assert GATE.passes_rating(band) is ((scale.code, words) not in FAILS)


@given(st.sampled_from(["independent_special_school", "non_maintained_special_school"]), st.data())
def test_q4_a_report_card_is_worth_its_lowest_area(setting: str, data: st.DataObject) -> None:
    areas = SCALES[CARD].areas_for(setting)
    said = {
        area.code: data.draw(st.sampled_from([words for words, _ in area.words] + ([""] if area.optional else [])))
        for area in areas
    }
    worth = band_of(CARD, found_in(CARD, setting, said))
    fails = said["safeguarding"] == "Not met" or "Urgent improvement" in said.values()
    concern = "Needs attention" in said.values() or said.get("standards") == "Not all met"
    expected = "Expected standard" in said.values()
    assert worth is (Band.FAIL if fails else Band.CONCERN if concern else Band.MEETS if expected else Band.EXCELLENT)


def test_q4_a_card_without_an_area_that_it_must_have_says_nothing() -> None:
    school = "independent_special_school"
    assert found_in(CARD, school, card(school)) == "Safeguarding met, nothing below expected standard"
    for area in SCALES[CARD].areas_for(school):
        if not area.optional:
            assert not found_in(CARD, school, {**card(school), area.code: ""})
    assert not found_in(CARD, school, card(school, inclusion="Good"))
    # The standards of independent schools are no part of other schools' cards.
    assert "standards" not in card("non_maintained_special_school")
    assert found_in(CARD, "non_maintained_special_school", card("non_maintained_special_school"))


@pytest.mark.parametrize(
    ("setting", "scale", "day", "says"),
    [
        ("childrens_home", "ofsted-grades", date(2026, 10, 1), ""),
        ("independent_special_school", "ofsted-grades", date(2025, 12, 31), ""),
        ("independent_special_school", "ofsted-grades", date(2026, 1, 1), "Ofsted used “Ofsted report card” then"),
        ("independent_special_school", CARD, date(2025, 12, 31), "Ofsted used “Ofsted, one overall grade” then"),
        ("non_maintained_special_school", "ofsted-grades", date(2024, 9, 2), "key judgements"),
        ("non_maintained_special_school", CARD, date(2025, 11, 10), ""),
        ("non_maintained_special_school", CARD, date(2025, 11, 9), "was not in use"),
        ("supported_accommodation", "ofsted-outcomes", date(2023, 11, 1), "did not inspect this kind of place then"),
        ("supported_accommodation", "ofsted-grades", date(2025, 1, 1), "not inspected on that scale"),
        ("childrens_home", "isi", date(2025, 1, 1), "not inspected on that scale"),
        ("independent_special_school", "isi", date(2026, 5, 1), ""),
        ("alternative_provision", "no-inspectorate", None, ""),
    ],
)
def test_q4_a_scale_that_was_not_in_use_is_told_in_one_sentence(
    setting: str, scale: str, day: date | None, says: str
) -> None:
    fault = scale_fault(setting, scale, day)
    assert says in fault
    assert bool(fault) is bool(says)


def test_q4_a_category_may_ask_for_more_than_the_seed_gate() -> None:
    strict = Question("r", "rating", "establishment", "rating", "?", "w", "p", bands=("EXCELLENT", "MEETS"))
    assert [band for band in Band if strict.passes_rating(band)] == [Band.EXCELLENT, Band.MEETS]


def test_q4_the_derivation_names_what_lowered_it() -> None:
    school = "independent_special_school"
    areas = card(school, attendance="Needs attention")
    told = derivation(CARD, found_in(CARD, school, areas), areas)
    assert told.endswith("The lowest counts: Attendance and behaviour: needs attention.")
