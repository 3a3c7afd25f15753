"""C1, C2: a sealed bid from the first save to the opening."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.answer_invitation import answer_invitation
from fairplace.dps.competitions.actions.held_slot import salted_commitment
from fairplace.dps.competitions.actions.save_bid import save_bid
from fairplace.dps.competitions.actions.start_bid_again import start_bid_again
from fairplace.dps.competitions.actions.submit_bid import submit_bid
from fairplace.dps.competitions.actions.withdraw_bid import withdraw_bid
from fairplace.dps.competitions.models import Invitation, Slot
from fairplace.dps.competitions.queries.own_bid import own_bid
from fairplace.dps.competitions.rules.bid_content import BidContent, receipt_holds
from fairplace.dps.qualification.models import Line
from fairplace.dps.referrals.models import Disclosure
from fairplace.foundations import audit
from fairplace.foundations.audit.models import Event
from fairplace.foundations.kernel.bid_sealing import first_turn, new_bid_code, open_with_key, second_turn
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.dps.competitions.published import CLOSES, PASSPHRASE, Bidder, Published, keys, publish
from tests.dps.competitions.writing import CANARY, bid, ready, save, say_will_bid, submit
from tests.dps.world import AT

SetClock = Callable[[datetime | None], None]
LATER = AT + timedelta(hours=3)


@pytest.fixture
def published(db: None, set_clock: SetClock) -> Published:
    set_clock(LATER)
    return publish(3)


def stored(bidder: Bidder) -> Slot:
    with audit.transaction_as(bidder.actor):
        return Slot.objects.get(id=bidder.slot_id)


def test_bid_is_saved_submitted_withdrawn_and_submitted_again_c1(published: Published) -> None:
    bidder = published.bidders[0]
    code, first = bid(published, bidder, LATER)
    assert first.submission is not None
    assert (first.submission.at, first.submission.by_name) == (LATER, bidder.actor.name)
    assert receipt_holds(first)
    assert first.carried == dict.fromkeys(published.headings, Decimal("100.00"))

    with audit.transaction_as(bidder.actor):
        withdraw_bid(actor=bidder.actor, invitation_id=bidder.invitation_id, bid_code=code, at=LATER)
        draft = own_bid(bidder.actor, bidder.invitation_id, code)
    assert draft is not None
    assert draft.submission is None
    assert draft.statement == first.statement
    again = submit(bidder, code, draft.edition, LATER)
    assert again.submission is not None
    assert again.submission.receipt != first.submission.receipt


def test_slot_looks_the_same_never_used_draft_submitted_and_withdrawn_c2(published: Published) -> None:
    unused, draft, withdrawn = published.bidders
    code = say_will_bid(draft, LATER)
    save(draft, code, ready(published), LATER)
    code, _ = bid(published, withdrawn, LATER)
    shapes = {_shape(stored(bidder)) for bidder in published.bidders}
    with audit.transaction_as(withdrawn.actor):
        withdraw_bid(actor=withdrawn.actor, invitation_id=withdrawn.invitation_id, bid_code=code, at=LATER)
    shapes |= {_shape(stored(bidder)) for bidder in published.bidders}
    assert len(shapes) == 1
    assert unused.slot_id


def _shape(slot: Slot) -> tuple[object, ...]:
    parts = (slot.content, slot.wraps, slot.bidder_wrap, slot.commitment)
    return (slot.version, *(len(bytes(part or b"")) for part in parts))


def test_log_tells_no_save_from_a_submission_nor_whose_it_is_c2(published: Published) -> None:
    bidder = published.bidders[0]
    code, content = bid(published, bidder, LATER)
    with audit.transaction_as(bidder.actor):
        withdraw_bid(actor=bidder.actor, invitation_id=bidder.invitation_id, bid_code=code, at=LATER)
    resealed = list(Event.objects.filter(kind=events.SLOT_RESEALED).order_by("id"))
    assert len(resealed) == 4  # will bid, saved, submitted, withdrawn
    for event in resealed:
        assert (event.actor_id, event.organisation_id) == (None, None)
        assert event.subject_id == event.about_id == published.competition_id
        assert set(event.payload) == {"commitment"}
    about_referral = {row.kind for row in audit.timeline(about=published.referral_id)}
    assert events.SLOT_RESEALED not in about_referral
    slot = stored(bidder)
    told = [event.payload["commitment"] for event in resealed]
    assert bytes(slot.commitment).hex() not in told, "the slot must not be found in the log before the opening"
    with audit.transaction_as(bidder.actor):
        inside = own_bid(bidder.actor, bidder.invitation_id, code)
    assert inside is not None
    assert salted_commitment(inside.edition, bytes(slot.commitment)) == told[-1]
    assert content.submission is not None


def test_nothing_but_the_slot_changes_when_a_bid_is_submitted_c2(
    published: Published, django_assert_num_queries: object
) -> None:
    """No time, no message, no job, no row elsewhere."""
    bidder = published.bidders[0]
    code = say_will_bid(bidder, LATER)
    draft = save(bidder, code, ready(published), LATER)
    before = _counts()
    submit(bidder, code, draft.edition, LATER)
    after = _counts()
    changed = {table for table in after if after[table] != before[table]}
    assert changed == {"audit_event"}


def _counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = {}
        for table in tables:
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [f'"{table}"'])
            if cursor.fetchone()[0]:
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                (found[table],) = cursor.fetchone()
    return found


def test_same_draft_submitted_twice_gives_the_same_receipt_a4(published: Published) -> None:
    bidder = published.bidders[0]
    code = say_will_bid(bidder, LATER)
    draft = save(bidder, code, ready(published), LATER)
    assert submit(bidder, code, draft.edition, LATER) == submit(bidder, code, draft.edition, LATER)


def test_old_submission_replayed_after_withdrawal_or_edit_is_refused_a4(published: Published) -> None:
    bidder = published.bidders[0]
    code = say_will_bid(bidder, LATER)
    draft = save(bidder, code, ready(published), LATER)
    submit(bidder, code, draft.edition, LATER)
    with audit.transaction_as(bidder.actor):
        withdraw_bid(actor=bidder.actor, invitation_id=bidder.invitation_id, bid_code=code, at=LATER)
    with pytest.raises(Refused, match="Check it again"):
        submit(bidder, code, draft.edition, LATER)


def test_draft_saved_from_an_old_page_is_not_overwritten_unseen_c1(published: Published) -> None:
    bidder = published.bidders[0]
    code = say_will_bid(bidder, LATER)
    old = save(bidder, code, ready(published, statement="One"), LATER)
    save(bidder, code, ready(published, statement="Two"), LATER)
    with pytest.raises(Refused, match="saved on another page"), audit.transaction_as(bidder.actor):
        save_bid(
            actor=bidder.actor, invitation_id=bidder.invitation_id, bid_code=code,
            content=ready(published, statement="Three"), edition=old.edition, at=LATER,
        )  # fmt: skip


def test_submitted_bid_is_not_changed_without_taking_it_back_c1(published: Published) -> None:
    bidder = published.bidders[0]
    code, _ = bid(published, bidder, LATER)
    with pytest.raises(Refused, match="Take it back"):
        save(bidder, code, ready(published), LATER)


def test_core_cost_a_penny_up_is_refused_and_nothing_is_written_q7(published: Published) -> None:
    bidder = published.bidders[0]
    code = say_will_bid(bidder, LATER)
    before = bytes(stored(bidder).content or b"")
    up = {**ready(published).core_costs, published.headings[0]: Decimal("100.01")}
    with pytest.raises(Refused, match=r"enter £100.00 or less") as refused:
        save(bidder, code, ready(published, core_costs=up), LATER)
    assert refused.value.field == f"cost_{published.headings[0]}"
    assert bytes(stored(bidder).content or b"") == before


def test_core_cost_a_penny_up_behind_the_pages_back_is_refused_at_submission_q7(published: Published) -> None:
    """A line whose carried cost fell after the draft was saved."""
    bidder = published.bidders[0]
    code = say_will_bid(bidder, LATER)
    draft = save(bidder, code, ready(published), LATER)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE qualification_corecost SET weekly = 98.75 WHERE line_id = %s", [bidder.line_id])
    with pytest.raises(Refused, match="Not yet ready"):
        submit(bidder, code, draft.edition, LATER)


def test_unfinished_draft_is_saved_but_not_submitted_c1(published: Published) -> None:
    bidder = published.bidders[0]
    code = say_will_bid(bidder, LATER)
    draft = save(bidder, code, BidContent(statement="Only this yet"), LATER)
    with pytest.raises(Refused, match="Not yet ready"):
        submit(bidder, code, draft.edition, LATER)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(milliseconds=1), timedelta(days=3)])
def test_bid_at_or_after_the_closing_time_is_refused_with_nothing_written_c2(
    published: Published, set_clock: SetClock, late: timedelta
) -> None:
    """Even when the request began in time: the database's clock after the lock decides."""
    bidder = published.bidders[0]
    code = say_will_bid(bidder, LATER)
    draft = save(bidder, code, ready(published), LATER)
    before, said = bytes(stored(bidder).commitment), Event.objects.count()
    set_clock(CLOSES + late)
    for attempt in (
        lambda: submit(bidder, code, draft.edition, LATER),
        lambda: save(bidder, code, ready(published), LATER),
    ):
        with pytest.raises(Refused, match="closing time has passed"):
            attempt()
    assert (bytes(stored(bidder).commitment), Event.objects.count()) == (before, said)


