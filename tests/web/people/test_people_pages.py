"""X1: the pages of an organisation's people, for councils and providers; who is switched off is out at once."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from fairplace.dps.organisations.actions.register_organisation import register_organisation
from fairplace.dps.organisations.actions.support_access import ask_support_access
from fairplace.dps.organisations.models import Person
from fairplace.dps.organisations.queries.actor import actor_of
from fairplace.dps.qualification.actions.sign_line_agreement import sign_line_agreement
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from tests.dps.market.drafting import start_drafting
from tests.dps.qualification.joining import apply, assess, decide, make_applicant
from tests.dps.world import AT, World, make_provider, make_world, person


@pytest.fixture
def world(db: None, set_clock: Any) -> World:
    set_clock(AT)
    return make_world()


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Person.objects.get(id=actor.person_id), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_council_s_administrator_by_pages_alone_x1(world: World) -> None:
    administrator = person(world.lead_id, "Ada Quill", "administrator")
    officer = world.people["officer"]
    client = signed_in(administrator)
    assert client.get("/home/").url == "/council/people/"  # type: ignore[attr-defined]
    shown = text(client.get("/council/people/"))
    assert "Priya Nair" in shown
    assert "Sam Okoro" not in shown
    address = f"/council/people/{officer.person_id}/"
    assert "Opens bids together with a second person" in text(client.get(address))
    kept = text(client.post(address, {"roles": []}))
    assert "Select at least one, or switch the person off" in kept
    assert "Say why" in text(client.post(address, {"roles": ["opener"]}))
    told = text(client.post(address, {"roles": ["opener"], "reason": "Tom leaves in May."}, follow=True))
    assert "Opener of bids waits for a second person" in told
    now = actor_of(officer.person_id)  # type: ignore[arg-type]
    assert now is not None
    assert now.roles == set()
    second = signed_in(person(world.lead_id, "Ben Quill", "administrator"))
    change = re.search(r"/council/people/changes/[\w-]+/", second.get("/council/people/").content.decode())
    assert change
    assert "Tom leaves in May." in text(second.get(change[0]))
    assert client.get(change[0]).status_code == 404, "whoever asked does not decide"
    assert "Say why" in text(second.post(change[0], {"agrees": "no", "words": ""}))
    assert "Agreed. Priya Nair has been told" in text(second.post(change[0], {"agrees": "yes"}, follow=True))
    now = actor_of(officer.person_id)  # type: ignore[arg-type]
    assert now is not None
    assert now.roles == {"opener"}
    assert "You cannot give yourself a role" in text(
        client.post(f"/council/people/{administrator.person_id}/", {"roles": ["administrator", "opener"]})
    )


def test_who_is_switched_off_is_signed_out_at_once_and_stays_so_when_switched_on_again_x1(world: World) -> None:
    administrator = person(world.lead_id, "Ada Quill", "administrator")
    officer = person(world.lead_id, "Ida Fell", "evaluator")
    desk, theirs = signed_in(administrator), signed_in(officer)
    assert theirs.get("/council/marking/").status_code == 200
    switch = f"/council/people/{officer.person_id}/switch/"
    assert desk.get(switch).status_code == 302  # looked at, nothing happens
    assert theirs.get("/council/marking/").status_code == 200
    assert "signed out everywhere" in text(desk.post(switch, follow=True))
    assert "/sign-in/" in theirs.get("/council/marking/").url  # type: ignore[attr-defined]
    assert "Switched off" in text(desk.get("/council/people/"))
    assert "switched on again" in text(desk.post(switch, follow=True))
    assert "/sign-in/" in theirs.get("/council/marking/").url  # type: ignore[attr-defined]
    assert signed_in(officer).get("/council/marking/").status_code == 200


def test_a_provider_s_bid_manager_and_nobody_else_x1(world: World) -> None:
    _, manager, signatory = make_provider("Rowan Schools", "07000001")
    client = signed_in(manager)
    assert "Ravi 07000001" in text(client.get("/provider/people/"))
    assert client.post(f"/provider/people/{signatory.person_id}/", {"roles": ["helper"]}).status_code == 302
    refused = text(client.post(f"/provider/people/{manager.person_id}/switch/", follow=True))
    assert "is the last who administers your people" in refused
    for someone, address in (
        (signatory, f"/provider/people/{manager.person_id}/"),
        (manager, f"/provider/people/{world.people['officer'].person_id}/"),
        (world.people["officer"], "/council/people/"),
    ):
        assert signed_in(someone).get(address).status_code == 404


def test_support_that_looks_on_is_on_the_list_of_who_can_end_it_x1(world: World) -> None:
    """An administrator on the page of people, and of whoever writes referrals too, on theirs; a bid manager's tasks."""
    operator = person(
        register_organisation(actor=SYSTEM, kind="operator", name="Fairplace Ltd", at=AT), "Olu Ade", "operator"
    )
    provider, manager, signatory = make_provider("Rowan Schools", "07000001")
    ada = person(world.lead_id, "Ada Quill", "administrator", "placement_officer")
    council, home = signed_in(ada), signed_in(manager)
    assert "can see your pages" not in text(council.get("/council/referrals/"))
    accesses = [
        ask_support_access(actor=operator, organisation_id=one, reason="A page shows an error.  " * 2, hours=2, at=AT)
        for one in (world.lead_id, provider)
    ]
    assert "Support: Olu Ade, who runs Fairplace, can see your pages" in text(council.get("/council/referrals/"))
    assert "Olu Ade, who runs Fairplace, can see your pages until" in text(council.get("/council/people/"))
    assert "Olu Ade, who runs Fairplace, can see your pages" in text(home.get("/provider/tasks/"))
    assert "can see your pages" not in text(signed_in(signatory).get("/provider/tasks/"))
    council.post(f"/council/people/support/{accesses[0]}/end/")
    home.post(f"/provider/people/support/{accesses[1]}/end/")
    assert "Olu Ade" not in text(council.get("/council/people/"))
    assert "Olu Ade" not in text(home.get("/provider/tasks/"))


