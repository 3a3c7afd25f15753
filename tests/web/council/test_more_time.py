"""R9: more time for everyone, never less and never too late; cancelled with a reason that everyone reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.db import DatabaseError, transaction
from django.test import Client

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.extend_competition import extend_competition
from fairplace.dps.competitions.models import ClosingChange, Competition, Invitation
from fairplace.dps.referrals.models import ChildIdentity
from fairplace.foundations import audit
from fairplace.foundations.audit.models import Event
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queries import all_messages
from tests.dps.competitions.published import CLOSES, Published, publish
from tests.dps.competitions.writing import bid, submit
from tests.dps.world import AT
from tests.web.provider.test_bidding_pages import at as provider_page
from tests.web.provider.test_bidding_pages import text

SetClock = Callable[[datetime | None], None]
LATER = AT + timedelta(hours=3)
NEW = CLOSES + timedelta(days=2)


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.person_id))
    return client


@pytest.fixture
def published(db: None, set_clock: SetClock) -> Published:
    set_clock(LATER)
    return publish(2)


def extend(published: Published, closes_at: datetime, because: str = "Half-term lies in between.") -> None:
    with audit.transaction_as(published.officer) as now:
        extend_competition(
            actor=published.officer,
            competition_id=published.competition_id,
            closes_at=closes_at,
            because=because,
            at=now,
        )


def name_the_child(published: Published) -> None:
    with audit.transaction_as(published.officer):
        identity = ChildIdentity(referral_id=published.referral_id, council_id=published.world.partner_id)
        unsaid = dict.fromkeys(("home_point", "family_email", "family_phone"), "")
        told = {"full_name": "Maya Penhallow", "date_of_birth": "2017-05-14", "called": "Maya", **unsaid}
        seal_onto(identity, home_postcode="GU2 7XH", family_name="Ros Penhallow", **told)
        identity.save()


def address(published: Published, page: str) -> str:
    return f"/council/referrals/{published.referral_id}/{page}"


def test_more_time_is_told_to_everyone_with_its_reason_and_a_bid_that_is_in_stands_r9(
    published: Published, set_clock: SetClock
) -> None:
    code, before = bid(published, published.bidders[0], LATER)
    told = {
        "day_day": "19",
        "day_month": "11",
        "day_year": "2026",
        "time": "5pm",
        "because": "Half-term lies in between.",
    }
    assert signed_in(published.officer).post(address(published, "extend/"), told).status_code == 302
    competition = Competition.objects.get()
    assert competition.closes_at == NEW
    change = ClosingChange.objects.get()
    assert (change.was, change.became, change.cause) == (CLOSES, NEW, "extended")
    assert Event.objects.get(kind=events.CLOSING_MOVED).payload["was"] == "2026-11-17T17:00:00.000000Z"
    letters = [one for one in all_messages() if one.subject.startswith("More time to bid")]
    assert len(letters) == 2
    assert all("Thursday 19 November 2026, 5pm" in one.body_text for one in letters)
    assert all("Half-term" not in one.body_text for one in letters), "free text stays behind the sign-in"
    for bidder in published.bidders:
        page = text(signed_in(bidder.actor).get(provider_page(bidder)))
        assert "moved from 17 November 2026 at 5pm to 19 November 2026 at 5pm" in page
        assert "Half-term lies in between." in page
    set_clock(CLOSES + timedelta(hours=1))
    again = submit(published.bidders[0], code, before.submission.edition if before.submission else "", CLOSES)
    assert again.submission == before.submission
    assert "More time to bid" in text(signed_in(published.officer).get(address(published, "")))


@pytest.mark.parametrize("closes_at", [CLOSES, CLOSES - timedelta(seconds=1), CLOSES + timedelta(days=400)])
def test_time_never_moves_back_nor_out_of_sight_r9(published: Published, closes_at: datetime) -> None:
    with pytest.raises(Refused):
        extend(published, closes_at)
    assert Competition.objects.get().closes_at == CLOSES


def test_nothing_is_moved_once_bids_have_closed_r9(published: Published, set_clock: SetClock) -> None:
    set_clock(CLOSES)
    with pytest.raises(Refused, match="Bids have closed"):
        extend(published, NEW)
    assert signed_in(published.officer).get(address(published, "extend/")).status_code == 404


def test_another_council_and_a_reader_alone_move_nothing_r9(published: Published) -> None:
    for actor in (published.world.people["officer"], published.bidders[0].actor):
        with audit.transaction_as(actor), pytest.raises(NotThere):
            extend_competition(
                actor=actor, competition_id=published.competition_id, closes_at=NEW, because="Why not?", at=LATER
            )


def test_the_table_itself_refuses_an_earlier_time_and_a_late_move_r9_c2(
    published: Published, set_clock: SetClock
) -> None:
    with pytest.raises(DatabaseError, match="moves to a later one"), transaction.atomic():
        Competition.objects.update(closes_at=CLOSES - timedelta(minutes=1))
    set_clock(CLOSES)
    with pytest.raises(DatabaseError, match="moves to a later one"), transaction.atomic():
        Competition.objects.update(closes_at=NEW)


@pytest.mark.parametrize("words", ["Maya has moved.", "Her new postcode is GU2 7XH.", "She left Riverside Academy."])
def test_a_reason_that_tells_who_the_child_is_is_refused_beside_its_box_r9_r1(published: Published, words: str) -> None:
    name_the_child(published)
    client = signed_in(published.officer)
    told = {"day_day": "19", "day_month": "11", "day_year": "2026", "time": "5pm", "because": words}
    page = client.post(address(published, "extend/"), told)
    assert 'href="#id_because"' in page.content.decode()
    assert words in text(page)
    page = client.post(address(published, "cancel/"), {"because": words})
    assert 'href="#id_because"' in page.content.decode()
    assert Competition.objects.get().state == "open"
    assert not ClosingChange.objects.exists()


def test_the_hour_that_march_skips_is_no_closing_time_and_octobers_second_is_meant_r9_r8(
    db: None, set_clock: SetClock
) -> None:
    london = ZoneInfo("Europe/London")
    spring = datetime(2027, 3, 22, 9, tzinfo=UTC)
    set_clock(spring)
    published = publish(1, at=spring, closes_at=datetime(2027, 3, 26, 17, tzinfo=UTC))
    told = {"day_day": "28", "day_month": "3", "day_year": "2027", "time": "1:30am", "because": "One more weekend."}
    page = signed_in(published.officer).post(address(published, "extend/"), told)
    assert "The clocks go forward that night" in text(page)
    assert Competition.objects.get().closes_at == datetime(2027, 3, 26, 17, tzinfo=UTC)
    extend(published, datetime(2027, 10, 30, 17, tzinfo=london) - timedelta(days=110))
    set_clock(datetime(2027, 7, 12, 9, tzinfo=UTC))
    told["day_day"], told["day_month"] = "31", "10"
    page = signed_in(published.officer).post(address(published, "extend/"), told)
    assert page.status_code == 302
    assert Competition.objects.get().closes_at == datetime(2027, 10, 31, 1, 30, tzinfo=UTC), "the second 1:30am"
    (bidder,) = published.bidders
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    set_clock(first + timedelta(minutes=59))
    bid(published, bidder, first + timedelta(minutes=59))
    assert "1:30am after the clocks go back" in text(signed_in(bidder.actor).get(provider_page(bidder)))
    set_clock(first + timedelta(minutes=60))
    with pytest.raises(Refused, match="closing time has passed"):
        bid(published, bidder, first + timedelta(minutes=60))


def test_everyone_invited_reads_why_it_is_cancelled_and_sealed_bids_stay_sealed_r9(published: Published) -> None:
    bid(published, published.bidders[0], LATER)
    client = signed_in(published.officer)
    assert "They are never opened" in text(client.get(address(published, "cancel/")))
    client.post(address(published, "cancel/"), {"because": "The family is moving to another county."})
    letters = [one for one in all_messages() if one.subject.startswith("Cancelled")]
    assert len(letters) == Invitation.objects.count() == 2
    assert all("are never opened" in one.body_text and "county" not in one.body_text for one in letters)
    pages = [text(signed_in(bidder.actor).get(provider_page(bidder))) for bidder in published.bidders]
    assert all("The family is moving to another county." in page for page in pages)
    assert all("they are never opened, and nobody learns that there were any" in page for page in pages)
