"""P3, P8: a category is drafted, previewed, put to the partners and agreed by pages alone, without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from fairplace.dps.market.queries.drafts import draft_for_council
from fairplace.dps.market.rules.category_content import PARTS
from fairplace.dps.market.rules.difference_words import PART_NAMES
from fairplace.dps.market.rules.differences import key_of
from fairplace.dps.market.seeds import read_seed
from fairplace.dps.organisations.models import Person
from fairplace.foundations.kernel.actor import Actor
from tests.dps.market.drafting import Drafting, start_drafting
from tests.dps.world import AT, make_provider, make_world, person


@pytest.fixture
def drafting(db: None, set_clock: Any) -> Drafting:
    set_clock(AT)
    return start_drafting(make_world())


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(id=actor.person_id), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def at(name: str, *args: object, **query: object) -> str:
    address = reverse(f"council:categories:{name}", args=args)
    return f"{address}?{urlencode(query)}" if query else address


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_from_naming_the_lead_to_a_version_in_force_by_pages_alone_p8(db: None, set_clock: Any) -> None:
    set_clock(AT)
    world = make_world()
    chidi = person(world.partner_id, "Chidi Lewes", "category_lead")
    sen = world.category("sen").id
    officer = signed_in(world.people["officer"])
    assert "Nobody yet" in text(officer.get(at("board")))
    versions = text(officer.get("/council/categories/sen/versions/"))
    assert "/council/awarding/rehearsals/?category=sen" in versions, "C10: from the category itself too"
    rehearse = text(officer.get("/council/awarding/rehearsals/?category=sen"))
    assert f'<option value="{sen}" selected' in rehearse
    named = officer.post(at("lead", sen), {"person": str(chidi.person_id)}, follow=True)
    assert "The lead is named" in text(named)
    lead = signed_in(chidi)
    started = lead.post(at("start", sen), follow=True)
    draft_id = started.redirect_chain[-1][0].rstrip("/").split("/")[-1]
    assert "It changes nothing yet" in text(started)
    lead.post(at("fields", draft_id, "cap"), {"revision": "1", "cap": "7,000"})
    assert "£7,000.00 a week" in text(lead.get(at("list", draft_id, "caps")))
    told = {"when": "at_once", "no_consultation_because": "Prices have risen; the partners agreed on the figure."}
    put = text(lead.post(at("put_to_partners", draft_id), told, follow=True))
    assert "0 of 2 councils have agreed" in put
    for who in ("officer", "partner_officer"):
        client = signed_in(world.people[who])
        assert "To agree for your council" in text(client.get(at("board")))
        assert "for your council to agree" in text(client.get(reverse("council:agreements:to_sign")))
        page = text(client.get(at("agree", draft_id)))
        assert "£6,500.00" in page
        assert "£7,000.00" in page
        client.post(at("agree", draft_id), {"agrees": "yes", "reference": f"CM27/{who}"})
    assert world.category("sen").number == 2
    versions = text(lead.get(at("versions", "sen")))
    assert "Agreed by West Sussex County Council and Surrey County Council" in versions
    assert "From version 1 to version 2" in versions
    public = text(Client().get(reverse("public:versions", args=["sen"])))
    assert "From version 1 to version 2" in public


def test_every_part_and_every_thing_of_the_draft_has_its_page_p8(drafting: Drafting) -> None:
    client = signed_in(drafting.lead)
    page = text(client.get(at("draft", drafting.draft_id)))
    for name in PART_NAMES.values():
        assert name.replace("’", "’") in page
    document = read_seed("sen")
    for part in PARTS:
        assert client.get(at("list", drafting.draft_id, part)).status_code == 200
        assert client.get(at("add", drafting.draft_id, part)).status_code == 200
        for thing in document.get(part, [])[:2]:
            key = key_of(part, thing)
            assert client.get(at("change", drafting.draft_id, part, key=key)).status_code == 200
            assert client.get(at("remove", drafting.draft_id, part, key=key)).status_code == 200
    for part in ("about", "cap", "referrals", "statement"):
        assert client.get(at("fields", drafting.draft_id, part)).status_code == 200
    for name in ("weights", "preview", "changes", "consult", "put_to_partners", "give_up"):
        assert client.get(at(name, drafting.draft_id)).status_code == 200, name
    assert client.get(at("model_answer", drafting.draft_id, "outcomes-statement")).status_code == 200
    for missing in (
        at("list", drafting.draft_id, "nothing"),
        at("fields", drafting.draft_id, "nothing"),
        at("add", drafting.draft_id, "about"),
        at("change", drafting.draft_id, "needs", key="nothing"),
        at("model_answer", drafting.draft_id, "financial-standing"),
        at("take_back", drafting.draft_id),
        at("lead", drafting.draft_id),
    ):
        assert client.get(missing).status_code == 404, missing


def test_saving_every_page_as_it_was_drawn_changes_nothing_p3(drafting: Drafting) -> None:
    """What a browser would send back, unchanged, must not count as a change of the category."""
    client = signed_in(drafting.lead)
    before = drafting.row().document
    for part in ("about", "cap", "referrals", "statement"):
        _send_back(client, at("fields", drafting.draft_id, part))
    for part in PARTS:
        for thing in before.get(part, []):
            _send_back(client, at("change", drafting.draft_id, part, key=key_of(part, thing)))
    _send_back(client, at("weights", drafting.draft_id))
    assert drafting.row().document == before
    assert drafting.row().revision == 1


def _send_back(client: Client, address: str) -> None:
    """The page's form, as a browser sends it."""
    sent = FormReader.read(client.get(address).content.decode())
    answer = client.post(address, sent)
    assert answer.status_code == 302, (address, text(answer))


