"""X1, X2: a passkey is added and used in a real browser, with a security key that the browser plays; an app's square is
drawn under the strict policy. axe finds nothing on the pages that signing in has."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth import get_user_model
from playwright.sync_api import Browser

from fairplace.foundations.messages.queries import messages_sent_to
from tests.dps.world import make_provider
from tests.fixtures.serving import Served
from tests.journeys.visitor import Visitor
from tests.web.signing_in.second_factor import app_code

PASSWORD = "seven grey otters"


def test_a_passkey_and_an_app_in_a_browser_x1_x2(served: Served, browser: Browser) -> None:
    actor = make_provider("Chalk Path", "07000012")[1]
    person: Any = get_user_model().objects.get(pk=actor.person_id)
    person.set_password(PASSWORD)
    person.save()
    # A passkey belongs to a name, and an address of numbers is none.
    someone = Visitor(browser, served.url.replace("127.0.0.1", "localhost"))
    page = someone.page
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": {**key, "automaticPresenceSimulation": True}})

    someone.goes_to("/sign-in/").fills_in(login=person.email, password=PASSWORD).presses("Sign in")
    found = re.search(r"Your code is (\S+)", messages_sent_to(person.email)[0].body_text)
    assert found
    someone.fills_in(code=found[1]).presses("Continue")

    someone.goes_to("/account/passkeys/add/").fills_in(password=PASSWORD).presses("Continue")
    someone.fills_in(name="Blue key").presses("Add the passkey")
    page.wait_for_url("**/account/recovery-codes/")
    someone.reads("Your recovery codes", "They are shown this once").goes_to("/account/").reads("Blue key")

    someone.presses("Sign out", within=page.locator("header"))
    if page.locator("#main-content button:visible", has_text="Sign out").count():
        someone.presses("Sign out")
    someone.goes_to("/sign-in/").fills_in(login=person.email, password=PASSWORD).presses("Sign in")
    someone.reads("Show that it is you", "Without the passkey")
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/provider/tasks/")

    someone.goes_to("/account/app/add/")
    if "/again/" in page.url:
        someone.fills_in(password=PASSWORD).presses("Continue")
    assert page.locator("svg.fp-qr path").bounding_box(), "the square is there"
    secret = page.locator("p", has_text="The key:").locator("strong").inner_text()
    someone.fills_in(code=app_code(secret)).presses("Add it")
    someone.goes_to("/account/").reads("a code from your authenticator app or a passkey")
