"""C2: openers from as many councils as the category publishes; off by default."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.competitions.rules.publication import team_faults
from fairplace.dps.market.rules.category_content import broken_rules, read_content
from tests.dps.competitions.test_price_formula import absolute

OPENERS = [uuid4() for _ in range(3)]
EVALUATORS = [uuid4(), uuid4()]
COUNCILS = [uuid4() for _ in range(3)]


def faults(councils: int, of_whom: list[UUID]) -> list[str]:
    return [
        fault.sentence
        for fault in team_faults(
            OPENERS,
            EVALUATORS,
            openers=OPENERS,
            with_key=OPENERS,
            evaluators=EVALUATORS,
            urgency="planned",
            councils=councils,
            council_of=dict(zip(OPENERS, of_whom, strict=True)),
        )
    ]


@given(st.integers(1, 3), st.lists(st.sampled_from(COUNCILS), min_size=3, max_size=3))
def test_c2_openers_come_from_as_many_councils_as_the_rule_says(councils: int, of_whom: list[UUID]) -> None:
    found = faults(councils, of_whom)
    assert bool(found) is (len(set(of_whom)) < councils)
    for sentence in found:
        assert "the published rules of this category ask for it" in sentence
        assert "ask its administrator" in sentence, "it says what to do"


def test_c2_one_council_is_enough_unless_a_category_publishes_otherwise() -> None:
    content = read_content(absolute("sen"))
    assert content.opener_councils == 1
    (fault,) = broken_rules(replace(content, opener_councils=4))
    assert fault.path == ("referrals", "", "opener_councils")
