"""The pages on which an officer writes, checks, publishes and follows a referral (R1-R6, R11, R12)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fairplace.dps.competitions.actions.publish_competition import publish_competition
from fairplace.dps.referrals.models import Referral
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from tests.dps.referrals.written import HOME_POINT, Market, Team, make_team, write_referral
from tests.dps.world import AT, World, make_world, person

pytestmark = [pytest.mark.django_db, pytest.mark.frozen_at("2026-11-03T09:00+00:00")]
LIST = "/council/referrals/"


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.person_id))
    return client


@dataclass
class Scene:
    world: World
    officer: Actor
    market: Market
    team: Team
    client: Client

    def write(self, **facts: object) -> UUID:
        with audit.transaction_as(self.officer):
            return write_referral(self.world, self.officer, **facts)  # type: ignore[arg-type]

    def publish(self, referral: UUID) -> UUID:
        with audit.transaction_as(self.officer):
            return publish_competition(
                actor=self.officer,
                referral_id=referral,
                at=AT,
                **self.team.named,  # type: ignore[arg-type]
            )


@pytest.fixture
def scene(frozen_clock: datetime) -> Scene:
    world = make_world()
    officer = world.people["partner_officer"]
    return Scene(world, officer, Market(world), make_team(world.partner_id), signed_in(officer))


def text(response: HttpResponse) -> str:
    return response.content.decode()


def at(referral: UUID, page: str = "") -> str:
    return f"{LIST}{referral}/{page}{'/' if page else ''}"


def start(scene: Scene) -> UUID:
    response = scene.client.post(f"{LIST}start/", {"category": "sen", "kind_sen": "day"})
    assert response.status_code == 302, text(response)
    return UUID(response["Location"].split("/")[3])


FACTS = {
    "age": "9",
    "gender": "any",
    "start_on_day": "5",
    "start_on_month": "1",
    "start_on_year": "2027",
    "expected_weeks": "78",
    "urgency": "planned",
}
NO_DAY = {"start_on_day": "", "start_on_month": "", "start_on_year": ""}
YESTERDAY = {"start_on_day": "2", "start_on_month": "11", "start_on_year": "2026"}
CHILD = {
    "full_name": "Maya Penhallow",
    "date_of_birth_day": "14",
    "date_of_birth_month": "5",
    "date_of_birth_year": "2017",
    "home_postcode": "gu27xh",
    "called": "Mouse",
    "choice_by": "parent",
    "family_name": "Ros Penhallow",
    "family_email": "ros@family.example",
    "family_phone": "",
}
WEIGHTS = {
    "price_weight": "50",
    "outcomes": "15",
    "needs": "7",
    "features": "3",
    "location": "5",
    "competency": "20",
}
NEEDS = {
    "pick_speech-and-language": "on",
    "marks_speech-and-language": "3",
    "essential_speech-and-language": "on",
    "pick_quiet-space": "on",
    "marks_quiet-space": "1",
}


def test_an_officer_writes_and_publishes_a_referral_by_pages_alone(scene: Scene) -> None:
    scene.market.line()
    scene.market.line(easting=HOME_POINT[0] + 40_000)
    referral = start(scene)
    parts = {
        "facts": FACTS,
        "needs": NEEDS,
        "outcomes": {"components": ["belonging"], "wording_belonging": "Makes a friend"},
        "child": CHILD,
        "story": {"narrative": "Loves the sea.", "own_words": "I like ships.", "family_words": ""},
        "weights": WEIGHTS,
        "where": {"radius_miles": "20", "act": "save"},
    }
    for part, told in parts.items():
        assert scene.client.get(at(referral, part)).status_code == 200
        response = scene.client.post(at(referral, part), told)
        assert response.status_code == 302, (part, re.findall(r"error-(?:message|summary)[^<]*<.*", text(response)))
    tasks = text(scene.client.get(at(referral, "write")))
    assert tasks.count("Completed") == 8
    assert "Not yet ready" not in tasks
    checked = text(scene.client.get(at(referral, "check")))
    assert "8 to 10 years" in checked
    assert "Maya" not in checked
    assert scene.client.post(at(referral, "check"))["Location"].endswith("/publish/")
    publishing = text(scene.client.get(at(referral, "publish")))
    assert "Publish and invite 1 place" in publishing
    assert publishing.count("checked") >= 3  # the only three openers with keys are ticked already
    told = {key: [str(one) for one in value] for key, value in scene.team.named.items()}
    response = scene.client.post(at(referral, "publish"), told)
    assert response.status_code == 302, text(response)
    shown = text(scene.client.get(at(referral)))
    assert "Closes in 10 working days" in shown
    assert "is published" in shown
    assert "Too far: 1" in shown
    assert "Maya" not in shown
    assert scene.client.get(at(referral, "write")).status_code == 404
    assert scene.client.get(at(referral, "facts")).status_code == 404


def test_r8_each_urgency_says_the_very_moment_at_which_bids_would_close(scene: Scene) -> None:
    """The page is read on Tuesday 3 November at 9am."""
    referral = start(scene)
    page = text(scene.client.get(at(referral, "facts")))
    assert "10 working days to answer, until 5pm. Published now, bids close on Tuesday 17 November 2026 at 5pm" in page
    assert "6 working hours to answer, 9am to 5pm on working days. Published now, bids close on Tuesday" in page
    assert "4 hours to answer, nights and weekends too. Published now, bids close on Tuesday" in page
    scene.market.line()
    ready = scene.write()
    assert "Tuesday 17 November 2026" in text(scene.client.get(at(ready, "publish")))


def test_r2_needs_of_ones_own_and_how_much_of_each_reach_the_check_and_the_copy(scene: Scene) -> None:
    referral = start(scene)
    own = {"pick_own--need-1": "Somebody who walks past lifts", "marks_own--need-1": "2"}
    assert scene.client.post(at(referral, "needs"), {**NEEDS, **own}).status_code == 302
    assert "How much, how often, by whom" in text(scene.client.get(at(referral, "write")))
    half = {"amount_speech-and-language": "2", "unit_speech-and-language": "hours"}
    refused = text(scene.client.post(at(referral, "amounts"), half))
    assert "Choose how often" in refused
    assert 'href="#id_frequency_speech-and-language' in refused
    whole = {**half, "frequency_speech-and-language": "weekly", "by_whom_speech-and-language": "therapist"}
    assert scene.client.post(at(referral, "amounts"), whole).status_code == 302
    checked = text(scene.client.get(at(referral, "check")))
    assert "2 hours a week, by a qualified therapist" in checked
    assert "Somebody who walks past lifts" in checked
    assert str(referral) in text(scene.client.get(f"{LIST}start/copy/"))
    copied = scene.client.post(f"{LIST}start/copy/", {"earlier": str(referral)})
    assert copied.status_code == 302
    kept = text(scene.client.get(copied["Location"].replace("write", "needs")))
    assert 'value="Somebody who walks past lifts"' in kept


def test_r2_an_essential_need_without_words_is_told_beside_its_box(scene: Scene) -> None:
    refused = text(scene.client.post(at(start(scene), "needs"), {**NEEDS, "essential_own--need-2": "on"}))
    assert "Write the need, as you call it essential" in refused
    assert 'href="#id_pick_own--need-2' in refused


@pytest.mark.parametrize(
    ("part", "told", "change", "sentence", "href"),
    [
        ("facts", FACTS, {"age": "26"}, "must be 25 or less", "#id_age"),
        ("facts", FACTS, YESTERDAY, "today or later", "#id_start_on"),
        ("facts", FACTS, {"gender": ""}, "Choose girl, boy, or that it does not matter", "#id_gender"),
        ("facts", FACTS, {"expected_weeks": "0"}, "The number of weeks must be 1 or more", "#id_expected_weeks"),
        ("facts", FACTS, NO_DAY, "Enter the day on which the place should start", "#id_start_on"),
        ("needs", {}, {"marks_quiet-space": "1"}, "at least one need", "#id_pick_"),
        ("needs", NEEDS, {"marks_speech-and-language": "0"}, "more than 0", "#id_marks_speech-and-language"),
        ("needs", NEEDS, {"marks_quiet-space": "lots"}, "must be a number", "#id_marks_quiet-space"),
        ("needs", NEEDS, {"essential_wheelchair": "on"}, "as you call it essential", "#id_pick_wheelchair"),
        ("outcomes", {"act": "save"}, {}, "Choose at least one outcome", "#id_components"),
        ("outcomes", {"components": ["safe"]}, {"wording_safe": ""}, "Say what is hoped for", "#id_wording_safe"),
        ("child", CHILD, {"home_postcode": "GU99 9ZZ"}, "do not know this postcode", "#id_home_postcode"),
        ("child", CHILD, {"home_postcode": "Guildford"}, "Enter a full postcode", "#id_home_postcode"),
        ("child", CHILD, {"date_of_birth_year": "2027"}, "in the past", "#id_date_of_birth"),
        ("child", CHILD, {"choice_by": "young_person"}, "chooses from 16", "#id_choice_by"),
        ("child", CHILD, {"family_email": ""}, "email address", "#id_family_email"),
        ("story", {"narrative": ""}, {"own_words": "I like ships."}, "Write the child’s story", "#id_narrative"),
        ("weights", WEIGHTS, {"price_weight": "29", "outcomes": "36"}, "from 30 to 70; it is 29", "#id_price_weight"),
        ("weights", WEIGHTS, {"outcomes": "14"}, "add up to 50; they add up to 49", "#id_outcomes"),
        ("weights", WEIGHTS, {"competency": "21", "outcomes": "14"}, "at most 20; it is 21", "#id_competency"),
        ("where", {"act": "save"}, {"radius_miles": "0"}, "distance in miles must be 1 or more", "#id_radius_miles"),
        ("where", {"act": "save"}, {"radius_miles": "far"}, "must be a whole number", "#id_radius_miles"),
    ],
)  # fmt: skip
def test_bad_input_is_told_in_one_sentence_beside_its_field_and_nothing_typed_is_lost(
    scene: Scene, part: str, told: dict[str, object], change: dict[str, str], sentence: str, href: str
) -> None:
    referral = start(scene)
    response = scene.client.post(at(referral, part), {**told, **change})
    page = text(response)
    assert response.status_code == 200
    assert "There is a problem" in page
    assert sentence in page
    assert f'href="{href}' in page
    for name, value in {**told, **change}.items():
        if isinstance(value, str) and value and name not in {"act"} and value != "on":
            assert value in page, name


def test_r3_the_page_shows_the_sum_and_fills_in_the_usual_split(scene: Scene) -> None:
    referral = start(scene)
    assert "The parts add up." in text(scene.client.get(at(referral, "weights")))
    usual = text(scene.client.post(at(referral, "weights"), {**WEIGHTS, "price_weight": "40", "act": "usual"}))
    assert 'value="21"' in usual  # outcomes: 15 of 25 of the gain of 10
    assert "The parts add up." in usual
    refused = text(scene.client.post(at(referral, "weights"), {**WEIGHTS, "price_weight": "29", "act": "usual"}))
    assert "from 30 to 70; it is 29" in refused
    assert Referral.objects.get(pk=referral).price_weight is None


def test_r4_who_can_meet_it_shows_places_reasons_and_one_step_wider(scene: Scene) -> None:
    scene.market.line()
    scene.market.line(easting=HOME_POINT[0] + 45_000)
    scene.market.line(state="suspended")
    referral = scene.write(radius=10)
    page = text(scene.client.get(at(referral, "where")))
    assert "1 place would be invited within 10 miles" in page
    assert "0.6 miles" in page
    assert "2 of 20" in page
    assert "Too far: 1" in page
    assert "Suspended: 1" in page
    assert "A place with two reasons stands under both" in page
    assert "would add no places" in page
    wider = text(scene.client.get(at(referral, "where") + "?radius=25"))
    assert "would add 1 place" in wider
    shown = scene.client.post(at(referral, "where"), {"radius_miles": "30", "act": "show"})
    assert shown["Location"].endswith("?radius=30")
    assert Referral.objects.get(pk=referral).radius_miles == 10
    scene.client.post(at(referral, "where"), {"radius_miles": "30", "act": "save"})
    assert Referral.objects.get(pk=referral).radius_miles == 30


def test_r4_says_what_is_missing_before_distance_can_be_measured(scene: Scene) -> None:
    referral = start(scene)
    page = text(scene.client.get(at(referral, "where")))
    assert "Enter the child&#39;s age first" in page or "Enter the child's age first" in page
    assert at(referral, "facts") in page


def test_r1_the_privacy_check_stands_in_the_way_until_there_is_a_reason(scene: Scene) -> None:
    scene.market.line()
    referral = scene.write()
    scene.client.post(at(referral, "story"), {"narrative": "Maya lives in GU2 7XH."})
    assert "is a name from the child" in text(scene.client.get(at(referral, "check")))
    told = {key: [str(one) for one in value] for key, value in scene.team.named.items()}
    refused = text(scene.client.post(at(referral, "publish"), told))
    assert "say why it must stay" in refused
    assert refused.count("checked") >= 5  # the people chosen stay chosen
    accepted = scene.client.post(at(referral, "publish"), {**told, "privacy_reason": "Agreed with the family."})
    assert accepted.status_code == 302


def test_r1_the_familys_word_is_never_shown_again_and_readings_are_recorded(scene: Scene) -> None:
    referral = start(scene)
    scene.client.post(at(referral, "child"), CHILD)
    page = text(scene.client.get(at(referral, "child")))
    assert "Penhallow" in page
    assert "Mouse" not in page
    assert audit.timeline(about=referral)[-1].kind == "referrals.identity_read"
    response = scene.client.post(at(referral, "child"), {**CHILD, "called": "", "full_name": "Maya P"})
    assert response.status_code == 302


def test_c2_wrong_openers_are_refused_on_the_page(scene: Scene) -> None:
    scene.market.line()
    referral = scene.write()
    both = person(scene.world.partner_id, "Both Sides", "opener", "evaluator")
    told = {key: [str(one) for one in value] for key, value in scene.team.named.items()}
    two = text(scene.client.post(at(referral, "publish"), {**told, "opener_ids": told["opener_ids"][:2]}))
    assert "Choose three different people" in two
    no_key = {**told, "opener_ids": [*told["opener_ids"][:2], str(both.person_id)]}
    assert "There is a problem" in text(scene.client.post(at(referral, "publish"), no_key))
    assert Referral.objects.get(pk=referral).state == "draft"


PAGES = (
    "",
    "write",
    "kind",
    "facts",
    "needs",
    "outcomes",
    "child",
    "story",
    "weights",
    "where",
    "check",
    "publish",
    "cancel",
)


@pytest.mark.parametrize("name", PAGES)
def test_x1_another_councils_referral_is_a_404_on_every_page(scene: Scene, name: str) -> None:
    scene.market.line()
    referral = scene.write()
    other = signed_in(person(scene.world.lead_id, "Other Officer", "placement_officer"))
    assert other.get(at(referral, name)).status_code == 404
    assert other.post(at(referral, name), {"because": "x"}).status_code in {404, 405}
    assert scene.client.get(at(referral, name)).status_code in {200, 302}


def test_x1_x7_who_may_come_in(scene: Scene) -> None:
    for actor in (scene.world.people["officer"], scene.market.bid_manager, scene.team.openers[0]):
        assert signed_in(actor).get(LIST).status_code == 404
    assert Client().get(LIST).status_code == 302


def test_the_working_day_lists_next_actions_in_few_queries(scene: Scene) -> None:
    scene.market.line()
    first = scene.write()
    scene.publish(scene.write())
    empty = signed_in(person(scene.world.lead_id, "Other Officer", "placement_officer"))
    assert "Nothing is waiting" in text(empty.get(LIST))
    scene.client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        page = text(scene.client.get(LIST))
    assert "Continue writing" in page
    assert "See the answers" in page
    assert "Closes in 10 working days, 17 November 2026 at 5pm" in page
    assert "Answered 0 of 1" in page
    assert at(first, "write") in page
    for _ in range(6):
        scene.publish(scene.write())
    with CaptureQueriesContext(connection) as many:
        scene.client.get(LIST)
    assert len(many) == len(few) <= 12


def test_the_list_filters_searches_remembers_and_exports(scene: Scene) -> None:
    scene.market.line()
    draft, published = scene.write(), scene.write()
    scene.publish(published)
    names = dict(Referral.objects.values_list("id", "reference"))
    waiting = text(scene.client.get(f"{LIST}?stage=waiting"))
    assert names[published] in waiting
    assert names[draft] not in waiting
    assert names[draft] not in text(scene.client.get(LIST))  # remembered
    assert names[draft] in text(scene.client.get(f"{LIST}?clear=1"))
    found = text(scene.client.get(f"{LIST}?search={names[draft]}"))
    assert names[published] not in found
    exported = scene.client.get(f"{LIST}referrals.csv?search={names[published]}")
    assert exported["Content-Type"].startswith("text/csv")
    assert names[published] in text(exported)
    assert text(scene.client.get(f"{LIST}?search=&page=99&stage="))
    assert "No referral matches" in text(scene.client.get(f"{LIST}?search=zzzz"))


def test_c3_an_evaluator_of_it_does_not_learn_who_is_invited(scene: Scene) -> None:
    scene.market.line()
    marks = person(scene.world.partner_id, "Wears Both", "evaluator", "placement_officer")
    scene.team.evaluators[0] = marks
    referral = scene.write()
    scene.publish(referral)
    assert "School 1" in text(scene.client.get(at(referral)))
    assert "School 1" not in text(signed_in(marks).get(at(referral)))


def test_r9_cancelling_by_page(scene: Scene) -> None:
    scene.market.line()
    referral = scene.write()
    scene.publish(referral)
    assert "Say why the referral is cancelled" in text(scene.client.post(at(referral, "cancel"), {"because": ""}))
    assert scene.client.post(at(referral, "cancel"), {"because": "The family moved."}).status_code == 302
    assert "Cancelled" in text(scene.client.get(at(referral)))
    assert "Finished" in text(scene.client.get(f"{LIST}?stage=finished"))
