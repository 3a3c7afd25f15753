"""A1, A3: whoever suspends or removes a place reads first which referrals and placements that touches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from fairplace.foundations import audit
from fairplace.web.council.applications.in_use import in_use_sentences
from tests.dps.competitions.published import publish
from tests.dps.placements.test_agreement import accepted
from tests.web.council.test_awarding_pages import marked

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]
COUNCIL = "Surrey County Council"


def test_open_and_undecided_referrals_of_every_council_are_counted_a3(set_clock: Clock) -> None:
    made = marked(set_clock)
    (sentence,) = in_use_sentences(made.published.bidders[0].line_id, "West Sussex County Council")
    assert sentence == f"{COUNCIL}: 1 referral closed and not awarded yet."


def test_an_open_referral_may_still_be_bid_for_a3(set_clock: Clock) -> None:
    set_clock(None)
    published = publish()
    (sentence,) = in_use_sentences(published.bidders[0].line_id, COUNCIL)
    assert sentence == f"{COUNCIL}: 1 referral that it may still bid for."


def test_a_placement_is_counted_for_its_own_council_alone_a1(set_clock: Clock) -> None:
    made, _, _ = accepted(set_clock)
    line = made.published.bidders[0].line_id
    with audit.transaction_as(made.officer):
        assert in_use_sentences(line, COUNCIL) == [
            f"{COUNCIL}: 1 placement agreed here. They go on under their own agreements."
        ]
    with audit.transaction_as(made.published.world.people["officer"]):
        assert in_use_sentences(line, "West Sussex County Council") == []