def test_bid_a_millisecond_before_the_closing_time_is_in_c2(published: Published, set_clock: SetClock) -> None:
    bidder = published.bidders[0]
    code = say_will_bid(bidder, LATER)
    draft = save(bidder, code, ready(published), LATER)
    just = CLOSES - timedelta(milliseconds=1)
    set_clock(just)
    content = submit(bidder, code, draft.edition, LATER)
    assert content.submission is not None
    assert content.submission.at == just


def test_suspended_line_neither_answers_nor_bids_but_may_withdraw_a3(published: Published) -> None:
    bidder, other = published.bidders[:2]
    code, _ = bid(published, bidder, LATER)
    Line.objects.update(state="suspended")
    with audit.transaction_as(bidder.actor):
        withdraw_bid(actor=bidder.actor, invitation_id=bidder.invitation_id, bid_code=code, at=LATER)
    with pytest.raises(Refused, match="suspended"):
        save(bidder, code, ready(published), LATER)
    with pytest.raises(Refused, match="suspended"):
        say_will_bid(other, LATER)


def test_wrong_code_opens_nothing_and_saves_nothing_c2(published: Published) -> None:
    bidder = published.bidders[0]
    bid(published, bidder, LATER)
    with pytest.raises(Refused, match="does not open"), audit.transaction_as(bidder.actor):
        own_bid(bidder.actor, bidder.invitation_id, new_bid_code())
    with pytest.raises(Refused, match="does not open"):
        submit(bidder, new_bid_code(), "x", LATER)


