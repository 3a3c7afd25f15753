"""R6, C2: reminders to those who have not read, and to those who said that they will bid, whatever lies in the seal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from fairplace.dps.competitions import events, jobs
from fairplace.dps.competitions.actions.answer_invitation import answer_invitation
from fairplace.dps.competitions.actions.extend_competition import extend_competition
from fairplace.dps.competitions.actions.read_invitation import read_invitation
from fairplace.dps.competitions.actions.remind_invited import remind_invited
from fairplace.dps.competitions.models import Competition, Invitation, Reminder
from fairplace.dps.competitions.queries.to_remind import to_remind
from fairplace.foundations import audit
from fairplace.foundations.audit.models import Event
from fairplace.foundations.background import run_as
from fairplace.foundations.messages.queries import all_messages
from tests.dps.competitions.published import CLOSES, Published, publish
from tests.dps.competitions.writing import bid, say_will_bid
from tests.dps.world import AT

pytestmark = pytest.mark.django_db
SetClock = Callable[[datetime | None], None]
HALF = AT + (CLOSES - AT) / 2
FOUR_FIFTHS = AT + (CLOSES - AT) * 0.8
LATER = AT + timedelta(hours=1)


@pytest.fixture
def published(set_clock: SetClock) -> Published:
    set_clock(LATER)
    return publish(4)


def run() -> None:
    jobs.remind_those_invited(0)


def letters(subject: str) -> list[str]:
    return sorted(one.to_address for one in all_messages() if one.subject.startswith(subject))


def test_who_has_not_read_it_by_half_time_is_reminded_once_r6(published: Published, set_clock: SetClock) -> None:
    reader, refuser, _, _ = published.bidders
    with audit.transaction_as(reader.actor):
        read_invitation(actor=reader.actor, invitation_id=reader.invitation_id, at=LATER)
    with audit.transaction_as(refuser.actor):
        answer_invitation(
            actor=refuser.actor, invitation_id=refuser.invitation_id, answer="cannot", reason="full", at=LATER
        )
    set_clock(HALF - timedelta(seconds=1))
    run()
    assert letters("Not read yet") == []
    set_clock(HALF)
    for _ in range(3):
        run()
    assert len(letters("Not read yet")) == 2
    assert Reminder.objects.filter(kind="unread").count() == 2
    told = Event.objects.get(kind=events.INVITED_REMINDED)
    assert (told.payload["reminder"], told.payload["invitations"]) == ("unread", 2)
    assert all("child" not in one.body_text for one in all_messages() if one.subject.startswith("Not read yet"))


def test_whoever_said_to_bid_is_reminded_alike_whether_or_not_a_bid_is_in_r6_c2(
    published: Published, set_clock: SetClock
) -> None:
    submitted, drafting, *_ = published.bidders
    bid(published, submitted, LATER)
    say_will_bid(drafting, LATER)
    set_clock(FOUR_FIFTHS + timedelta(seconds=1))
    run()
    said = [one for one in all_messages() if one.subject.startswith("Bids close soon")]
    bodies = {one.body_text.replace(name, "") for one in said for name in ("01234560", "01234561")}
    assert len(said) == 2
    assert len({body.split("\n", 2)[2] for body in bodies}) == 1, "the same words to both"
    assert "nobody can see whether one is in" in said[0].body_text


def test_more_time_reminds_again_for_the_new_closing_time_and_closed_ones_are_left_alone_r6_r9(
    published: Published, set_clock: SetClock
) -> None:
    say_will_bid(published.bidders[0], LATER)
    set_clock(FOUR_FIFTHS + timedelta(seconds=1))
    run()
    with audit.transaction_as(published.officer) as now:
        extend_competition(
            actor=published.officer,
            competition_id=published.competition_id,
            closes_at=CLOSES + timedelta(days=7),
            because="Half-term.",
            at=now,
        )
    run()
    assert len(letters("Bids close soon")) == 1, "there is time again"
    set_clock(CLOSES + timedelta(days=6))
    run()
    assert len(letters("Bids close soon")) == 2
    set_clock(CLOSES + timedelta(days=7))
    assert to_remind() == []
    with run_as(published.world.partner_id) as (actor, now):
        left = remind_invited(
            actor=actor,
            competition_id=published.competition_id,
            kind="bidding",
            invitation_ids=[published.bidders[0].invitation_id],
            at=now,
        )
    assert left == 0


def test_a_newcomer_has_half_of_its_own_time_before_it_is_reminded_r6_r4(
    published: Published, set_clock: SetClock
) -> None:
    newcomer = published.bidders[3]
    Invitation.objects.filter(id=newcomer.invitation_id).update(sent_at=HALF)
    set_clock(HALF)
    run()
    reminded = set(Reminder.objects.values_list("invitation_id", flat=True))
    assert newcomer.invitation_id not in reminded
    assert len(reminded) == 3
    set_clock(HALF + (CLOSES - HALF) / 2)
    run()
    assert Reminder.objects.filter(invitation_id=newcomer.invitation_id, kind="unread").exists()


def test_in_an_emergency_the_reminder_comes_within_hours_r6_r8(set_clock: SetClock) -> None:
    set_clock(AT)
    published = publish(1, closes_at=AT + timedelta(hours=4))
    say_will_bid(published.bidders[0], AT)
    set_clock(AT + timedelta(hours=3, minutes=12))
    run()
    assert len(letters("Bids close soon")) == 1
    assert Competition.objects.get().state == "open"
