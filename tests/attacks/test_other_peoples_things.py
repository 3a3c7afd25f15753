"""A1, X1: nobody reaches what is another organisation's, or another person's duty, by any address of the product.

The matrix is made from the address table itself: each address with an identifier in it is asked for by each stranger
with each of the victims' identifiers, by GET and by POST. An address with a parameter that VICTIMS does not know fails
the test, so a new page is covered from the day it is added.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from uuid import UUID

import psycopg
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from fairplace.commands.launcher.roles import Database
from fairplace.dps.competitions.queries import bidder_invitation
from fairplace.dps.qualification.models import Line
from fairplace.dps.referrals.models import Referral
from tests.attacks.scene import CANARIES, Scene, passkey_of, role_asked_for, sign_in_of, sign_on_proposed, signed_in
from tests.dps.competitions.published import STORY
from tests.dps.qualification.richer import GROUNDS
from tests.drill.plugin import Figures

SENT_URN = "900002"  # of the school in the application that was sent
PUBLIC_PARAMETERS = {"ocid"}  # open data is for everybody
# Every council of the notice reads how the system stands; who else may: tests/web/council/market/test_system_pages.py
SHARED = {f"council/market/<uuid:system_id>/{page}" for page in ("", "rules/", "exclusion-grounds/")}
# Drafts of categories are shared by the councils' people, consultations and versions by everybody. Who else may not:
# tests/web/council/market/test_draft_pages.py and tests/web/public/test_consultation_pages.py.
SHARED_FOLDERS = ("council/categories/", "consultations/", "how-to-join/")


# What is only a button leads whoever opens its address to the list of their own, whatever the address names.
LED_HOME = {"302 /provider/places/", "302 /provider/people/", "302 /provider/people/support/"}


def victims(scene: Scene) -> list[dict[str, object]]:
    """The name of each parameter in the address table -> something of the victims' own; one set for each stage."""
    around = scene.joining
    somebody = scene.run.officer.person_id
    assert somebody is not None
    return [
        {
            "referral_id": scene.run.published.referral_id,
            "competition_id": scene.run.competition_id,
            "bid_id": scene.run.bid_of(scene.victim).id,
            "invitation": scene.victim.invitation_id,
            "agreement_id": scene.agreement_id,
            "application_id": scene.sent.application_id,
            "line_id": scene.sent_line,
            "document_id": scene.sent_document,
            "code": "outcomes-statement",
            "token": scene.token[:-1],
            "system_id": scene.world.system_id,
            "category_id": scene.world.category("sen").id,
            "round_id": around.round_id,
            "council_id": scene.council_id,
            "draft_id": around.terms_draft_id,
            "terms_id": around.terms_id,
            "question_id": around.question_id,
            "import_id": around.import_id,
            "establishment_id": scene.sent.school_id,
            "urn": SENT_URN,
            "event_id": around.declared.id,
            "ground_code": around.declared.ground,
            "person_id": scene.world.people["second_officer"].person_id,
            "invitation_id": around.colleague_id,
            "eligibility_id": scene.eligibility_id,
            "reading_id": scene.reading_id,
            "comment_id": scene.comment_id,
            "rehearsal_id": scene.rehearsal_id,
            "attachment_id": scene.attachments[scene.open_referral],
            "pack_id": scene.pack_id,
            "hold_id": scene.hold_id,
            "disposal_id": scene.disposal_id,
            "export_id": scene.export_id,
            "asked_id": scene.asked_id,
            "consultation_id": scene.named.consultation_id,
            "placement_id": scene.named.outside_id,
            "sign_in_id": sign_in_of(somebody),
            "factor_id": passkey_of(somebody),
            "change_id": role_asked_for(somebody),
            "sign_on_id": sign_on_proposed(somebody),
            "access_id": scene.access_id,
        },
        {
            "referral_id": scene.open_referral,
            "attachment_id": scene.attachments[scene.open_referral],
            "competition_id": scene.open_competition,
            "invitation": scene.open_invitations[scene.victim.provider_id],
            "application_id": scene.unsent.application_id,
            "line_id": scene.unsent_line,
            "document_id": scene.unsent_document,
            "code": GROUNDS,
            "question_id": around.public_question_id,
            "asked_id": scene.asked_id,
            "urn": SENT_URN,
            "event_id": around.half_declared.id,
            "ground_code": around.half_declared.ground,
            "token": scene.token.swapcase(),
        },
        {
            "referral_id": scene.draft_referral,
            "attachment_id": scene.attachments[scene.draft_referral],
            "reading_id": scene.reading_id,
            "comment_id": scene.comment_id,
            "line_id": scene.victim.line_id,
            "code": "employers-liability",
            "application_id": scene.sent.application_id,
            "question_id": around.providers_question_id,
            "token": "x" * 43,
        },
        {"referral_id": scene.named.placed_referral},
    ]


