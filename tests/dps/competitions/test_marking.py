"""C3, C11: marks are independent, blind, never overwritten, and agreed with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.appoint_evaluator import appoint_evaluator
from fairplace.dps.competitions.actions.declare_interests import declare_interests
from fairplace.dps.competitions.actions.mark_statement import mark_statement
from fairplace.dps.competitions.actions.moderate_statement import moderate_statement
from fairplace.dps.competitions.models import Bid, Mark
from fairplace.dps.competitions.queries.marking import marking_of, statement_page
from fairplace.dps.referrals.models import Referral
from fairplace.foundations import audit
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.dps.competitions.council_side import REASON, Run, content, run
from tests.dps.world import person

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]


def opened(set_clock: Clock, bidders: int = 2, evaluators: int = 2) -> Run:
    made = run(set_clock, bidders=bidders, evaluators=evaluators)
    for bidder in made.published.bidders:
        made.submit(
            bidder, content(made.published, statement=f"At School 1 ltd we help. Provider  {bidder.name[-1]} knows.")
        )
    made.open()
    return made


def test_an_evaluator_sees_no_other_mark_before_their_own_is_in(set_clock: Clock) -> None:
    made = opened(set_clock)
    bid = made.bids()[0]
    one, two = made.evaluators
    made.acting(one, mark_statement, bid_id=bid.id, mark=Decimal(4), reason=REASON)
    with audit.transaction_as(two):
        page = statement_page(two, bid.id)
        assert page.marks == ()
        assert page.own is None
    made.acting(two, mark_statement, bid_id=bid.id, mark=Decimal(2), reason=REASON)
    with audit.transaction_as(two):
        page = statement_page(two, bid.id)
    assert {mark.mark for mark in page.marks} == {Decimal(4), Decimal(2)}
    assert page.spread == 2
    assert page.statement.wide, "2 of 5 is 40 %: it must be talked through"


def test_a_statement_is_read_without_names_and_price(set_clock: Clock) -> None:
    made = opened(set_clock)
    bid = made.bids()[1]
    with audit.transaction_as(made.evaluators[0]):
        page = statement_page(made.evaluators[0], bid.id)
    assert "School 1" not in page.text
    assert "Provider" not in page.text
    assert page.statement.label.startswith("Bidder ")


def test_a_mark_is_never_overwritten(set_clock: Clock) -> None:
    made = opened(set_clock)
    bid = made.bids()[0]
    one = made.evaluators[0]
    for mark in ("3", "4.5"):
        made.acting(one, mark_statement, bid_id=bid.id, mark=Decimal(mark), reason=REASON)
    with audit.transaction_as(one):
        assert list(Mark.objects.order_by("at", "id").values_list("mark", flat=True)) == [Decimal(3), Decimal("4.5")]
    told = [
        row.payload for row in audit.timeline(about=made.published.referral_id) if row.kind == events.STATEMENT_MARKED
    ]
    assert told[-1]["before"] == "3.00"


@pytest.mark.parametrize(
    ("mark", "reason", "field"),
    [("5.5", REASON, "mark"), ("-1", REASON, "mark"), ("2.2", REASON, "mark"), ("3", "Good", "reason")],
)
def test_a_bad_mark_is_refused_beside_its_field(set_clock: Clock, mark: str, reason: str, field: str) -> None:
    made = opened(set_clock, bidders=1)
    with pytest.raises(Refused) as refused:
        made.acting(made.evaluators[0], mark_statement, bid_id=made.bids()[0].id, mark=Decimal(mark), reason=reason)
    assert refused.value.field == field


def test_agreeing_waits_for_every_evaluator_and_ends_single_marks(set_clock: Clock) -> None:
    """C3: a spread of 40 % of the top mark or more is talked through, with a reason that is one."""
    made = opened(set_clock)
    bid = made.bids()[0]
    one, two = made.evaluators
    made.acting(one, mark_statement, bid_id=bid.id, mark=Decimal(4), reason=REASON)
    with pytest.raises(Refused, match="Not every evaluator"):
        made.acting(one, moderate_statement, bid_id=bid.id, mark=Decimal(4), reason=REASON)
    made.acting(two, mark_statement, bid_id=bid.id, mark=Decimal(1), reason=REASON)
    with pytest.raises(Refused, match="at least 10 words how you came together"):
        made.acting(one, moderate_statement, bid_id=bid.id, mark=Decimal(3), reason=REASON)
    talked = "We read it again together: the first step is named, but nobody answers for it."
    made.acting(one, moderate_statement, bid_id=bid.id, mark=Decimal(3), reason=talked)
    with pytest.raises(Refused, match="can no longer change"):
        made.acting(two, mark_statement, bid_id=bid.id, mark=Decimal(3), reason=REASON)
    told = [
        row.payload
        for row in audit.timeline(about=made.published.referral_id)
        if row.kind == events.STATEMENT_MODERATED
    ]
    assert told[0]["wide"] is True
    assert told[0]["spread"] == "3.00"


def test_nothing_is_seen_before_the_declaration_or_with_an_interest(set_clock: Clock) -> None:
    """C11."""
    made = run(set_clock, bidders=1)
    made.submit(made.published.bidders[0], content(made.published))
    one, two = made.evaluators
    made.acting(
        one,
        declare_interests,
        competition_id=made.competition_id,
        duty="evaluator",
        has_interest=True,
        interest="My son goes there",
    )
    made.evaluators = []
    made.open()
    bid = made.bids()[0]
    for evaluator in (one, two):
        with audit.transaction_as(evaluator):
            assert marking_of(evaluator)[0].statements == ()
            with pytest.raises(NotThere):
                statement_page(evaluator, bid.id)
    with pytest.raises(Refused, match="take no part"):
        made.acting(one, mark_statement, bid_id=bid.id, mark=Decimal(4), reason=REASON)
    made.acting(
        two, declare_interests, competition_id=made.competition_id, duty="evaluator", has_interest=False, interest=""
    )
    made.acting(two, mark_statement, bid_id=bid.id, mark=Decimal(4), reason=REASON)
    with pytest.raises(Refused, match="Too few people are left to mark"):
        made.score()
    third = person(made.published.world.partner_id, "Evaluator C", "evaluator")
    for wrong in (made.published.openers[0], one, made.officer):
        with pytest.raises(Refused, match="takes no other part"):
            made.acting(made.officer, appoint_evaluator, competition_id=made.competition_id, person_id=wrong.person_id)
    made.acting(made.officer, appoint_evaluator, competition_id=made.competition_id, person_id=third.person_id)
    made.acting(
        third,
        declare_interests,
        competition_id=made.competition_id,
        duty="evaluator",
        has_interest=False,
        interest="",
    )
    made.acting(third, mark_statement, bid_id=bid.id, mark=Decimal(4), reason=REASON)
    made.acting(two, moderate_statement, bid_id=bid.id, mark=Decimal(4), reason=REASON)
    made.score()
    assert made.state == "to_award"


def test_who_is_no_evaluator_of_it_cannot_mark(set_clock: Clock) -> None:
    made = opened(set_clock, bidders=1)
    bid = made.bids()[0]
    for stranger in (made.officer, made.published.openers[0], made.published.bidders[0].actor):
        with pytest.raises(NotThere):
            made.acting(stranger, mark_statement, bid_id=bid.id, mark=Decimal(4), reason=REASON)
    with audit.transaction_as(made.officer):
        assert Bid.objects.count() == 1


@pytest.mark.parametrize(("urgency", "state"), [("planned", "evaluating"), ("emergency", "to_award")])
def test_one_evaluator_marks_alone_in_an_emergency_only(set_clock: Clock, urgency: str, state: str) -> None:
    made = opened(set_clock, bidders=1, evaluators=1)
    Referral.objects.filter(id=made.published.referral_id).update(urgency=urgency)
    made.mark_all(["4"])
    if state == "evaluating":
        with pytest.raises(Refused, match="Name another"):
            made.score()
    else:
        made.score()
    assert made.state == state
