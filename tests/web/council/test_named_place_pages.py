"""R10 as people do it: the officer’s pages, the place’s link, the second person, what was bought outside."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client

from fairplace.dps.organisations.models import RegisterEntry
from fairplace.dps.placements.models import Consultation
from fairplace.foundations import audit
from fairplace.foundations.messages.queries import messages_sent_to
from tests.dps.placements.naming import REASON, WORDS, Naming, letter, make_naming
from tests.dps.referrals.written import NARRATIVE
from tests.dps.world import AT, person
from tests.web.council.test_referral_pages import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.frozen_at("2026-11-03T09:00+00:00")]
SAID = {
    "preferred_by": "parent", "said_on_0": "2", "said_on_1": "11", "said_on_2": "2026", "enactment": "ea-1996-9",
    "their_words": WORDS, "best_interests": REASON, "tribunal": "none", "not_excluded": "yes",
    "excluded_checked_on_0": "3", "excluded_checked_on_1": "11", "excluded_checked_on_2": "2026",
    "excluded_note": "The debarment list.",
}  # fmt: skip
ANSWER = {
    "step": "answer", "can": "yes", "weekly_price": "1,432.50", "starts_on_0": "11", "starts_on_1": "1",
    "starts_on_2": "2027", "how": "Two therapists and a quiet barn.", "run_by": "Longacre Trust Ltd",
}  # fmt: skip


@pytest.fixture
def naming(frozen_clock: datetime) -> Naming:
    RegisterEntry.objects.create(
        register="gias", urn="900444", name="Longacre Farm School", kind="Other independent special school",
        our_kind="independent_special_school", section_41=False, council_area="Kent", owner="Longacre Trust",
        first_seen_at=AT,
    )  # fmt: skip
    return make_naming()


def text(response: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def boxes(form: dict[str, str], page: HttpResponse) -> dict[str, str]:
    """The same, with the names that the page's date boxes have."""
    names = re.findall(r'name="([^"]+)"', page.content.decode())
    parts = {"0": "day", "1": "month", "2": "year"}
    made = {}
    for name, value in form.items():
        if name not in names and name[-2:-1] == "_" and name[-1] in parts:
            stem = name[:-2]
            name = next(one for one in names if one.startswith(stem) and one.endswith(parts[name[-1]]))
        made[name] = value
    return made


def home(naming: Naming, page: str = "") -> str:
    return f"/council/referrals/{naming.referral_id}/named-place/{page}"


def test_officer_place_and_second_person_walk_the_whole_way_r10(naming: Naming) -> None:
    officer, place = signed_in(naming.officer), Client()
    assert "A place that the family names" in text(officer.get(f"/council/referrals/{naming.referral_id}/write/"))
    assert "Record the place" in text(officer.get(home(naming)))
    found = officer.get(home(naming, "record/?find=longacre+farm"))
    assert "Longacre Farm School" in text(found)
    record = home(naming, "record/?register=gias&urn=900444")
    form = officer.get(record)
    assert "Run by Longacre Trust" in text(form)
    bad = officer.post(record, {**boxes(SAID, form), "their_words": "Maya Penhallow wants it"})
    assert "is a name from the child" in text(bad)
    assert officer.post(record, boxes(SAID, form)).status_code == 302
    page = text(officer.get(home(naming)))
    assert "Recorded, the place is not asked yet" in page
    assert "Procurement Act 2023, section 9 and Schedule 5, paragraphs 15 to 17" in page

    asking = officer.get(home(naming, "ask/"))
    assert "Wednesday 18 November" in text(asking)
    contact = {
        "contact_name": "Ms Head",
        "contact_email": "head@longacre.example",
        "privacy_reason": "It cannot be told.",
    }
    assert officer.post(home(naming, "ask/"), contact).status_code == 302
    assert "15 calendar days left" in text(officer.get(home(naming)))
    tasks = text(officer.get("/council/referrals/"))
    assert "Named place: Longacre Farm School" in tasks
    assert "15 calendar days left, until Wednesday 18 November" in tasks

    here = f"/place/asked/{naming.token()}/"
    first = place.get(here)
    assert first["Cache-Control"] == "no-store, private"
    assert "A family has named Longacre Farm School" in text(first)
    assert "peech" not in text(first)
    place.post(here, {"step": "send"})
    assert "not the code" in text(place.post(here, {"step": "open", "code": "1"}))
    code = letter("place-code:").split("Your code is ")[1][:6]
    assert place.post(here, {"step": "open", "code": code}).status_code == 302
    needs = text(place.get(here))
    assert "peech" in needs
    assert NARRATIVE not in needs
    assert "Enter your job" in text(place.post(here, {"step": "promise", "name": "Hana Head"}))
    promise = {"step": "promise", "name": "Hana Head", "job": "Head teacher", "confidential": "on"}
    assert place.post(here, promise).status_code == 302
    story = place.get(here)
    assert NARRATIVE in text(story)
    assert "Maya" not in text(story)
    assert WORDS not in text(story)
    named = place.post(here, {**boxes(ANSWER, story), "how": "She lives at GU2 7XH."})
    assert "is a full postcode" in text(named), "R1"
    assert place.post(here, boxes(ANSWER, story)).status_code == 302
    assert "The council now decides" in text(place.get(here))

    assert "£1,432.50 a week" in text(officer.get(home(naming)))
    assert officer.post(home(naming, "price/"), {"cost_compared": "£1,600 for the like."}).status_code == 302
    assert officer.get(home(naming, "agree/")).status_code == 404, "not the one who recorded it"
    assert officer.get(home(naming, "award/")).status_code == 404
    second = signed_in(naming.signatory)
    assert "To agree: Longacre Farm School" in text(second.get("/council/agreements/"))
    assert REASON in text(second.get(home(naming, "agree/")))
    assert second.post(home(naming, "agree/"), {"agrees": "yes"}).status_code == 302

    award = text(officer.get(home(naming, "award/")))
    assert "Transparency notice (UK5): not needed" in award
    assert officer.post(home(naming, "award/"), {"sure": "on"}).status_code == 302
    awarded = text(officer.get(home(naming)))
    assert "Longacre Trust Ltd" in awarded
    assert "Awarded directly" in text(officer.get("/council/referrals/"))
    chosen = text(place.get(here))
    assert "You have been chosen" in chosen
    paper = place.get(f"{here}agreement/")
    assert paper.content.startswith(b"%PDF")
    assert Client().get(f"{here}agreement/").status_code == 404, "another browser needs the code first"
    assert place.post(here, {"step": "sign", "name_typed": "Hana Head", "agrees": "on"}).status_code == 302
    assert "You have signed" in text(place.get(here))
    agreement = re.search(r"/council/agreements/([0-9a-f-]{36})/", officer.get(home(naming)).content.decode())
    assert agreement is not None
    signing = {"name_typed": "Helen Signs", "agrees": "on"}
    assert second.post(agreement[0], signing).status_code == 302
    assert "the agreement is complete" in text(place.get(here))
    listed = text(officer.get("/council/outside/"))
    assert "Named by the family" in listed
    assert "Longacre Farm School" in officer.get("/council/outside/places.csv").content.decode()


