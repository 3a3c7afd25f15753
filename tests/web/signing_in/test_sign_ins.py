"""X1: where somebody is signed in is listed, each can be ended, and nothing that has ended opens anything again."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db.models import F
from django.test import Client, override_settings

from fairplace.dps.organisations.actions.administer_person import switch_off
from fairplace.dps.organisations.models import SignIn
from fairplace.dps.organisations.rules.sign_ins import browser_of
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.web.signing_in.session_rows import row_key
from tests.dps.world import AT, make_provider, make_world, person

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "seven grey otters", "nine loud heron gates"


@pytest.fixture
def manager() -> Actor:
    return make_provider("Chalk Path", "07000012")[1]


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.person_id))
    return client


def open_to(client: Client) -> bool:
    return client.get("/provider/tasks/").status_code == 200


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def newest(actor: Actor) -> UUID:
    return SignIn.objects.filter(person_id=actor.person_id).latest("began_at").id


def test_each_sign_in_is_listed_and_can_be_ended_from_another_browser_x1(manager: Actor) -> None:
    there = signed_in(manager)
    theirs = newest(manager)
    SignIn.objects.filter(id=theirs).update(browser="Firefox on Windows")
    here = signed_in(manager)
    page = text(here.get("/account/"))
    assert "Firefox on Windows" in page
    assert page.count("This one") == 1
    assert "signed out there" in text(here.post(f"/account/sign-ins/{theirs}/end/", follow=True)).lower()
    assert open_to(here)
    assert not open_to(there)
    assert audit.timeline(about=manager.organisation_id)[-1].kind == "organisations.sign_in_ended"
    assert here.post(f"/account/sign-ins/{theirs}/end/").status_code == 404, "it has ended"


def test_nobody_ends_or_sees_the_sign_ins_of_others_x1(manager: Actor) -> None:
    stranger = make_provider("Rowan", "07000013")[1]
    signed_in(manager)
    theirs = newest(manager)
    SignIn.objects.filter(id=theirs).update(browser="Opera on Linux")
    client = signed_in(stranger)
    assert client.post(f"/account/sign-ins/{theirs}/end/").status_code == 404
    assert "Opera on Linux" not in text(client.get("/account/"))


def test_signing_out_everywhere_ends_all_here_too_x1(manager: Actor) -> None:
    one, two = signed_in(manager), signed_in(manager)
    kept = two.cookies["sessionid"].value
    assert "You are signed out everywhere" in text(one.post("/account/sign-ins/end-all/", follow=True))
    assert not open_to(one)
    assert not open_to(two)
    back = Client()
    back.cookies["sessionid"] = kept
    assert not open_to(back)


@pytest.mark.parametrize(("field", "limit"), [("last_used_at", "SESSION_IDLE"), ("began_at", "SESSION_LONGEST")])
def test_a_sign_in_ends_unused_and_at_the_latest_x1(manager: Actor, field: str, limit: str) -> None:
    with override_settings(SESSION_IDLE=timedelta(minutes=30), SESSION_LONGEST=timedelta(hours=2)):
        client = signed_in(manager)
        lasts = {"SESSION_IDLE": timedelta(minutes=30), "SESSION_LONGEST": timedelta(hours=2)}[limit]
        SignIn.objects.update(**{field: F(field) - lasts + timedelta(seconds=30)})
        assert open_to(client), "just in time"
        SignIn.objects.update(**{field: F(field) - lasts})
        assert not open_to(client)


def test_a_click_is_written_down_at_most_once_a_minute_x1(manager: Actor) -> None:
    client = signed_in(manager)
    before = SignIn.objects.get().last_used_at
    open_to(client)
    assert SignIn.objects.get().last_used_at == before
    SignIn.objects.update(last_used_at=F("last_used_at") - timedelta(minutes=10))
    open_to(client)
    assert SignIn.objects.get().last_used_at >= before


def test_the_demo_s_clock_signs_nobody_out_x1(manager: Actor, set_clock: Any) -> None:
    set_clock(AT)
    client = signed_in(manager)
    set_clock(AT + timedelta(days=60))
    assert open_to(client)


@pytest.mark.attack("A12", "a cookie kept after signing out, being switched off, or a new password")
def test_what_has_ended_opens_nothing_even_where_its_session_still_lies_a12(manager: Actor, figures: Any) -> None:
    """Control: without the sign-in's own end, the session that was put back would open the page."""
    second = person(manager.organisation_id, "Ida Fell", "bid_manager")  # type: ignore[arg-type]
    user = get_user_model().objects.get(pk=manager.person_id)
    user.set_password(PASSWORD)
    user.save()
    opened = tried = control = 0
    for end in ("out", "password", "off"):
        client = signed_in(manager)
        assert open_to(client)
        cookie = client.cookies["sessionid"].value
        kept = Session.objects.get(session_key=row_key(cookie))
        if end == "out":
            client.post("/sign-out/")
        elif end == "password":
            other = signed_in(manager)
            told = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
            assert other.post("/account/password/", told).status_code == 302
            assert open_to(other), "where it was changed, one stays"
        else:
            switch_off(actor=second, person_id=user.pk, at=AT)
        kept.save(
            force_insert=not Session.objects.filter(session_key=row_key(cookie)).exists()
        )  # as from a stolen copy
        thief = Client()
        thief.cookies["sessionid"] = cookie
        tried += 1
        opened += open_to(thief)
        if end == "out":
            SignIn.objects.update(ended_at=None)
            control += open_to(thief)
            SignIn.objects.filter(person_id=user.pk).delete()
    assert control == 1
    assert opened == 0
    figures("kept cookies", tried)
    figures("that opened a page", opened)
    figures.control("opened once the sign-in’s end was taken away", control)


def test_a_session_without_a_sign_in_is_nobody_s_a12(manager: Actor) -> None:
    client = signed_in(manager)
    session = client.session
    del session["sign_in"]
    session.save()
    assert not open_to(client)
    world = make_world()
    theirs = signed_in(world.people["officer"])
    session["sign_in"] = theirs.session["sign_in"]
    session.save()
    assert not open_to(client), "another's sign-in is not one's own"


def test_browsers_are_told_apart_and_no_more_x1() -> None:
    windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
    chrome = f"{windows} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
    iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    assert browser_of(f"{windows} Gecko/20100101 Firefox/127.0") == "Firefox on Windows"
    assert browser_of(chrome) == "Chrome on Windows"
    assert browser_of(f"{chrome} Edg/126.0.2592.68") == "Edge on Windows"
    assert browser_of(f"{iphone} Version/17.5 Mobile/15E148 Safari/604.1") == "Safari on iPhone"
    assert browser_of("") == "A browser"
    assert len(browser_of("<script>" * 500)) < 60
