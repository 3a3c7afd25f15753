"""R12: the child and the family check what is written before it is published, by a link and a code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from fairplace.dps.referrals.actions.send_reading import send_reading
from fairplace.dps.referrals.models import CommentReply, FamilyComment, FamilyReading
from fairplace.dps.referrals.queries.publication import publication_check
from fairplace.foundations import audit
from fairplace.foundations.audit.models import Event
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.models import Message
from fairplace.foundations.messages.queries import message as message_row
from tests.dps.referrals.written import NARRATIVE, write_referral
from tests.dps.world import AT, World, make_world, person
from tests.web.council.test_referral_pages import signed_in, text

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]


@pytest.fixture
def world(set_clock: Clock) -> World:
    set_clock(AT)
    return make_world()


@pytest.fixture
def officer(world: World) -> Actor:
    return world.people["partner_officer"]


@pytest.fixture
def referral(world: World, officer: Actor) -> UUID:
    with audit.transaction_as(officer):
        return write_referral(world, officer)


def asked(officer: Actor, referral: UUID, reader: str = "family") -> str:
    """The address of the link that was sent."""
    with audit.transaction_as(officer):
        reading = send_reading(actor=officer, referral_id=referral, reader=reader, at=AT)
    body = letter(Message.objects.get(key=f"family-reading:{reading}"))
    return f"/family/reading/{body.split('/family/reading/')[1].split('/')[0]}/"


def code() -> str:
    newest = Message.objects.filter(key__startswith="reading-code:").latest("queued_at", "id")
    return letter(newest).split("Your code is ")[1][:6]


def letter(message: Message) -> str:
    found = message_row(message.id)
    assert found is not None
    return found.body_text


def opened(here: str) -> Client:
    client = Client()
    client.post(here, {"step": "send"})
    assert client.post(here, {"step": "open", "code": code()}).status_code == 302
    return client


def test_r12_a_family_reads_comments_and_is_replied_to_before_publication(officer: Actor, referral: UUID) -> None:
    here = asked(officer, referral)
    stranger = Client()
    closed = text(stranger.get(here))
    assert NARRATIVE not in closed
    assert "r…@family.example" in text(stranger.post(here, {"step": "send"}))
    assert "not the code we sent" in text(stranger.post(here, {"step": "open", "code": "12"}))
    assert FamilyReading.objects.get().code_tries == 1
    assert stranger.post(here, {"step": "open", "code": code()}).status_code == 302
    page = text(stranger.get(here))
    assert "What we wrote about Maya" in page
    assert NARRATIVE in page
    assert "I like ships." in page
    assert "Makes a friend" in page
    assert NARRATIVE not in text(Client().get(here)), "another browser has not typed the code"
    assert stranger.post(here, {"step": "comment", "story": "Lifts are fine by now"}).status_code == 302
    assert "we have what you told us" in text(stranger.get(here))
    assert "told us already" not in text(stranger.post(here, {"step": "comment", "story": "More"}))
    assert FamilyComment.objects.count() == 1

    council = signed_in(officer)
    home = f"/council/referrals/{referral}/"
    assert "Reply to each comment of the family" in text(council.get(f"{home}check/"))
    page = text(council.get(f"{home}voices/"))
    assert "Lifts are fine by now" in page
    comment = FamilyComment.objects.get()
    refused = text(council.post(f"{home}voices/{comment.pk}/reply/", {"taken_up": "no", "because": ""}))
    assert "Say why it was not taken up" in refused
    given = {"taken_up": "no", "because": "School saw it last week"}
    assert council.post(f"{home}voices/{comment.pk}/reply/", given).status_code == 302
    assert "School saw it last week" in text(council.get(f"{home}voices/"))
    assert "Reply to each comment" not in text(council.get(f"{home}check/"))
    assert council.post(f"{home}voices/{comment.pk}/reply/", {"taken_up": "yes"}).status_code == 302
    assert [one.taken_up for one in CommentReply.objects.order_by("at", "id")] == [False, True]
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {"referrals.story_read", "referrals.comments_given", "referrals.comments_read"} <= kinds


def test_r12_the_young_persons_version_speaks_to_them(officer: Actor, referral: UUID) -> None:
    here = asked(officer, referral, "young_person")
    page = text(opened(here).get(here))
    assert "What we wrote about you" in page
    assert "What you need" in page
    assert "Maya" not in page


def test_r12_nothing_to_change_is_an_answer(officer: Actor, referral: UUID) -> None:
    here = asked(officer, referral)
    assert opened(here).post(here, {"step": "comment"}).status_code == 302
    with audit.transaction_as(officer):
        assert publication_check(actor=officer, referral_id=referral, at=AT).faults == ()
    assert "They found nothing to change" in text(signed_in(officer).get(f"/council/referrals/{referral}/voices/"))


def test_r12_a_link_expires_is_revoked_and_ends_with_a_newer_one(
    officer: Actor, referral: UUID, set_clock: Clock
) -> None:
    first = asked(officer, referral)
    second = asked(officer, referral)
    assert "does not work any more" in text(Client().get(first))
    newest = FamilyReading.objects.get(revoked_at__isnull=True)
    revoke = f"/council/referrals/{referral}/voices/{newest.pk}/revoke/"
    assert signed_in(officer).post(revoke).status_code == 302
    assert "does not work any more" in text(Client().get(second))
    third = asked(officer, referral)
    set_clock(AT + timedelta(days=9))
    assert "time to tell us has passed" in text(Client().get(third))
    assert Client().get("/family/reading/of-ones-own/").status_code == 404


def test_r12_a_code_wears_out(officer: Actor, referral: UUID, set_clock: Clock) -> None:
    here = asked(officer, referral)
    client = Client()
    client.post(here, {"step": "send"})
    right = code()
    set_clock(AT + timedelta(minutes=16))
    assert "no longer good" in text(client.post(here, {"step": "open", "code": right}))
    FamilyReading.objects.update(code_tries=10)
    client.post(here, {"step": "send"})
    assert "too often" in text(client.post(here, {"step": "open", "code": code()}))


def test_r12_only_the_councils_own_officers_ask(world: World, officer: Actor, referral: UUID) -> None:
    for stranger in (person(world.lead_id, "Ida Lowe", "placement_officer"), person(world.partner_id, "O", "opener")):
        with audit.transaction_as(stranger), pytest.raises(NotThere):
            send_reading(actor=stranger, referral_id=referral, reader="family", at=AT)
        assert signed_in(stranger).get(f"/council/referrals/{referral}/voices/").status_code == 404
    with audit.transaction_as(officer), pytest.raises(Refused, match="Choose who"):
        send_reading(actor=officer, referral_id=referral, reader="neighbour", at=AT)
