"""Q8: the common cap bars a line; one council's lower cap closes that council's door only. Q7: totals."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.market.rules.category_content import read_content
from fairplace.dps.qualification.rules.caps import closed_doors, kind_totals
from tests.dps.qualification.richer import richer_document

SURREY, WEST_SUSSEX = "E10000030", "E10000032"
COUNCILS = {WEST_SUSSEX: "West Sussex County Council", SURREY: "Surrey County Council"}
CONTENT = read_content(
    richer_document(cap=None, caps=[{"weekly": 500, "placement_kind": "day"},
                                    {"weekly": 400, "placement_kind": "day", "council": SURREY}])
)  # fmt: skip


def test_one_councils_lower_cap_closes_its_door_and_no_other_q8() -> None:
    totals = kind_totals(CONTENT, ["day"], {"premises": Decimal("450.00")})
    assert not totals[0].over
    assert closed_doors(CONTENT, totals, COUNCILS) == [
        "Surrey County Council would not invite this place for “Day place”: its cap is £400.00 a week."
    ]
    assert closed_doors(CONTENT, kind_totals(CONTENT, ["day"], {"premises": Decimal(400)}), COUNCILS) == []
    above = kind_totals(CONTENT, ["day"], {"premises": Decimal("500.01")})
    assert above[0].over, "and then no council's door matters"
    assert closed_doors(CONTENT, above, COUNCILS) == []


@given(st.decimals(0, Decimal("9999999.99"), places=2))
def test_a_year_is_52_weeks_and_a_month_a_twelfth_of_it_q7(weekly: Decimal) -> None:
    (total,) = kind_totals(CONTENT, ["day"], {"premises": weekly})
    assert total.year == weekly * 52
    assert abs(Fraction(total.month) - Fraction(total.year) / 12) <= Fraction(1, 200)