def test_starting_again_replaces_the_bid_under_a_new_code_c2(published: Published) -> None:
    bidder = published.bidders[0]
    old, _ = bid(published, bidder, LATER)
    with audit.transaction_as(bidder.actor):
        new = start_bid_again(actor=bidder.actor, invitation_id=bidder.invitation_id, at=LATER)
        empty = own_bid(bidder.actor, bidder.invitation_id, new)
    assert empty is not None
    assert (empty.statement, empty.submission) == ("", None)
    with pytest.raises(Refused), audit.transaction_as(bidder.actor):
        own_bid(bidder.actor, bidder.invitation_id, old)


def test_saying_cannot_leaves_no_bid_behind_r6(published: Published) -> None:
    bidder = published.bidders[0]
    code, _ = bid(published, bidder, LATER)
    with audit.transaction_as(bidder.actor):
        answer_invitation(
            actor=bidder.actor, invitation_id=bidder.invitation_id, answer="cannot", reason="full", at=LATER
        )
    with pytest.raises(Refused), audit.transaction_as(bidder.actor):
        own_bid(bidder.actor, bidder.invitation_id, code)
    assert _opened(published, bidder) == b""


def test_two_openers_of_three_find_the_submitted_bid_c2(published: Published) -> None:
    bidder = published.bidders[0]
    _, content = bid(published, bidder, LATER)
    assert _opened(published, bidder) == content.as_bytes()


def _opened(published: Published, bidder: Bidder) -> bytes:
    slot = stored(bidder)
    shares = first_turn(bytes(slot.wraps or b""), 2, keys()[2].unlock(PASSPHRASE))
    key = second_turn(shares, 0, keys()[0].unlock(PASSPHRASE))
    return open_with_key(bytes(slot.content or b""), key, slot_id=slot.id, competition_id=published.competition_id)


def test_another_provider_a_council_and_a_signatory_find_no_bid_x1(published: Published) -> None:
    mine, rival = published.bidders[:2]
    code, content = bid(published, mine, LATER)
    for actor in (rival.actor, published.officer, mine.signatory):
        with pytest.raises(NotThere), audit.transaction_as(actor):
            submit_bid(actor=actor, invitation_id=mine.invitation_id, bid_code=code, edition=content.edition, at=LATER)
    for actor in (rival.actor, published.officer):
        with audit.transaction_as(actor):
            assert own_bid(actor, mine.invitation_id, code) is None


def test_row_wall_shows_a_slot_to_its_bidder_alone_until_closing_c2(published: Published, set_clock: SetClock) -> None:
    mine, rival = published.bidders[:2]
    for actor, seen in ((mine.actor, 1), (rival.actor, 1), (published.officer, 0)):
        with audit.transaction_as(actor), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM competitions_slot")
            assert cursor.fetchone() == (seen,)
            cursor.execute("SELECT count(*) FROM competitions_slot WHERE id = %s", [mine.slot_id])
            assert cursor.fetchone() == (1 if actor is mine.actor else 0,)
            if actor is not mine.actor:
                cursor.execute("UPDATE competitions_slot SET version = 1 WHERE id = %s", [mine.slot_id])
                assert cursor.rowcount == 0
    set_clock(CLOSES)
    with audit.transaction_as(mine.actor), connection.cursor() as cursor:
        cursor.execute("UPDATE competitions_slot SET version = 1 WHERE id = %s", [mine.slot_id])
        assert cursor.rowcount == 0, "after closing nobody changes a bid, not even behind the action's back"


