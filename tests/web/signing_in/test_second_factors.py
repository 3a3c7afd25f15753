"""X1: an app, a passkey or recovery codes beside the password, by each person's own choice or on demand."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.contrib.auth import get_user_model
from django.test import Client, override_settings

from fairplace.dps.organisations.actions.factors import demand_strong_factor
from fairplace.dps.organisations.actions.register_organisation import register_organisation
from fairplace.dps.organisations.models import FactorSecret, SignIn
from fairplace.dps.organisations.queries.factors import strong_factor_demand
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queries import messages_sent_to
from fairplace.web.signing_in.factor_forms import AppForm
from tests.dps.world import AT, make_provider, make_world, person
from tests.web.signing_in.second_factor import Passkey, add_app, app_code, forget_used_codes, options_on, show_again

pytestmark = pytest.mark.django_db
PASSWORD = "seven grey otters"
CHEAP = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])


@pytest.fixture(autouse=True)
def _cheap() -> Any:
    with CHEAP:
        yield


@pytest.fixture
def manager() -> Actor:
    actor = make_provider("Chalk Path", "07000012")[1]
    user = get_user_model().objects.get(pk=actor.person_id)
    user.set_password(PASSWORD)
    user.save()
    return actor


def email_of(actor: Actor) -> str:
    return str(get_user_model().objects.get(pk=actor.person_id).email)


def by_password(client: Client, actor: Actor) -> Any:
    return client.post("/sign-in/", {"login": email_of(actor), "password": PASSWORD})


def by_email(actor: Actor) -> Client:
    """Signed in by password and e-mailed code."""
    client = Client()
    assert by_password(client, actor)["Location"] == "/sign-in/code/"
    found = re.search(r"Your code is (\S+)", messages_sent_to(email_of(actor))[0].body_text)
    assert found
    client.post("/sign-in/code/", {"code": found[1]})
    return client


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_e_mailed_code_is_enough_until_somebody_chooses_more_x1(manager: Actor) -> None:
    client = by_email(manager)
    page = text(client.get("/account/"))
    assert "we send a code to your e-mail address" in page
    assert "Authenticator app Not used" in page
    assert SignIn.objects.get().factor == "email_code"


def test_an_app_takes_the_place_of_the_e_mailed_code_x1(manager: Actor) -> None:
    client = by_email(manager)
    assert client.get("/account/app/add/")["Location"].startswith("/account/again/"), "the password is asked again"
    secret, codes = add_app(client, PASSWORD)
    assert len(codes) == 10
    assert "shown once and are not shown again" in text(client.get("/account/recovery-codes/"))
    key = secret.replace(" ", "").encode()
    assert key.decode() not in str(Authenticator.objects.get(type="totp").data)
    assert FactorSecret.objects.count() == 2
    assert not any(key in bytes(row.sealed) for row in FactorSecret.objects.all()), "sealed"
    letter = messages_sent_to(email_of(manager))[0]
    assert letter.subject == "How you sign in to Fairplace has changed"
    event = audit.timeline(about=manager.organisation_id)[-1]
    assert (event.kind, event.payload["factor"]) == ("organisations.factor_added", "totp")

    forget_used_codes()
    elsewhere = Client()
    sent = len(messages_sent_to(email_of(manager)))
    assert by_password(elsewhere, manager)["Location"] == "/sign-in/second-step/"
    assert len(messages_sent_to(email_of(manager))) == sent, "no code by e-mail"
    assert elsewhere.get("/provider/tasks/").status_code == 302, "the password alone opens nothing"
    assert "This is not right" in text(elsewhere.post("/sign-in/second-step/", {"code": "000000"}))
    assert elsewhere.post("/sign-in/second-step/", {"code": app_code(secret)})["Location"] == "/home/"
    assert elsewhere.get("/provider/tasks/").status_code == 200
    assert SignIn.objects.filter(factor="totp").count() == 1


def test_the_key_of_an_app_is_sealed_while_it_is_set_up_x1(manager: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: allauth's own form leaves it in the session as it is."""
    client = by_email(manager)
    show_again(client, PASSWORD)

    def key(page: Any) -> str:
        found = re.search(r"The key: <strong[^>]*>([A-Z2-7 ]+)<", page.content.decode())
        assert found
        return found[1].replace(" ", "")

    def in_session() -> str:
        return json.dumps(dict(client.session), default=str)

    first = key(client.get("/account/app/add/"))
    assert SECRET_SESSION_KEY in in_session()
    assert first not in in_session()
    assert key(client.post("/account/app/add/", {"code": "000000"})) == first, "a slip of the finger changes no key"
    with monkeypatch.context() as flawed:
        flawed.setattr(AppForm, "__init__", ActivateTOTPForm.__init__)
        assert key(client.get("/account/app/add/")) in in_session()
    last = key(client.get("/account/app/add/"))
    assert client.post("/account/app/add/", {"code": app_code(last)}).status_code == 302
    assert SECRET_SESSION_KEY not in in_session()


def test_whoever_holds_a_powerful_role_is_asked_for_more_from_the_start_x1() -> None:
    """Of a council and of those who run Fairplace; of a provider whoever it says itself (decision 0059)."""
    world = make_world()
    operator = register_organisation(actor=SYSTEM, kind="operator", name="Fairplace", at=AT)
    powerful = [person(operator, "Olu Ade", "operator"), person(world.lead_id, "Ada Quill", "administrator")]
    free = [person(world.lead_id, "Eve Marsh", "evaluator"), make_provider("Rowan", "07000013")[1]]
    for somebody in (*powerful, *free):
        user = get_user_model().objects.get(pk=somebody.person_id)
        user.set_password(PASSWORD)
        user.save()
        led = by_email(somebody).get("/home/")["Location"]
        assert (led == "/account/strengthen/") == (somebody in powerful), somebody.name
    demand_strong_factor(actor=powerful[1], roles=["opener"], at=AT)
    assert by_email(powerful[1]).get("/home/")["Location"] == "/council/people/", "the council says so itself"


