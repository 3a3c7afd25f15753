"""C2: "Your opening key" by its pages: what it opens, another passphrase, a new key, handing over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from fairplace.dps.competitions.models import OpeningKey
from fairplace.foundations.kernel.actor import Actor
from tests.dps.competitions.council_side import Run, run
from tests.dps.competitions.published import PASSPHRASE, keys
from tests.dps.world import AT, person
from tests.web.provider.test_bidding_pages import signed_in, text

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]
NEW = "five gulls over the grey harbour"
KEY = "/council/opening/key/"


@pytest.fixture
def made(set_clock: Clock) -> Run:
    made = run(set_clock, bidders=1)
    for opener, pair in zip(made.published.openers, keys(), strict=True):
        OpeningKey.objects.create(
            person_id=opener.person_id, public_key=pair.public, sealed_private_key=pair.sealed_private, made_at=AT
        )
    return made


def of_the_council(made: Run, name: str, role: str) -> Actor:
    return person(made.published.world.partner_id, name, role)


def test_the_page_says_what_the_key_opens_and_what_happened_to_it_c2(made: Run) -> None:
    client = signed_in(made.published.openers[0])
    page = text(client.get(KEY))
    assert "Your opening key" in page
    assert "SUR-2026-0001" in page
    assert "3 of 3" in page
    assert "Your opening key" in text(client.get("/council/opening/"))
    answer = text(client.post(KEY + "passphrase/", {"passphrase": "wrong words here", "new": NEW, "again": NEW}))
    assert "That is not your opening passphrase" in answer
    assert NEW not in answer
    page = text(client.post(KEY + "passphrase/", {"passphrase": PASSPHRASE, "new": NEW, "again": NEW}, follow=True))
    assert "It opens everything that the one before opened" in page
    assert "A wrong passphrase was typed" in page
    assert "Passphrase changed" in page


def test_a_new_key_says_first_what_is_lost_c2(made: Run) -> None:
    first, second, _ = made.published.openers
    client = signed_in(first)
    page = text(client.get(KEY + "new/"))
    assert "You can then no longer help to open SUR-2026-0001" in page
    assert "nobody could open" not in page
    page = text(client.post(KEY + "new/", {"passphrase": NEW, "again": NEW}, follow=True))
    assert "For 1 competition the other two openers are needed now" in page
    assert "Passphrase forgotten" in page
    other = signed_in(second)
    assert "nobody could open those bids" in text(other.get(KEY + "new/"))
    other.post(KEY + "new/", {"passphrase": NEW, "again": NEW})
    shown = text(signed_in(made.officer).get(f"/council/referrals/{made.published.referral_id}/"))
    assert "can no longer open" in shown
    assert "cancel the referral and issue it again with other openers" in shown
    assert "Too few openers are left" in shown


def test_handing_over_by_pages_c2(made: Run) -> None:
    leaver = made.published.openers[0]
    client = signed_in(leaver)
    page = text(client.get(KEY + "hand-over/"))
    assert "Nobody can take it over now" in page
    assert "the other two openers can open" in page
    assert "Hand over and destroy my copy" not in page
    successor = of_the_council(made, "Uma Successor", "opener")
    assert "Make your opening key" in text(signed_in(successor).get(KEY))
    signed_in(successor).post(KEY, {"passphrase": NEW, "again": NEW})
    assert "Uma Successor" in text(client.get(KEY + "hand-over/"))
    kept = text(client.post(KEY + "hand-over/", {"passphrase": PASSPHRASE}))
    assert "Select who opens bids in your place" in kept
    given = {"passphrase": PASSPHRASE, "successor_id": str(successor.person_id)}
    page = text(client.post(KEY + "hand-over/", given, follow=True))
    assert "Uma Successor opens bids in your place now" in page
    page = text(signed_in(successor).get(KEY))
    assert "Taken over from Opener A" in page
    assert "1 competition, from Opener A" in page
    assert "in place of Opener A" in text(signed_in(successor).get(f"/council/opening/{made.competition_id}/"))
    shown = text(signed_in(made.officer).get(f"/council/referrals/{made.published.referral_id}/"))
    assert "An opener handed over to another" in shown
    assert "in place of Opener A" in shown


def test_the_administrator_is_told_what_to_do_and_gives_a_reason_where_it_must_be_c2(made: Run) -> None:
    admin = signed_in(of_the_council(made, "Ada Quill", "administrator"))
    first, second, _ = made.published.openers
    page = text(admin.get(f"/council/people/{first.person_id}/"))
    assert "they hand over their part under “Your opening key”" in page
    admin.post(f"/council/people/{first.person_id}/switch/")
    here = f"/council/people/{second.person_id}/"
    answers = (
        admin.post(here + "switch/", {"switch-because": ""}),
        admin.post(here, {"roles": ["evaluator"], "because": ""}),
    )
    for answer in answers:
        assert "Ask Opener B to hand over their opening key first" in text(answer)
    said = "Left without a word on Friday"
    page = text(admin.post(here + "switch/", {"switch-because": said}, follow=True))
    assert "signed out everywhere" in page


def test_how_bids_are_sealed_is_public_and_linked_from_the_method_c2(made: Run, client: object) -> None:
    page = text(client.get("/how-bids-are-sealed/"))  # type: ignore[attr-defined]
    for said in (
        "any two of them open it together",
        "at least 12 characters",
        "In an emergency at night",
        "hands over",
    ):
        assert said in page
    method = client.get("/how-scores-are-worked-out/").content.decode()  # type: ignore[attr-defined]
    assert "/how-bids-are-sealed/" in method.split("</main>")[0]