def test_answer_needs_confidentiality_or_a_reason_and_opens_the_story_r1_r6(published: Published) -> None:
    bidder = published.bidders[0]

    def answer(**said: object) -> str | None:
        with audit.transaction_as(bidder.actor):
            return answer_invitation(
                actor=bidder.actor,
                invitation_id=bidder.invitation_id,
                at=LATER,
                **said,  # type: ignore[arg-type]
            )

    with pytest.raises(Refused, match="confidential"):
        answer(answer="will_bid")
    with pytest.raises(Refused, match="Choose the reason"):
        answer(answer="cannot", reason="because")
    assert answer(answer="cannot", reason="too_far") is None
    assert answer(answer="will_bid", confidential=True)
    assert answer(answer="will_bid", confidential=True) is None, "said twice, nothing changes"
    row = Invitation.objects.get(id=bidder.invitation_id)
    assert (row.answer, row.reason, row.answered_by_id) == ("will_bid", "", bidder.actor.person_id)
    with audit.transaction_as(bidder.actor), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM referrals_childstory")
        assert cursor.fetchone() == (1,)
    with audit.transaction_as(published.bidders[1].actor), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM referrals_childstory")
        assert cursor.fetchone() == (0,)


def test_bid_longer_than_the_slot_is_refused_in_a_sentence_c2(published: Published) -> None:
    bidder = published.bidders[0]
    code = say_will_bid(bidder, LATER)
    noise = "".join(new_bid_code() for _ in range(4000))
    with pytest.raises(Refused, match="too long to be sealed"):
        save(bidder, code, ready(published, statement=noise), LATER)


def test_no_text_of_a_bid_stands_in_any_table_of_the_whole_database_c2(
    committed_database: object, owner_connection: psycopg.Connection, admin_url: str
) -> None:
    """As the administrator, past every wall: the dump as text holds no word of it, nor the code, nor the time.

    Its other price, 54.32, is not looked for: a moment of these minutes may have so many seconds."""
    published = publish(1, closes_at=datetime.now(tz=CLOSES.tzinfo) + timedelta(days=3))
    now = datetime.now(tz=CLOSES.tzinfo)
    bidder = published.bidders[0]
    code, content = bid(published, bidder, now)
    assert content.submission is not None
    words = [CANARY, "98.76", code, content.submission.receipt, content.edition, content.submission.digest]
    name = committed_database.name  # type: ignore[attr-defined]
    with psycopg.connect(admin_url, dbname=name) as administrator:
        found = _search(administrator, words)
    assert found == []
    assert settings.SECRET_KEY
    _settings_and_dump_open_nothing(published, bidder)


def _search(administrator: psycopg.Connection, words: list[str]) -> list[tuple[str, str]]:
    tables = administrator.execute(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
        " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    ).fetchall()
    found = []
    for (table,) in tables:
        for word in words:
            query = f"SELECT count(*) FROM {table} t WHERE strpos(t::text, %s) > 0 OR strpos(t::text, %s) > 0"
            (count,) = administrator.execute(query, [word, word.encode().hex()]).fetchone() or (0,)
            if count:
                found.append((table, word))
    return found


def _settings_and_dump_open_nothing(published: Published, bidder: Bidder) -> None:
    """Every key of the settings and every stored public key, tried as the key of the content: none fits."""
    slot = stored(bidder)
    known = [*settings.FAIRPLACE_KEYRING.values(), *(key.public for key in keys())]
    known += [settings.SECRET_KEY.encode()[:32], bytes(slot.commitment)]
    for key in known:
        with pytest.raises(Exception, match=r"changed|belongs"):
            open_with_key(bytes(slot.content or b""), key, slot_id=slot.id, competition_id=published.competition_id)
    assert replace(ready(published)).statement.startswith(CANARY)


def test_the_story_closes_again_for_who_then_cannot_r1(published: Published) -> None:
    bidder = published.bidders[0]
    say_will_bid(bidder, LATER)
    live = Disclosure.objects.filter(organisation_id=bidder.provider_id, until__isnull=True)
    assert live.count() == 1
    with audit.transaction_as(bidder.actor):
        answer_invitation(
            actor=bidder.actor, invitation_id=bidder.invitation_id, answer="cannot", reason="full", at=LATER
        )
    assert live.count() == 0