def addresses() -> Iterator[tuple[str, dict[str, object], URLPattern]]:
    """Every address of the product: its route, its parameters, its pattern."""

    def walk(resolver: URLResolver, before: str) -> Iterator[tuple[str, dict[str, object], URLPattern]]:
        for entry in resolver.url_patterns:
            route = before + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry, route)
            else:
                yield route, dict(entry.pattern.converters), entry

    return walk(get_resolver(), "")


def filled(route: str, values: dict[str, object]) -> str:
    return "/" + re.sub(r"<\w+:(\w+)>", lambda found: str(values[found[1]]), route)


def every_address_of_the_victims(scene: Scene) -> list[str]:
    owned = victims(scene)
    found, unknown = [], []
    for route, converters, _ in addresses():
        names = set(converters) - PUBLIC_PARAMETERS
        if route in SHARED or route.startswith(SHARED_FOLDERS):
            continue
        if missing := names - set(owned[0]):
            unknown.append(f"/{route}: say in victims() what the victims have of {sorted(missing)}")
        elif names:
            found += [filled(route, of_one) for of_one in owned if names <= set(of_one)]
    assert not unknown, "\n".join(unknown)
    return found


def leaks(response: HttpResponse) -> list[str]:
    if response.streaming:
        return ["a stream"]
    body = response.content.decode(errors="replace")
    return [word for word in CANARIES if word in body]


def fault(response: HttpResponse, *, visitor: bool) -> str:
    """Empty when it looks as if there were no such thing, and says nothing of it."""
    if seen := leaks(response):
        return f"shows {seen}"
    if response.status_code == 404 or (response.status_code == 302 and visitor and "/sign-in/" in response["Location"]):
        return ""
    return f"{response.status_code} {response.get('Location', '')}"


def ask_for_all(client: Client, found: list[str], *, visitor: bool = False) -> list[str]:
    asked: list[tuple[str, Callable[[str], HttpResponse]]] = [("GET", client.get), ("POST", client.post)]
    return [
        f"{method} {address}: {problem}"
        for address in found
        for method, ask in asked
        if (problem := fault(ask(address), visitor=visitor)) and not (method == "GET" and problem in LED_HOME)
    ]


EVERY_ADDRESS = "every address with every identifier of the victims, by each kind of stranger, GET and POST"


@pytest.mark.attack("A1", EVERY_ADDRESS)
def test_strangers_find_nothing_at_any_address_of_the_victims_a1_x1(scene: Scene, figures: Figures) -> None:
    found = every_address_of_the_victims(scene)
    assert len(found) > 100
    faults = {}
    for name, actor in scene.strangers.items():
        theirs = "/operator/" if name == "the operator" else ()  # the operator takes registers in, as the lead does
        asked = [address for address in found if not address.startswith(theirs)]
        faults[name] = ask_for_all(signed_in(actor), asked)
    faults["a visitor"] = ask_for_all(Client(raise_request_exception=False), found, visitor=True)
    assert not any(faults.values()), "\n".join(f"{who}: {line}" for who, lines in faults.items() for line in lines)
    figures("requests", len(found) * 2 * len(faults))
    figures("found", 0)


@pytest.mark.attack("A1", EVERY_ADDRESS)
def test_the_matrix_finds_a_query_that_forgot_whose_it_is(
    scene: Scene, scene_database: Database, monkeypatch: pytest.MonkeyPatch, figures: Figures
) -> None:
    """Calibration: a flaw put in on purpose is seen, once the wall is down that would hide the rows all the same."""
    mine = [address for address in every_address_of_the_victims(scene) if "/provider/referrals/" in address]
    forgetful = bidder_invitation._INVITATION.replace("i.provider_id = %s", "%s::uuid IS NOT NULL")
    assert forgetful != bidder_invitation._INVITATION
    monkeypatch.setattr(bidder_invitation, "_INVITATION", forgetful)
    stranger = signed_in(scene.strangers["another provider"])
    assert not ask_for_all(stranger, mine), "the wall alone hides it"
    take_walls_down(scene_database)
    given_away = ask_for_all(stranger, mine)
    assert given_away
    figures.control("given away by one forgotten condition", len(given_away))


def take_walls_down(database: Database) -> None:
    """Of the second kind; those around children and bids stay."""
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        for (table,) in owner.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity"
            " AND relnamespace = 'public'::regnamespace"
        ).fetchall():
            owner.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')


