"""T3, T4: heads that a council witnesses, and evidence packs, through the pages."""

from __future__ import annotations

import html
import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import pytest
from django.test import Client

from fairplace.dps.competitions.models import Feedback
from fairplace.dps.competitions.queries.feedback import feedback_letter, record_address
from fairplace.dps.transparency import events
from fairplace.dps.transparency.jobs import deliver_heads, make_pack
from fairplace.dps.transparency.models import EvidencePack, HeadDelivery
from fairplace.foundations import audit
from fairplace.foundations.audit.log_key import public_key
from fairplace.foundations.audit.models import Event
from fairplace.foundations.audit.publishing import publish_head_now
from fairplace.foundations.audit.sealing import seal_events
from fairplace.foundations.kernel.signed_head import read_head
from fairplace.foundations.messages.models import Message
from tests.attacks.scene import signed_in
from tests.dps.transparency.packs import awarded, pack_of
from tests.dps.world import make_world
from tests.spoken import spoken

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]


def words(page: bytes) -> str:
    return " ".join(html.unescape(page.decode()).split())


def test_an_officer_asks_for_a_pack_and_takes_it_and_both_are_recorded_t4(set_clock: Clock) -> None:
    made = awarded(set_clock)
    client = signed_in(made.officer)
    referral = made.published.referral_id
    address = f"/council/record/packs/{referral}/"
    assert address in client.get(f"/council/referrals/{referral}/").content.decode()
    told = words(client.post(address, {"level": "tribunal", "reason": ""}).content)
    assert "Say why the pack is needed" in told
    told = words(client.post(address, {"level": "bidder", "reason": "A challenge."}).content)
    assert "Select which bidder the pack is for" in told
    assert "A challenge." in told, "what was typed is kept"
    asked = client.post(address, {"level": "tribunal", "reason": "A challenge."})
    assert asked.status_code == 302
    pack = EvidencePack.objects.get()
    assert "being made" in words(client.get(address).content)
    assert client.get(f"/council/record/packs/file/{pack.id}/").status_code == 404
    make_pack(pack_id=str(pack.id), council_id=str(pack.council_id))
    make_pack(pack_id=str(pack.id), council_id=str(pack.council_id))
    page = words(client.get(address).content)
    assert "A challenge. Asked" in page
    taken = client.get(f"/council/record/packs/file/{pack.id}/")
    assert taken["Content-Type"] == "application/zip"
    assert "attachment" in taken["Content-Disposition"]
    assert "report.pdf" in zipfile.ZipFile(BytesIO(taken.content)).namelist()
    kinds = list(Event.objects.filter(subject_id=pack.id).order_by("at", "id").values_list("kind", flat=True))
    assert kinds == [events.PACK_ASKED, events.PACK_MADE, events.PACK_DOWNLOADED]
    assert signed_in(made.published.openers[0]).get(address).status_code == 404


def test_each_council_gets_each_head_once_and_can_see_it_again_t3(set_clock: Clock) -> None:
    world = make_world()
    deliver_heads(timestamp=0)
    assert HeadDelivery.objects.count() == 0, "there is no head yet"
    audit.read_recorded(actor=world.people["officer"], subject=audit.Subject("a.b", world.lead_id), fields=["name"])
    seal_events()
    deliver_heads(timestamp=0)
    deliver_heads(timestamp=0)
    councils = set(HeadDelivery.objects.values_list("council_id", flat=True))
    assert {world.lead_id, world.partner_id} <= councils
    assert HeadDelivery.objects.count() == len(councils)
    assert Event.objects.filter(kind=events.HEAD_DELIVERED).count() == len(councils)
    letters = Message.objects.filter(key__startswith="log-head:")
    assert letters.count() == sum(HeadDelivery.objects.values_list("people", flat=True)) > 0
    letter = letters.first()
    assert letter is not None
    signed = HeadDelivery.objects.values_list("signed", flat=True).first()
    assert signed is not None
    assert letter.body_text.endswith(signed)
    assert read_head(signed, public_key()).size == HeadDelivery.objects.values_list("size", flat=True).first()
    page = signed_in(world.people["officer"]).get("/council/record/heads/")
    assert signed in html.unescape(page.content.decode())
    assert Client().get("/council/record/heads/").status_code == 302


