"""Pure rules of the council's side: opening, marking, whose the decision is, blinding."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from fairplace.dps.competitions.rules.awarding import Due, due, next_step, still_standing
from fairplace.dps.competitions.rules.family_code import (
    code_digest,
    code_goes_to,
    code_matches,
    token_digest,
)
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.competitions.rules.opening import OpeningSituation, labels, opening_fault
from fairplace.dps.competitions.rules.ranking import Ranked
from fairplace.dps.qualification.rules.blinding import HIDDEN, blinded
from fairplace.dps.qualification.rules.marking import consensus, is_wide, mark_fault

CLOSES = datetime(2026, 11, 17, 17, tzinfo=UTC)
ME, OTHER = UUID(int=1), UUID(int=2)
READY = OpeningSituation(CompetitionStanding.OPEN, CLOSES, CLOSES, ME, False, False, ())


def test_a_key_may_be_turned_from_the_closing_time_on_c2() -> None:
    assert opening_fault(READY) is None
    assert opening_fault(replace(READY, standing=CompetitionStanding.OPENING, turned=(OTHER,))) is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"now": CLOSES - timedelta(microseconds=1)}, "before the closing time"),
        ({"turned": (ME,)}, "second, different opener"),
        ({"is_evaluator": True}, "You mark the statements"),
        ({"has_interest": None}, "Declare your interests first"),
        ({"has_interest": True}, "take no part"),
        ({"standing": CompetitionStanding.EVALUATING}, "have been opened"),
        ({"standing": CompetitionStanding.CANCELLED}, "ended"),
    ],
)
def test_a_key_may_not_be_turned_c2_c11(change: dict[str, object], said: str) -> None:
    fault = opening_fault(replace(READY, **change))  # type: ignore[arg-type]
    assert fault is not None
    assert said in fault


def test_labels_go_on_after_z() -> None:
    assert labels(28)[:2] == ["Bidder A", "Bidder B"]
    assert labels(28)[25:] == ["Bidder Z", "Bidder AA", "Bidder AB"]
    assert len(set(labels(800))) == 800
    assert max(map(len, labels(800))) <= 12


@pytest.mark.parametrize(("marks", "wide"), [(("5", "3"), True), (("5", "3.5"), False), (("3",), False), ((), False)])
def test_forty_per_cent_of_the_top_mark_is_wide_c3(marks: tuple[str, ...], wide: bool) -> None:
    assert is_wide([Decimal(mark) for mark in marks], Decimal(5)) is wide


def test_marks_are_whole_or_half_and_the_agreed_one_counts_c3() -> None:
    assert mark_fault(Decimal("4.5"), Decimal(5)) is None
    assert mark_fault(Decimal("4.4"), Decimal(5)) == "Give whole or half marks."
    assert mark_fault(Decimal("5.5"), Decimal(5)) == "The mark must be from 0 to 5."
    assert consensus([Decimal(1), Decimal(5)], None) is None
    assert consensus([Decimal(1), Decimal(5)], Decimal(3)) == 3
    assert consensus([Decimal(2)], None) == 2


def ranked(*totals: str) -> list[Ranked]:
    return [Ranked("ABCDE"[place], place + 1, Decimal(total)) for place, total in enumerate(totals)]


def test_an_award_is_due_to_the_familys_choice_else_first_place_c6() -> None:
    standing = ranked("80", "78")
    assert due(standing, chosen="B", first_by_lot=None) == Due("B", "family_choice")
    assert due(standing, chosen=None, first_by_lot=None) == Due("A", "first_place")
    assert due(standing[:1], chosen="B", first_by_lot=None) == Due("A", "first_place"), "who chose B lost it"
    assert due([], chosen=None, first_by_lot=None) is None


def test_a_tie_waits_for_its_lot_rule_8() -> None:
    tied = [Ranked("A", 1, Decimal(80)), Ranked("B", 1, Decimal(80))]
    assert next_step(tied, "nobody").lots == ("A", "B")
    assert due(tied, chosen=None, first_by_lot=None) is None
    assert due(tied, chosen=None, first_by_lot="B") == Due("B", "lots")
    assert next_step(tied, "parent").family_choice == ("A", "B")


def test_after_a_withdrawal_those_still_close_are_asked_c6() -> None:
    left = still_standing(ranked("80", "78", "74", "60"), {"A"})
    assert next_step(left, "parent").family_choice == ("B", "C")
    assert next_step(still_standing(left, {"B"}), "parent").winner == "C"


def test_names_are_taken_out_of_a_statement_c3() -> None:
    names = ["Willow Bank Ltd", "The Elms"]
    said = blinded("At Willow  bank, and at THE ELMS; the elmsford bus stops.", names)
    assert said == f"At {HIDDEN}, and at {HIDDEN}; the elmsford bus stops."


def test_a_familys_code_is_bound_to_its_link_c5() -> None:
    link = token_digest("token")
    kept = code_digest("012345", link)
    assert code_matches("012 345", kept, link)
    assert not code_matches("012345", kept, token_digest("another"))


def test_a_code_goes_by_text_where_a_mobile_can_get_one_else_by_e_mail_c5() -> None:
    assert code_goes_to("07700 900123", "a@b.example", by_text=False) == (
        "",
        "a@b.example",
        "by e-mail to a…@b.example",
    )
    by_text = code_goes_to("07700 900123", "a@b.example", by_text=True)
    assert by_text == ("+447700900123", "a@b.example", "by text message to the number that ends in 123")
    assert code_goes_to("01483 404040", "a@b.example", by_text=True).number == "", "a landline gets no text message"