class FormReader(HTMLParser):
    """What the form in the main part of a page would send if nobody touched it."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self._select = self._area = ""

    @classmethod
    def read(cls, page: str) -> dict[str, list[str]]:
        reader = cls()
        reader.feed(page[page.index("<main") :])
        return reader.sent

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name = told.get("name") or ""
        if tag == "input" and (told.get("type") not in {"radio", "checkbox"} or "checked" in told):
            self.sent.setdefault(name, []).append(told.get("value") or "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in told:
            self.sent[self._select] = [told.get("value") or ""]
        elif tag == "textarea":
            self._area = name
            self.sent[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[self._area][0] += data


def test_things_are_added_moved_and_removed_by_buttons_p8(drafting: Drafting) -> None:
    client = signed_in(drafting.lead)
    revision = drafting.row().revision
    client.post(at("add", drafting.draft_id, "needs"), {"revision": revision, "name": "Music therapy", "marks": "2"})
    needs = [one["code"] for one in drafting.row().document["needs"]]
    assert needs[-1] == "music-therapy"
    client.post(at("list", drafting.draft_id, "needs"), {"revision": drafting.row().revision, "up": "music-therapy"})
    assert drafting.row().document["needs"][-2]["code"] == "music-therapy"
    client.post(at("remove", drafting.draft_id, "needs", key="music-therapy"), {"revision": drafting.row().revision})
    assert "music-therapy" not in {one["code"] for one in drafting.row().document["needs"]}


def test_what_is_wrong_is_listed_with_links_to_where_it_is_put_right_p8(drafting: Drafting) -> None:
    client = signed_in(drafting.lead)
    client.post(at("weights", drafting.draft_id), {"revision": 1, "workforce": "30", "outcomes-framework": "50"})
    client.post(
        at("add", drafting.draft_id, "questions"),
        {"revision": 2, "name": "Training", "level": "provider", "kind": "statement", "criterion": "workforce"},
    )
    page = text(client.get(at("draft", drafting.draft_id)))
    assert "Not ready to be agreed because" in page
    assert "add up to 80, not 100" in page
    assert at("weights", drafting.draft_id) in page
    assert "“Training” has no question." in page
    assert f"{at('change', drafting.draft_id, 'questions', key='training')}#id_text" in page
    refused = text(client.post(at("put_to_partners", drafting.draft_id), {
        "when": "at_once", "no_consultation_because": "None."}))  # fmt: skip
    assert "The draft is not ready" in refused


def test_weights_are_added_up_without_saving_and_without_javascript_p8(drafting: Drafting) -> None:
    client = signed_in(drafting.lead)
    typed = {"revision": 1, "workforce": "30", "outcomes-framework": "60", "act": "sum"}
    page = text(client.post(at("weights", drafting.draft_id), typed))
    assert "<span data-sum-total>90</span> of 100" in page
    assert drafting.row().revision == 1


def test_the_second_of_two_editors_reads_a_sentence_keeps_what_was_typed_and_may_go_on_p8(drafting: Drafting) -> None:
    first, second = signed_in(drafting.world.people["officer"]), signed_in(drafting.lead)
    need = read_seed("sen")["needs"][0]["code"]
    address = at("change", drafting.draft_id, "needs", key=need)
    first.post(address, {"revision": "1", "name": "Changed by the first", "marks": "3"})
    mine = {"revision": "1", "name": "Typed by the second", "marks": "4"}
    page = second.post(address, mine)
    assert "Priya Nair changed this while you were writing" in text(page)
    assert "Typed by the second" in text(page)
    assert drafting.row().document["needs"][0]["name"] == "Changed by the first"
    again = {**mine, "revision": FormReader.read(page.content.decode())["revision"]}
    assert second.post(address, again).status_code == 302
    assert drafting.row().document["needs"][0]["name"] == "Typed by the second"


@pytest.mark.parametrize("revision", ["", "none", "-1", "99999999999", "²"])
def test_a_revision_that_makes_no_sense_is_an_old_one(drafting: Drafting, revision: str) -> None:
    client = signed_in(drafting.lead)
    answer = client.post(at("fields", drafting.draft_id, "cap"), {"revision": revision, "cap": "1"})
    assert answer.status_code == 302


def test_taking_back_says_plainly_that_agreements_become_void_p8(drafting: Drafting) -> None:
    drafting.set(cap=7000)
    drafting.put_to_partners()
    signed_in(drafting.world.people["officer"]).post(
        at("agree", drafting.draft_id), {"agrees": "yes", "reference": "CM27/1"}
    )
    client = signed_in(drafting.lead)
    for closed in (at("fields", drafting.draft_id, "cap"), at("list", drafting.draft_id, "needs")):
        assert client.get(closed).status_code == 404
    assert "1 council has agreed. That agreement becomes void" in text(client.get(at("take_back", drafting.draft_id)))
    back = client.post(at("take_back", drafting.draft_id), {"because": "A figure was wrong."}, follow=True)
    assert "earlier agreements no longer count: A figure was wrong." in text(back)


def test_an_objection_is_read_by_all_with_its_reason_p8(drafting: Drafting) -> None:
    drafting.set(cap=7000)
    drafting.put_to_partners()
    client = signed_in(drafting.world.people["partner_officer"])
    empty = text(client.post(at("agree", drafting.draft_id), {"agrees": "no"}))
    assert "Say why your council objects" in empty
    client.post(at("agree", drafting.draft_id), {"agrees": "no", "reason": "Too dear for us."})
    assert "Too dear for us." in text(signed_in(drafting.lead).get(at("draft", drafting.draft_id)))


def test_a_preview_shows_questions_as_a_provider_is_asked_them_p8(drafting: Drafting) -> None:
    page = text(signed_in(drafting.world.people["partner_officer"]).get(at("preview", drafting.draft_id)))
    assert "Why we ask, and what passes" in page
    assert "What a provider is asked once" in page
    assert "Up to 500 words, marked from 0 to 5" in page


def test_who_only_reads_has_no_page_to_change_and_strangers_none_at_all_x1(drafting: Drafting) -> None:
    reader = signed_in(drafting.world.people["partner_officer"])
    assert reader.get(at("draft", drafting.draft_id)).status_code == 200
    assert reader.get(at("fields", drafting.draft_id, "about")).status_code == 404
    strangers = {
        "an officer without the duty": signed_in(person(drafting.world.lead_id, "Plain Officer", "placement_officer")),
        "a provider": signed_in(make_provider("Rowan Schools", "07000001")[1]),
    }
    draft = drafting.draft_id
    addresses = [at(name, draft) for name in ("draft", "preview", "changes", "weights", "consult", "give_up", "agree")]
    addresses += [at("put_to_partners", draft), at("take_back", draft), at("versions", "sen"), at("board")]
    addresses += [at(name, draft, "needs") for name in ("list", "add", "change", "remove")]
    addresses += [at("fields", draft, "about"), at("model_answer", draft, "outcomes-statement")]
    for name, client in strangers.items():
        for address in addresses:
            assert client.get(address).status_code == 404, (name, address)
            assert client.post(address).status_code == 404, (name, address)
    visitor = Client()
    assert all("/sign-in/" in visitor.get(address)["Location"] for address in addresses)


def test_hostile_text_in_a_draft_is_shown_as_text(drafting: Drafting) -> None:
    client = signed_in(drafting.lead)
    evil = "<script>alert(1)</script>\"'{{7*7}}"
    client.post(at("fields", drafting.draft_id, "about"), {
        "revision": 1, "name": evil, "description": evil, "filled": "yes"})  # fmt: skip
    for name in ("draft", "preview", "changes"):
        page = client.get(at(name, drafting.draft_id)).content.decode()
        assert "<script>alert" not in page
        assert "{{7*7}}" in page or name == "draft"


def test_the_draft_page_asks_the_same_number_of_questions_however_long_it_is(
    drafting: Drafting, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(drafting.lead)
    with django_assert_max_num_queries(24):
        client.get(at("draft", drafting.draft_id))
    row = draft_for_council(drafting.lead, drafting.draft_id)
    assert row.begun_at <= AT + timedelta(days=1)