def test_the_link_is_renewed_and_ended_from_the_page_r10(naming: Naming) -> None:
    naming.record()
    naming.ask()
    officer, first = signed_in(naming.officer), naming.token()
    assert officer.post(home(naming, "link/"), {"act": "revoke"}).status_code == 302
    assert "does not work any more" in text(Client().get(f"/place/asked/{first}/"))
    assert officer.post(home(naming, "link/"), {"act": "again"}).status_code == 302
    assert Client().get(f"/place/asked/{first}/").status_code == 404
    assert len(messages_sent_to("head@longacre.example")) >= 1
    assert Consultation.objects.get().revoked_at is None


def test_a_place_that_cannot_says_so_without_reading_the_story_r10(naming: Naming) -> None:
    naming.record()
    naming.ask()
    here, place = f"/place/asked/{naming.token()}/", Client()
    place.post(here, {"step": "send"})
    code = letter("place-code:").split("Your code is ")[1][:6]
    place.post(here, {"step": "open", "code": code})
    assert "Choose the reason" in text(place.post(here, {"step": "answer", "can": "no"}))
    assert "Say what the reason is" in text(place.post(here, {"step": "answer", "can": "no", "reason": "other"}))
    assert place.post(here, {"step": "answer", "can": "no", "reason": "full"}).status_code == 302
    page = text(signed_in(naming.officer).get(home(naming)))
    assert "The place says no" in page
    assert "There is no place free" in page
    assert "Ask the place again" in page


def test_what_was_bought_outside_is_logged_listed_and_struck_out_r10(naming: Naming) -> None:
    officer = signed_in(naming.officer)
    assert "Nothing is logged" in text(officer.get("/council/outside/"))
    form = officer.get("/council/outside/log/")
    entry = {
        "place_name": "=Fulmar Lodge", "place_urn": "900444", "category": "sen", "kind_sen": "day",
        "reason_sen": "no_offer", "weekly_price": "1210", "starts_on_0": "5", "starts_on_1": "1", "starts_on_2": "2027",
        "words": "Nobody within 40 miles offered.",
    }  # fmt: skip
    told = boxes(entry, form)
    assert "No register has a place" in text(officer.post("/council/outside/log/", {**told, "place_urn": "1"}))
    bad = officer.post("/council/outside/log/", {**told, "words": "Her home is GU2 7XH."})
    assert "is a full postcode" in text(bad), "R1"
    assert officer.post("/council/outside/log/", {**told, "kind_sen": ""}).status_code == 200
    assert officer.post("/council/outside/log/", told).status_code == 302
    listed = officer.get("/council/outside/")
    assert "1 placement in all, £1,210.00 a week together" in text(listed)
    assert "Kent" in text(listed), "from the register"
    csv = officer.get("/council/outside/places.csv").content.decode()
    assert "'=Fulmar Lodge" in csv
    strike = re.search(r"/council/outside/([0-9a-f-]{36})/strike/", listed.content.decode())
    assert strike is not None
    assert officer.post(strike[0], {"because": "Logged twice"}).status_code == 302
    after = text(officer.get("/council/outside/"))
    assert "Struck out: Logged twice" in after
    assert "a week together" not in after
    assert officer.get(strike[0]).status_code == 404

    elsewhere = signed_in(person(naming.world.lead_id, "Else Where", "placement_officer"))
    assert "Fulmar" not in text(elsewhere.get("/council/outside/"))
    assert "Fulmar" not in elsewhere.get("/council/outside/places.csv").content.decode()
    assert elsewhere.get(strike[0]).status_code == 404
    assert (
        signed_in(person(naming.world.partner_id, "Con Tract", "contract_manager")).get("/council/outside/").status_code
        == 404
    ), "X7"


def test_another_council_finds_no_page_of_it_x1_r10(naming: Naming) -> None:
    naming.record()
    stranger = signed_in(person(naming.world.lead_id, "Else Where", "placement_officer"))
    for page in ("", "record/", "ask/", "price/", "agree/", "award/", "end/"):
        assert stranger.get(home(naming, page)).status_code == 404, page
    with audit.transaction_as(naming.officer):
        assert isinstance(naming.referral_id, UUID)