def test_a_code_of_the_app_works_once_x1(manager: Actor) -> None:
    secret, _ = add_app(by_email(manager), PASSWORD)
    forget_used_codes()
    code = app_code(secret)
    for number, told in ((1, "/home/"), (2, "This is not right")):
        client = Client()
        by_password(client, manager)
        answer = client.post("/sign-in/second-step/", {"code": code})
        assert told in (answer.headers.get("Location", "") or text(answer)), number


def test_a_recovery_code_works_once_and_new_ones_end_the_old_x1(manager: Actor) -> None:
    first = by_email(manager)
    _, codes = add_app(first, PASSWORD)
    for number in (1, 2):
        client = Client()
        by_password(client, manager)
        answer = client.post("/sign-in/second-step/", {"code": codes[0]})
        assert (answer.status_code == 302) == (number == 1)
    show_again(first, PASSWORD)
    assert first.post("/account/recovery-codes/new/").status_code == 302
    client = Client()
    by_password(client, manager)
    assert client.post("/sign-in/second-step/", {"code": codes[1]}).status_code == 200


@override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"))
def test_a_passkey_is_added_used_and_removed_x1(manager: Actor) -> None:
    client, key = by_email(manager), Passkey()
    show_again(client, PASSWORD)
    page = client.get("/account/passkeys/add/").content.decode()
    assert "A passkey needs JavaScript" in page
    wrong = key.made(options_on(page), origin="https://evil.example")
    assert client.post("/account/passkeys/add/", {"name": "Laptop", "credential": wrong}).status_code == 200
    page = client.get("/account/passkeys/add/").content.decode()
    added = client.post("/account/passkeys/add/", {"name": "Laptop", "credential": key.made(options_on(page))})
    assert added["Location"] == "/account/recovery-codes/"
    assert "Laptop" in text(client.get("/account/"))

    elsewhere = Client()
    assert by_password(elsewhere, manager)["Location"] == "/sign-in/second-step/"
    asked = options_on(elsewhere.get("/sign-in/second-step/").content.decode())
    stranger = Passkey()
    assert elsewhere.post("/sign-in/second-step/", {"credential": stranger.used(asked)}).status_code == 200
    asked = options_on(elsewhere.get("/sign-in/second-step/").content.decode())
    answer = key.used(asked)
    assert elsewhere.post("/sign-in/second-step/", {"credential": answer})["Location"] == "/home/"
    again = Client()
    by_password(again, manager)
    again.get("/sign-in/second-step/")
    assert again.post("/sign-in/second-step/", {"credential": answer}).status_code == 200, "an old answer opens nothing"

    number = Authenticator.objects.get(type="webauthn").pk
    assert client.post(f"/account/passkeys/{number}/remove/").status_code == 302
    assert not Authenticator.objects.exists(), "the recovery codes go with the last"


def test_nobody_removes_anothers_passkey_x1(manager: Actor) -> None:
    other = make_provider("Rowan", "07000013")[1]
    theirs = Authenticator.objects.create(user_id=other.person_id, type="webauthn", data={"name": "Theirs"})
    client = by_email(manager)
    show_again(client, PASSWORD)
    assert client.post(f"/account/passkeys/{theirs.pk}/remove/").status_code == 404
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


def test_an_organisation_demands_more_and_whoever_lacks_it_does_that_first_x1(manager: Actor) -> None:
    client = by_email(manager)
    demand_strong_factor(actor=manager, roles=["bid_manager"], at=AT)
    assert strong_factor_demand(manager).without == (manager.name,)
    for address in ("/provider/tasks/", "/home/", "/provider/people/"):
        assert client.get(address)["Location"] == "/account/strengthen/", "before anything else"
    assert "asks for more than a code by e-mail" in text(client.get("/account/strengthen/"))
    secret, _ = add_app(client, PASSWORD)
    assert client.get("/provider/tasks/").status_code == 200
    assert strong_factor_demand(manager).without == ()
    show_again(client, PASSWORD)
    assert "this is the last that you have" in text(client.get("/account/app/remove/"))
    client.post("/account/app/remove/")
    assert Authenticator.objects.filter(type="totp").exists()
    demand_strong_factor(actor=manager, roles=[], at=AT)
    show_again(client, PASSWORD)
    assert client.post("/account/app/remove/").status_code == 302
    assert not Authenticator.objects.exists()
    assert not FactorSecret.objects.exists(), "the secrets go with the factor"
    assert secret


def test_a_demand_is_made_by_whoever_administers_for_roles_of_their_own_kind_x1(manager: Actor) -> None:
    world = make_world()
    administrator = person(world.lead_id, "Ada Quill", "administrator")
    with pytest.raises(NotThere):
        demand_strong_factor(actor=world.people["officer"], roles=["opener"], at=AT)
    with pytest.raises(NotThere):
        demand_strong_factor(actor=administrator, roles=["bid_manager"], at=AT)
    demand_strong_factor(actor=administrator, roles=["opener"], at=AT)
    with pytest.raises(Refused, match="already"):
        demand_strong_factor(actor=administrator, roles=["opener"], at=AT)
    client = Client()
    client.force_login(get_user_model().objects.get(pk=world.people["officer"].person_id))
    assert client.get("/council/applications/").status_code == 200, "not asked of other roles"