def test_a_letter_names_its_own_event_in_the_record_t4(set_clock: Clock) -> None:
    made = awarded(set_clock)
    seal_events()
    publish_head_now()
    loser = made.published.bidders[1]
    with audit.transaction_as(loser.actor):
        told = Feedback.objects.get(bid=made.bid_of(loser))
    with audit.transaction_as(loser.actor):
        address = record_address(told.id)
        letter = feedback_letter(loser.actor, told.bid_id)
    assert letter is not None
    assert letter.content.startswith(b"%PDF")
    path = address.partition("127.0.0.1:8000")[2]
    assert path.startswith("/log/entry/?event=")
    assert "This event is in the record" in words(Client().get(path).content)
    page = signed_in(loser.actor).get(f"/provider/referrals/{loser.invitation_id}/feedback/")
    assert address in html.unescape(page.content.decode())


def test_a_bidder_has_a_pack_of_its_own_bid_made_and_takes_it_and_nobody_elses_t4(set_clock: Clock) -> None:
    made = awarded(set_clock)
    winner, loser = made.published.bidders[:2]
    page, address = (f"/provider/referrals/{loser.invitation_id}/feedback/{end}" for end in ("", "evidence/"))
    client = signed_in(loser.actor)
    assert "Make my evidence pack" in words(client.get(page).content)
    assert client.get(address).status_code == 404, "nobody has asked for one"
    assert client.post(address).status_code == 302
    client.post(address)
    pack = EvidencePack.objects.get()
    assert (pack.level, pack.provider_id, pack.council_id) == (
        "bidder",
        loser.actor.organisation_id,
        made.officer.organisation_id,
    )
    assert "is being made" in words(client.get(page).content)
    assert client.get(address).status_code == 404, "it is not ready"
    make_pack(pack_id=str(pack.id), council_id=str(pack.council_id))
    assert "Download your evidence pack" in words(client.get(page).content)
    taken = client.get(address)
    files = zipfile.ZipFile(BytesIO(taken.content))
    assert taken["Content-Type"] == "application/zip"
    assert winner.actor.name not in b"".join(files.read(name) for name in files.namelist()).decode("latin-1")
    assert signed_in(winner.actor).get(address).status_code == 404
    assert signed_in(winner.actor).post(address).status_code == 404
    other = f"/provider/referrals/{winner.invitation_id}/feedback/evidence/"
    assert signed_in(winner.actor).get(other).status_code == 404, "the winner has asked for none"
    assert signed_in(winner.actor).get(f"/council/record/packs/file/{pack.id}/").status_code == 404
    assert signed_in(made.officer).get(f"/council/record/packs/file/{pack.id}/").status_code == 200
    kinds = Event.objects.filter(subject_id=pack.id).order_by("at", "id").values_list("kind", flat=True)
    assert list(kinds)[:3] == [events.PACK_ASKED, events.PACK_MADE, events.PACK_DOWNLOADED]


def test_the_verifier_is_published_and_is_no_page_of_ours_t4(client: Client) -> None:
    answer = client.get("/log/verify.py")
    assert answer["Content-Type"].startswith("text/plain")
    compile(answer.content.decode(), "verify.py", "exec")


def test_no_leaf_and_no_public_answer_holds_data_of_the_child_t3(set_clock: Clock, client: Client) -> None:
    made = awarded(set_clock)
    pack_of(made)
    seal_events()
    publish_head_now()
    some = Event.objects.filter(about_id=made.published.referral_id).values_list("id", flat=True)
    answers = [client.get(f"/log/{page}").content for page in ("", "checkpoint", "public-key")]
    answers += [client.get(f"/log/proof/inclusion?event={one}").content for one in some]
    answers += [client.get(f"/log/entry/?event={one}").content for one in some]
    plain = b"".join(answers).decode()
    said = spoken(plain)
    assert len(answers) > 40
    for secret in ("Samir", "Mrs Example", "GU2 7XH", "498400", "family@home.example", "Loves the sea"):
        assert secret not in said
    for salt, leaf in Event.objects.values_list("salt", "leaf"):
        assert bytes(salt).hex() not in plain
        assert len(bytes(leaf)) == 32
