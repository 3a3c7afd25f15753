"""A place that leaves between opening and award (A3), and an emergency opened by one (C2), by the real actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions import make_award as making
from fairplace.dps.competitions.actions.open_alone import make_timed_share, opener_keys
from fairplace.dps.competitions.actions.turn_opening_key import turn_opening_key
from fairplace.dps.competitions.models import Award, Competition, FamilyChoice, Invitation, Score, Slot, TimedShare
from fairplace.dps.competitions.queries.due_award import latest_choice
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.qualification.actions.reinstate_line import reinstate_line
from fairplace.dps.qualification.actions.suspend_line import suspend_line
from fairplace.dps.referrals.models import Referral
from fairplace.foundations import audit
from fairplace.foundations.kernel.bid_sealing import filler
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.messages.models import Message
from tests.dps.competitions import council_side
from tests.dps.competitions.council_side import Run, content, run
from tests.dps.competitions.published import CLOSES, PASSPHRASE, Bidder, keys
from tests.dps.competitions.test_awarding import scored

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]
NIGHT = datetime(2026, 11, 17, 22, tzinfo=UTC)
MORNING = datetime(2026, 11, 18, 10, tzinfo=UTC)
NOBODY = "Both other openers are on a night train."


def suspend(made: Run, bidder: Bidder) -> None:
    made.acting(
        made.published.world.people["officer"],
        suspend_line,
        line_id=bidder.line_id,
        criterion="insurances",
        because="The certificate has run out.",
    )


def reinstate(made: Run, bidder: Bidder) -> None:
    made.acting(
        made.published.world.people["officer"], reinstate_line, line_id=bidder.line_id, because="It is renewed."
    )


def submitted(set_clock: Clock, bidders: int = 2, **given: object) -> Run:
    made = run(set_clock, bidders=bidders, choice_by="nobody", **given)  # type: ignore[arg-type]
    for bidder in made.published.bidders:
        made.submit(bidder, content(made.published))
    return made


def test_a3_a_line_reinstated_before_the_opening_counts_again(set_clock: Clock) -> None:
    made = submitted(set_clock)
    suspend(made, made.published.bidders[0])
    reinstate(made, made.published.bidders[0])
    made.open()
    assert len(made.bids()) == 2


def test_a3_a_line_suspended_at_the_opening_is_set_aside_unopened(set_clock: Clock) -> None:
    made = submitted(set_clock)
    Invitation.objects.filter(id=made.published.bidders[0].invitation_id).update(answer="will_bid")
    suspend(made, made.published.bidders[0])
    made.open()
    assert Message.objects.filter(key__startswith="set-aside-unopened:").count() == 1, "its bidder hears why"
    assert [bid.provider_id for bid in made.bids()] == [made.published.bidders[1].provider_id]
    reinstate(made, made.published.bidders[0])
    assert len(made.bids()) == 1, "a reinstatement after the opening brings back nothing"


def test_a3_a_line_suspended_after_the_opening_is_out_even_when_it_is_reinstated(set_clock: Clock) -> None:
    """Rule 9: scores are worked out without it, because nobody has seen any."""
    made = submitted(set_clock)
    made.open()
    made.mark_all(("5", "3"))
    suspend(made, made.published.bidders[0])
    reinstate(made, made.published.bidders[0])
    made.score()
    out, first = made.bids()
    assert out.excluded_because == "The place was suspended on the system before the award."
    with audit.transaction_as(made.officer):
        ranks = dict(Score.objects.values_list("bid_id", "rank"))
    assert ranks == {out.id: None, first.id: 1}
    made.award(made.published.bidders[1])


def test_a3_after_the_scores_they_stand_and_the_award_passes_it_by(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody")
    with audit.transaction_as(made.officer):
        before = list(Score.objects.order_by("bid_id").values_list("bid_id", "rank", "total"))
    suspend(made, made.published.bidders[0])
    reinstate(made, made.published.bidders[0])
    with pytest.raises(Refused, match="suspended on the system before the award"):
        made.award(made.published.bidders[0])
    made.award(made.published.bidders[1])
    with audit.transaction_as(made.officer):
        assert list(Score.objects.order_by("bid_id").values_list("bid_id", "rank", "total")) == before
    assert Message.objects.filter(key__startswith="bid-out:").exists()


def test_a3_the_family_is_asked_again_when_a_place_on_its_page_is_suspended(set_clock: Clock) -> None:
    """C5: among those still close, by a new link; the old one opens nothing."""
    made = scored(set_clock, prices=("100.00",) * 3, marks=("5", "4.5", "4"))
    old = FamilyChoice.objects.get()
    suspend(made, made.published.bidders[1])
    assert made.state == "with_family"
    first, _, third = made.bids()
    again = latest_choice(made.competition_id)
    assert again is not None
    assert again.bids == [str(first.id), str(third.id)]
    old.refresh_from_db()
    assert old.revoked_at is not None


def test_a3_a_suspension_after_the_award_leaves_it_and_tells_the_council(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody")
    made.award(made.published.bidders[0])
    suspend(made, made.published.bidders[0])
    assert made.state == "awarded"
    assert Award.objects.get().declined_at is None
    assert Message.objects.filter(key__startswith="bid-out:").exists()


# --- an emergency, out of hours, opened by one (C2)


def emergency(set_clock: Clock, monkeypatch: pytest.MonkeyPatch, *, allowed: bool = True) -> Run:
    """Slots sealed to the timed share as well, as publication does it where the category says so."""
    made = run(set_clock, bidders=2, choice_by="nobody", evaluators=1)
    Referral.objects.filter(id=made.published.referral_id).update(urgency="emergency")
    competition = Competition.objects.get(id=made.competition_id)
    category = replace(content_of(competition.referral.category_version_id), one_opener_out_of_hours=allowed)
    with audit.transaction_as(made.officer):
        make_timed_share(competition, category, "emergency")
        openers = opener_keys(competition)
    for bidder in made.published.bidders:
        sealed = filler(slot_id=bidder.slot_id, competition_id=competition.id, openers=openers)
        with audit.transaction_as(bidder.actor):
            Slot.objects.filter(id=bidder.slot_id).update(
                wraps=sealed.wraps, commitment=sealed.commitment, content=sealed.content, bidder_wrap=sealed.bidder_wrap
            )
    monkeypatch.setattr(council_side, "keys", lambda: [_Key(key) for key in openers])
    for bidder in made.published.bidders:
        made.submit(bidder, content(made.published))
    made.declare()
    return made


class _Key:
    def __init__(self, public: bytes) -> None:
        self.public = public


def open_alone(made: Run, because: str = NOBODY, opener: int = 1) -> int:
    return made.acting(  # type: ignore[return-value]
        made.published.openers[opener],
        turn_opening_key,
        competition_id=made.competition_id,
        passphrase=PASSPHRASE,
        alone_because=because,
    )


def test_c2_one_opener_opens_an_emergency_out_of_hours_and_all_are_told(
    set_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = emergency(set_clock, monkeypatch)
    set_clock(NIGHT)
    with pytest.raises(Refused, match="why no second opener"):
        open_alone(made, "Alone")
    assert open_alone(made) == 2
    assert len(made.bids()) == 2
    assert made.state == "evaluating"
    told = [row for row in audit.timeline(about=made.published.referral_id) if row.kind == events.OPENED_BY_ONE]
    assert told[0].payload["because"] == NOBODY
    to = set(Message.objects.filter(key__startswith="opened-by-one:").values_list("to_address", flat=True))
    lead = made.published.world.people["officer"]
    assert len(to) >= 4, "officers, the other openers, and the lead authority"
    assert any(lead.name.split()[0].lower() in address.lower() for address in to) or to
    with audit.transaction_as(made.officer):
        assert not TimedShare.objects.exists(), "gone when the bids are open"


def test_c2_one_opener_may_finish_alone_what_they_began(set_clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    made = emergency(set_clock, monkeypatch)
    set_clock(NIGHT)
    made.turn(made.published.openers[1])
    with pytest.raises(Refused, match="Another opener has turned"):
        open_alone(made, opener=0)
    assert open_alone(made) == 2


@pytest.mark.parametrize(
    ("at", "allowed", "why"),
    [
        (MORNING, True, "outside working hours"),
        (NIGHT, False, "no published rule"),
        (CLOSES.replace(hour=16), True, "before the closing time"),
    ],
)
def test_c2_otherwise_two_people_open(
    set_clock: Clock, monkeypatch: pytest.MonkeyPatch, at: datetime, allowed: bool, why: str
) -> None:
    made = emergency(set_clock, monkeypatch, allowed=allowed)
    set_clock(at)
    with pytest.raises(Refused, match=why):
        open_alone(made)
    assert not made.bids()


def test_c2_the_timed_share_is_kept_by_the_database_until_the_closing_time(
    set_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = emergency(set_clock, monkeypatch)
    with audit.transaction_as(made.officer):
        assert not TimedShare.objects.exists()
    with audit.transaction_as(made.published.bidders[0].actor):
        set_clock(NIGHT)
        assert not TimedShare.objects.exists()
    with audit.transaction_as(made.officer):
        assert TimedShare.objects.count() == 1
        share = TimedShare.objects.get()
    assert all(bytes(key.public) not in bytes(share.private_key) for key in keys())


def test_c2_without_the_rule_or_without_hurry_there_is_no_share(set_clock: Clock) -> None:
    made = run(set_clock, bidders=1)
    competition = Competition.objects.get(id=made.competition_id)
    content_now = content_of(competition.referral.category_version_id)
    with audit.transaction_as(made.officer):
        make_timed_share(competition, replace(content_now, one_opener_out_of_hours=True), "planned")
        make_timed_share(competition, content_now, "emergency")
        assert len(opener_keys(competition)) == 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM competitions_competition WHERE timed_public_key IS NOT NULL")
        assert cursor.fetchone() == (0,)


# --- insurance that was promised (Q4, A1)


def test_c6_an_award_waits_for_the_insurance_that_was_promised(
    set_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = scored(set_clock, choice_by="nobody")
    missing: tuple[str, ...] = ("Public liability insurance, £5,000,000.00",)
    asked: list[UUID] = []

    def cover(line_id: UUID, on: object) -> tuple[str, ...]:
        asked.append(line_id)
        return missing

    monkeypatch.setattr(making, "missing_cover", cover)
    winner = made.published.bidders[0]
    with pytest.raises(Refused, match="gave its word to hold Public liability") as refused:
        made.award(winner)
    assert refused.value.field == "cover_because"
    made.acting(
        made.officer,
        making.make_award,
        competition_id=made.competition_id,
        bid_id=made.bid_of(winner).id,
        cover_because="The broker has confirmed it by telephone today.",
    )
    award = Award.objects.get()
    assert award.cover_because.startswith("The broker")
    assert asked[0] == winner.line_id
    told = [row for row in audit.timeline(about=made.published.referral_id) if row.kind == events.AWARD_MADE]
    assert told[0].payload["cover_missing"] == list(missing)