def test_a_role_to_agree_to_is_among_a_bid_manager_s_tasks_x1(world: World) -> None:
    provider, manager, signatory = make_provider("Rowan Schools", "07000001")
    other = person(provider, "Ben Quill", "bid_manager")
    told = {"roles": ["bid_manager", "provider_signatory"], "reason": "Dana is away."}
    signed_in(manager).post(f"/provider/people/{signatory.person_id}/", told)
    assert f"Agree to a role for {signatory.name}" in text(signed_in(other).get("/provider/tasks/"))
    assert "Agree to a role" not in text(signed_in(manager).get("/provider/tasks/")), "whoever asked does not decide"


def test_the_page_of_a_leaver_lists_what_waits_for_them_x1(world: World) -> None:
    """Signatures, with who else may give them, and the categories that they lead (openers and evaluators: C2, C3)."""
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    assess(world, line)
    decide(world, line, approved=True)
    page = f"/provider/people/{applicant.signatory.person_id}/"
    shown = text(signed_in(applicant.manager).get(page))
    assert "1 agreement to sign. Nobody else here may" in shown
    person(applicant.provider_id, "Cy Holt", "provider_signatory")
    assert "1 agreement to sign. So may Cy Holt." in text(signed_in(applicant.manager).get(page))
    sign_line_agreement(actor=applicant.signatory, line_id=line, name_typed=applicant.signatory.name, at=AT)
    assert "These wait for" not in text(signed_in(applicant.manager).get(page))

    administrator = signed_in(person(world.lead_id, "Ada Quill", "administrator"))
    signatory = f"/council/people/{world.people['lead_signatory'].person_id}/"
    assert "1 agreement to sign" in text(administrator.get(signatory))
    draft = start_drafting(world)
    partner = signed_in(person(world.partner_id, "Eve Quill", "administrator"))
    assert "The drafting of" in text(partner.get(f"/council/people/{draft.lead.person_id}/"))