@pytest.mark.attack("A17", "lists, exports, open data and searches tell a stranger nothing")
def test_pages_without_an_identifier_show_strangers_nothing_of_the_victims_a1_a17(scene: Scene) -> None:
    """Lists, exports, open data, searches: what a page chooses by itself."""
    plain = [f"/{route}" for route, converters, _ in addresses() if not converters]
    assert len(plain) > 30
    searches = ["/council/referrals/?q=Samir", "/council/referrals/referrals.csv?q=Maya", "/accredited/?q=Heron"]
    clients = {name: signed_in(actor) for name, actor in scene.strangers.items()}
    clients["a visitor"] = Client(raise_request_exception=False)
    faults = []
    for name, client in clients.items():
        for address in [*plain, *searches]:
            if address == "/readyz":  # says 503 where no worker runs
                continue
            response = client.get(address)
            if leaks(response) or response.status_code not in {200, 302, 404}:
                faults.append(f"{name}: {address}: {response.status_code} {leaks(response)}")
    assert not faults, "\n".join(faults)


def test_the_same_search_finds_everything_when_the_victims_look_themselves(scene: Scene) -> None:
    """Without this, "nothing found" above would mean nothing. Each marked word is shown to somebody entitled."""
    officer, winner, loser = signed_in(scene.run.officer), signed_in(scene.victim.actor), signed_in(scene.rival.actor)
    council_pages = [f"/council/referrals/{scene.draft_referral}/{page}/" for page in ("child", "story", "voices")]
    referral, competition = scene.run.published.referral_id, scene.run.competition_id
    council_pages += [f"/council/referrals/{referral}/", f"/council/awarding/{competition}/"]
    council_pages.append(f"/council/referrals/{scene.open_referral}/questions/")
    council_pages += [f"/council/awarding/{competition}/second/"]
    council_pages.append(f"/council/referrals/{scene.draft_referral}/files/{scene.attachments[scene.draft_referral]}/")
    mine = f"/provider/referrals/{scene.victim.invitation_id}"
    sealed = f"/provider/referrals/{scene.open_invitations[scene.victim.provider_id]}/bid/"
    winner.cookies["bid_code"] = scene.bid_code
    seen = set()
    for client, pages in (
        (officer, council_pages),
        (winner, [f"{mine}/child/", f"{mine}/bid/", f"{mine}/price/", sealed, sealed[:-4] + "story/"]),
        (loser, [f"/provider/referrals/{scene.rival.invitation_id}/bid/"]),
        (Client(), [f"/family/choice/{scene.token}/"]),
        (officer, [f"/council/referrals/{scene.named.placed_referral}/named-place/"]),
        (signed_in(scene.unsent.manager), [f"/provider/places/{scene.unsent.application_id}/grounds/{GROUNDS}/"]),
        (signed_in(scene.world.people["officer"]), [f"/council/applications/lines/{scene.sent_line}/"]),
    ):
        for address in pages:
            response = client.get(address)
            assert response.status_code == 200, (address, response.status_code)
            seen |= set(leaks(response))
    assert seen >= set(CANARIES) - {STORY}, set(CANARIES) - seen


@pytest.mark.attack("A1", "somebody else's identifier in a field of one's own form")
def test_an_identifier_in_the_form_is_no_way_in_either_a1(scene: Scene) -> None:
    """Somebody acts on what is theirs, and names what is another's in a field."""
    rival = signed_in(scene.sent.manager)
    before = _lines(scene.unsent.application_id)
    mine = f"/provider/places/{scene.sent.application_id}"
    theirs = f"/provider/places/{scene.unsent.application_id}"
    crossed = [
        f"{mine}/lines/{scene.unsent_line}/statement/",
        f"{mine}/lines/{scene.unsent_line}/core-costs/",
        f"{theirs}/lines/{scene.sent_line}/statement/",
    ]
    for address in crossed:
        assert rival.post(address, {"outcomes-statement": "Mine now"}).status_code == 404
    own = signed_in(scene.unsent.manager)
    assert own.post(f"{theirs}/lines/{scene.unsent_line}/copy/", {"from_line": str(scene.sent_line)}).status_code == 404
    chosen = {str(scene.sent.school_id): [str(scene.world.category("sen").id)]}
    own.post(f"{theirs}/categories/", chosen)
    assert not Line.objects.filter(application_id=scene.unsent.application_id, establishment_id=scene.sent.school_id)
    assert before

    officer = signed_in(scene.run.officer)
    other_bid = scene.run.bid_of(scene.rival).id
    told = officer.post(f"/council/awarding/{scene.open_competition}/award/", {"sure": "on", "bid": str(other_bid)})
    assert told.status_code in {404, 409}
    publish = f"/council/referrals/{scene.draft_referral}/publish/"
    foreign = scene.strangers["another council"].person_id
    refused = officer.post(publish, {"opener_ids": [str(foreign)] * 3, "evaluator_ids": [str(foreign)]})
    assert refused.status_code == 200
    assert Referral.objects.get(id=scene.draft_referral).state == "draft"


def _lines(application_id: UUID) -> int:
    return Line.objects.filter(application_id=application_id).count()
