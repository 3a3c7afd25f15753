"""What an Individual Placement Agreement says (K1): every line of the price adds up to the price that is signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.competitions.rules.prices import weekly_price
from fairplace.dps.placements.rules.agreement_content import AgreementFacts, PriceLine, document_data

pennies = st.decimals(min_value=1, max_value=9_999, places=2)
discounts = st.decimals(min_value=0, max_value=50, places=1)


def facts(core: list[Decimal], needs: list[Decimal], discount: Decimal) -> AgreementFacts:
    return AgreementFacts(
        reference="IPA-R-1",
        referral_reference="R-1",
        system="South-east children's placements",
        terms_version="2023-1",
        council="Surrey County Council",
        provider="Osierfield Trust",
        establishment="Osierfield School",
        category="Special educational needs",
        placement_kind="Day place",
        child_name="Mina Daryaie",
        child_born=date(2016, 6, 19),
        starts_on=date(2026, 12, 15),
        expected_weeks=117,
        core_costs=[PriceLine(f"Heading {n}", amount) for n, amount in enumerate(core)],
        priced_needs=[PriceLine(f"Need {n}", amount) for n, amount in enumerate(needs)],
        discount_percent=discount,
        weekly_price=weekly_price(core, needs, discount),
        needs_met=["Speech and language therapy"],
        outcomes=["Catches up a year in mathematics"],
        how="First a visit.",
    )


def pounds(text: str) -> Decimal:
    return Decimal(text.replace("£", "").replace(",", "").replace("\N{MINUS SIGN}", "-"))


@given(st.lists(pennies, min_size=1, max_size=9), st.lists(pennies, max_size=4), discounts)
def test_the_lines_of_the_price_add_up_to_the_total_k1(
    core: list[Decimal], needs: list[Decimal], discount: Decimal
) -> None:
    price = document_data(facts(core, needs, discount))["price"]
    *lines, total = [pounds(amount) for _, amount in price]
    assert sum(lines) == total == weekly_price(core, needs, discount)


def test_a_discount_says_of_what_it_is_taken_k1() -> None:
    price = document_data(facts([Decimal("900.00")], [Decimal("100.00")], Decimal("2.5")))["price"]
    assert ["Discount of 2.5 % on £1,000.00", "\N{MINUS SIGN}£25.00"] in price
    assert price[-1] == ["Total a week", "£975.00"]
    assert not any("Discount" in name for name, _ in document_data(facts([Decimal(9)], [], Decimal(0)))["price"])


def test_what_is_quoted_otherwise_stands_as_it_is_invoiced_k1_c3() -> None:
    made = facts([Decimal("900.00")], [Decimal("23.08")], Decimal(0))
    line = PriceLine("Speech therapy", Decimal("23.08"), "£1,200.00 a year")
    told = document_data(replace(made, priced_needs=[line]))
    assert told["price"][1:] == [["Speech therapy: £1,200.00 a year", "£23.08"], ["Total a week", "£923.08"]]
    assert "invoiced as it is quoted." in told["quoted"]
    lower = document_data(replace(made, priced_needs=[line], discount_percent=Decimal(5)))
    assert "invoiced as it is quoted, less the discount." in lower["quoted"]
    assert document_data(made)["quoted"] == "", "by the week there is nothing to say"
