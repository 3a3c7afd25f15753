"""C6 and C7 in full: standstill, lots on the record, and letters that lack nothing or do not leave."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions import make_award as making
from fairplace.dps.competitions.actions.accept_award import accept_award
from fairplace.dps.competitions.actions.answer_family import answer_family
from fairplace.dps.competitions.actions.decline_award import decline_award
from fairplace.dps.competitions.actions.send_family_code import send_family_code
from fairplace.dps.competitions.models import Award, FamilyChoice, Feedback, Mark
from fairplace.dps.competitions.queries.feedback import feedback_for, feedback_letter
from fairplace.dps.competitions.rules.feedback_letter import rank_words
from fairplace.dps.competitions.rules.lots import draw_lots
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.foundations import audit
from fairplace.foundations.audit import clock
from fairplace.foundations.kernel.london_clock import day_and_time
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.messages.models import Message
from fairplace.foundations.messages.queries import message
from tests.dps.competitions.test_awarding import scored

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]


def test_c6_an_award_can_be_accepted_only_after_the_standstill(
    set_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_standstill(version: UUID) -> CategoryContent:
        return replace(content_of(version), standstill_working_days=8)

    monkeypatch.setattr(making, "content_of", with_standstill)
    made = scored(set_clock, choice_by="nobody")
    winner = made.published.bidders[0]
    award_id = made.award(winner)
    award = Award.objects.get()
    assert award.accept_from is not None
    assert award.made_at + timedelta(days=8) < award.accept_from < award.accept_by
    loser, until = made.published.bidders[1], f"Nobody can accept the award before {day_and_time(award.accept_from)}"
    with audit.transaction_as(made.officer):
        told = Feedback.objects.get(provider_id=loser.provider_id)
    assert any(note.startswith(until) for note in told.content["notes"]), "or it gives nobody the time to ask"
    assert until in _body(f"feedback:{told.id}")
    set_clock(award.accept_from - timedelta(milliseconds=1))
    with pytest.raises(Refused, match="standstill runs until"):
        made.acting(winner.actor, accept_award, award_id=award_id)
    set_clock(award.accept_from)
    made.acting(winner.actor, accept_award, award_id=award_id)
    assert made.state == "accepted"


def _body(key: str) -> str:
    found = message(Message.objects.get(key__startswith=key).pk)
    assert found is not None
    return found.body_text


def test_c6_without_a_standstill_an_award_can_be_accepted_at_once(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody")
    award_id = made.award(made.published.bidders[0])
    assert Award.objects.get().accept_from is None
    made.acting(made.published.bidders[0].actor, accept_award, award_id=award_id)


def test_c6_lots_follow_from_the_receipts_and_pass_on_by_themselves(set_clock: Clock) -> None:
    """Three exact ties that nobody chooses between: the second draw is among those who are left."""
    made = scored(set_clock, prices=("100.00",) * 3, marks=("4",) * 3, choice_by="nobody")
    bids = {str(bid.id): bid for bid in made.bids()}
    again = draw_lots(
        str(made.competition_id),
        {one: bid.receipt for one, bid in bids.items()},
        {one: str(bid.invitation_id) for one, bid in bids.items()},
        list(bids),
    )
    in_order = sorted(again.tickets, key=lambda one: again.tickets[one])
    told = _lots(made.published.referral_id)
    assert (told[0]["drawn"], told[0]["seed"], told[0]["tickets"]) == (in_order[0], again.seed, dict(again.tickets))
    first = next(one for one in made.published.bidders if str(made.bid_of(one).id) == in_order[0])
    award_id = made.award(first)
    made.acting(first.actor, decline_award, award_id=award_id, because="A member of staff left")
    assert [one["drawn"] for one in _lots(made.published.referral_id)] == in_order[:2]
    second = next(one for one in made.published.bidders if str(made.bid_of(one).id) == in_order[1])
    made.award(second)
    with audit.transaction_as(first.actor):
        letter = Feedback.objects.filter(provider_id=first.provider_id).latest("given_at", "id").content
    assert any("lots were drawn" in said for said in letter["winner"]["characteristics"])
    assert rank_words(letter) == "Joint 1 of 3", "who shares the first place is told so"
    assert rank_words({"rank": 2, "bidders": 3}) == "2 of 3", "as letters of before say it"


def _lots(referral_id: UUID) -> list[dict[str, object]]:
    return [row.payload for row in audit.timeline(about=referral_id) if row.kind == events.LOTS_DRAWN]


def test_c6_when_the_familys_choice_withdraws_and_one_is_left_alone_the_next_is_due(set_clock: Clock) -> None:
    """Hard case: two were close; the chosen one withdraws; the third is nine points behind, so nobody is asked."""
    made = scored(set_clock, prices=("100.00",) * 3, marks=("5", "4", "1"))
    token = made.token()
    send_family_code(token=token, at=clock.now())
    chosen = made.published.bidders[1]
    answer_family(token=token, bid_id=made.bid_of(chosen).id, reason="", code=made.code(), at=clock.now())
    award_id = made.award(chosen)
    made.acting(chosen.actor, decline_award, award_id=award_id, because="A member of staff left")
    assert made.state == "to_award"
    assert FamilyChoice.objects.count() == 1
    with pytest.raises(Refused, match="Only first place"):
        made.award(made.published.bidders[2])
    made.award(made.published.bidders[0])
    assert Award.objects.latest("made_at", "id").basis == "first_place"


def test_c7_no_letter_leaves_while_a_criterion_lacks_its_reason(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody")
    bid = made.bids()[2]
    with audit.transaction_as(made.officer):
        Mark.objects.create(
            competition_id=made.competition_id,
            bid=bid,
            moderated=True,
            mark=Decimal(3),
            reason=" ",
            by_id=made.evaluators[0].person_id,
            at=clock.now(),
        )
    with pytest.raises(Refused, match=f"Missing: {bid.label}, Outcomes"):
        made.award(made.published.bidders[0])
    assert not Award.objects.exists()
    with audit.transaction_as(made.officer):
        assert not Feedback.objects.exists()
    assert not Message.objects.filter(key__startswith="feedback:").exists()


def test_c7_a_letter_says_where_the_winner_did_better_and_is_the_same_as_pdf(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody")
    winner, _, loser = made.published.bidders
    made.award(winner)
    with audit.transaction_as(loser.actor):
        told = feedback_for(loser.actor, made.bid_of(loser).id)
        letter = feedback_letter(loser.actor, made.bid_of(loser).id)
        assert feedback_letter(loser.actor, made.bid_of(winner).id) is None
    assert told is not None
    assert letter is not None
    assert told.content["winner"]["advantages"] == [
        "Price: 10.00 points more than yours (50.00 beside 40.00).",
        "Outcomes (the statement): 3.00 points more than yours (12.00 beside 9.00).",
    ]
    assert letter.content.startswith(b"%PDF")
    with audit.transaction_as(winner.actor):
        own = feedback_for(winner.actor, made.bid_of(winner).id)
    assert own is not None
    assert own.content["winner"]["advantages"] == []
