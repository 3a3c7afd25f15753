"""A8, A7: what people type is only ever text, wherever it is shown; and no page allows a script of its own.

Every column of the database that holds words of people gets a hostile ending, straight in the tables, past every
form: names, titles, reasons, outcomes, file names, statements inside JSON, and what is sealed. Then every page is
opened by everybody who may.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import chain
from time import perf_counter
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client

from fairplace.commands.launcher.roles import Database
from fairplace.dps.market.queries import categories
from fairplace.foundations import audit
from fairplace.foundations.encryption import EncryptedTextField, reveal, seal_onto
from tests.attacks.administrator import administering, stop_triggers
from tests.attacks.scene import (
    ALL_COUNCIL_ROLES,
    Scene,
    letter_of,
    passkey_of,
    role_asked_for,
    sign_on_proposed,
    signed_in,
)
from tests.attacks.test_other_peoples_things import addresses, filled, victims
from tests.dps.world import person
from tests.drill.plugin import Figures

PASSWORD = "seven grey otters"
HOSTILE = "\"'><svg/onload=x()>{{7*7}}"
RAW = "<svg/onload"
SEALED_WORDS = {"narrative", "own_words", "family_words", "full_name", "called", "family_name", "reason"}


def poison(database: Database, admin_url: str) -> int:
    """Every text column with a space in it is words of people, as against a code. How many columns there were."""
    columns = 0
    with administering(admin_url, database) as administrator:
        stop_triggers(administrator)
        for table, column, longest in administrator.execute(
            "SELECT table_name, column_name, coalesce(character_maximum_length, 100000)"
            " FROM information_schema.columns JOIN pg_tables ON tablename = table_name AND schemaname = 'public'"
            " WHERE table_schema = 'public' AND data_type IN ('text', 'character varying')"
            " AND (table_name ~ '^(competitions|documents|market|organisations|placements|qualification|referrals)_')"
            " AND column_name NOT IN ('distance_band', 'postcode', 'email')"
        ).fetchall():
            changed = administrator.execute(
                f'UPDATE {table} SET "{column}" = "{column}" || %s'
                f' WHERE "{column}" LIKE \'%% %%\' AND length("{column}") + %s <= %s',
                [HOSTILE, len(HOSTILE), longest],
            ).rowcount
            columns += bool(changed)
        for table, column in administrator.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE data_type = 'jsonb'"
            " AND table_name ~ '^(competitions|qualification|market)_'"
        ).fetchall():
            for row_id, held in administrator.execute(f'SELECT id, "{column}" FROM {table}').fetchall():
                worse = psycopg.types.json.Jsonb(poisoned(held))
                administrator.execute(f'UPDATE {table} SET "{column}" = %s WHERE id = %s', [worse, row_id])
    return columns


def poisoned(held: Any) -> Any:
    """The same JSON with the hostile ending on every string of several words."""
    if isinstance(held, dict):
        return {name: poisoned(value) for name, value in held.items()}
    if isinstance(held, list):
        return [poisoned(value) for value in held]
    if isinstance(held, str) and " " in held and len(held) < 400:
        return held + HOSTILE
    return held


def poison_what_is_sealed(scene: Scene) -> int:
    """What the application alone can write: a child's name and story, the family's words."""
    changed = 0
    with audit.transaction_as(scene.run.officer):
        for model in apps.get_models():
            names = {field.name for field in model._meta.fields if isinstance(field, EncryptedTextField)} & SEALED_WORDS
            for row in model.objects.all() if names else ():
                words = {name: reveal(row, name) for name in names}
                seal_onto(row, **{name: said + HOSTILE for name, said in words.items() if said})
                row.save()
                changed += 1
    return changed


class Inside(HTMLParser):
    """Collects whatever would need a Content Security Policy that allows inline code."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.found.append(f"<{tag}>")
        self.found += [f"<{tag} {name}>" for name in given if name.startswith("on") or name in {"style", "srcdoc"}]
        for name in ("href", "src", "action", "formaction"):
            address = (given.get(name) or "").strip().lower()
            if re.match(r"(javascript|data|vbscript):|//|https?:", address):
                self.found.append(f"<{tag} {name}={address[:40]}>")


OUTSIDE = re.compile(r"<a href=https://(www\.)?(nationalarchives|gov\.uk|ofsted|contractsfinder)|<a href=https?://")


def problems(response: HttpResponse) -> list[str]:
    if response.status_code >= 500:
        return [f"status {response.status_code}"]
    said = []
    policy = response.get("Content-Security-Policy", "")
    if "script-src 'self'" not in policy or "unsafe" in policy or "default-src 'none'" not in policy:
        said.append(f"policy {policy!r}")
    if response.get("X-Content-Type-Options") != "nosniff" or response.get("X-Frame-Options") != "DENY":
        said.append("headers")
    if response.streaming or not response["Content-Type"].startswith("text/html"):
        return said
    body = response.content.decode()
    if RAW in body:
        said.append("unescaped: " + body[max(0, body.index(RAW) - 150) : body.index(RAW) + 40])
    if "49" in body and HOSTILE.replace("{{7*7}}", "49") in body:
        said.append("a template ran what somebody typed")
    inside = Inside()
    inside.feed(body)
    return said + [one for one in inside.found if not OUTSIDE.match(one)]


def visitors(scene: Scene) -> Iterator[tuple[str, Client, list[dict[str, object]]]]:
    """Everybody entitled, with what they may look at."""
    owned = victims(scene)
    council, lead = scene.council_id, scene.world.lead_id
    for owner in owned:
        owner["token"] = scene.token
    yield "officer", signed_in(scene.run.officer), owned
    yield "council", signed_in(person(council, "Ina All", *ALL_COUNCIL_ROLES)), owned
    for number, one in enumerate([*scene.run.published.openers[:1], *scene.run.evaluators[:1]]):
        yield f"duty {number}", signed_in(one), owned
    yield "lead", signed_in(person(lead, "Lea All", *ALL_COUNCIL_ROLES)), owned
    bidder = signed_in(scene.victim.actor)
    bidder.cookies["bid_code"] = scene.bid_code
    yield "bidder", bidder, owned
    yield "loser", signed_in(scene.rival.actor), [{**owned[0], "invitation": scene.rival.invitation_id}]
    drafting = signed_in(scene.rival.actor)
    drafting.cookies["bid_code"] = scene.rival_code
    yield "drafting", drafting, [{**owned[0], "invitation": scene.open_invitations[scene.rival.provider_id]}]
    administrator = signed_in(person(council, "Ada Ministers", "administrator"))
    yield "administrator", administrator, [{**owned[0], "person_id": scene.run.officer.person_id}]
    for applicant in (scene.unsent, scene.sent):
        yield "applicant", signed_in(applicant.manager), owned
    yield "signatory", signed_in(scene.victim.signatory), owned
    yield "operator", signed_in(scene.strangers["the operator"]), owned
    yield "anybody", Client(raise_request_exception=False), owned


def who_signs_in(scene: Scene) -> Iterator[tuple[str, Client, list[dict[str, object]]]]:
    """In the middle of signing in, in their account with every factor, and the second people of powerful roles."""
    made = person(scene.council_id, "Ina Factors", "evaluator")
    assert made.person_id is not None
    user = get_user_model().objects.get(pk=made.person_id)
    user.set_password(PASSWORD)
    user.save()
    half_way, forgetful, account = Client(), Client(), signed_in(made)
    half_way.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    yield "half way in", half_way, []
    forgetful.post("/new-password/", {"email": user.email})
    yield "forgetful", forgetful, []
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    account.post("/account/again/", {"password": PASSWORD})
    yield "own account", account, [{"factor_id": passkey_of(made.person_id)}]
    second = Client()
    second.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    yield "second step", second, []
    yield "invited", Client(), [{"token": letter_of("colleague-invited:").split("/invited/")[1].split("/")[0]}]
    operator, alone = scene.strangers["the operator"], scene.world.people["officer"].person_id
    assert alone is not None
    asked = {"change_id": role_asked_for(alone), "sign_on_id": sign_on_proposed(alone)}
    yield "operator's people", signed_in(operator), [{"person_id": operator.person_id}, asked]
    signatory = scene.victim.signatory.person_id
    assert signatory is not None
    waits = role_asked_for(signatory)
    managers = [scene.victim.actor, person(scene.victim.provider_id, "Mia Manages", "bid_manager")]
    for manager in managers:
        yield "provider's people", signed_in(manager), [{"person_id": signatory, "change_id": waits}]


def more_to_read(scene: Scene) -> list[dict[str, object]]:
    """What the addresses of joining name beside that: codes, parts of a draft, one application in several ways."""
    around, sent = scene.joining, {"application_id": scene.sent.application_id, "line_id": scene.sent_line}
    unsent = {"application_id": scene.unsent.application_id, "line_id": scene.unsent_line}
    codes = ("sen", "exclusions", "company-status", "modern-slavery", "outcomes-statement", "public_liability")
    draft = {"draft_id": around.drafting.draft_id, "consultation_id": around.consultation_id}
    named = scene.named
    return [
        {"token": named.place_token},
        {"token": letter_of("family-account:").split("/family/account/")[1].split("/")[0]},
        {"token": letter_of("family-reading:").split("/family/reading/")[1].split("/")[0]},
        *({"referral_id": key} for key in (named.accepted_referral, named.to_agree_referral, named.agreed_referral)),
        *({**applied, "code": code} for applied in (sent, unsent) for code in codes),
        *({**draft, "part": part, "code": "outcomes-statement"} for part in ("about", "cap", "questions")),
    ]


@pytest.fixture
def hostile(scene: Scene, scene_database: Database, admin_url: str) -> Iterator[Scene]:
    categories.content_of.cache_clear()
    assert poison(scene_database, admin_url) > 10
    assert poison_what_is_sealed(scene) > 5
    yield scene
    categories.content_of.cache_clear()


@pytest.mark.attack("A8", "script in every text that people type, on every page, to everybody")
def test_hostile_words_stay_words_on_every_page_and_no_page_has_inline_code_a8(hostile: Scene) -> None:
    seen, shown, faults = set(), 0, []
    others = [
        ("category lead", signed_in(hostile.joining.drafting.lead), victims(hostile)),
        ("who marks", signed_in(hostile.world.people["second_officer"]), victims(hostile)),
    ]
    besides = more_to_read(hostile)
    # One after the other: who signed in before all others has to sign in again before the last of the pages is reached.
    for who, client, owned in chain(visitors(hostile), others, who_signs_in(hostile)):
        for route, converters, _ in addresses():
            mine = [one for one in (*owned, *besides) if set(converters) <= set(one)] if converters else [{}]
            for address in dict.fromkeys(filled(route, values) for values in mine):
                response = client.get(address)
                if response.status_code == 200:
                    seen.add(route)
                    shown += b"svg/onload" in response.content
                faults += [f"{who} /{route}: {problem}" for problem in problems(response) if "readyz" not in route]
    assert not faults, "\n".join(sorted(set(faults)))
    assert shown > 40, "the hostile words must have been shown somewhere, escaped"
    every = {route for route, *_ in addresses()}
    # the rest are buttons, papers, and pages of other stages than those that the scene stands at
    assert len(every - seen) * 4 < len(every), "\n".join(sorted(every - seen))


@pytest.mark.attack("A7", "titles that begin like a formula")
def test_exported_lists_run_nothing_in_a_spreadsheet_a7(scene: Scene, scene_database: Database, admin_url: str) -> None:
    """A title that begins like a formula is told apart from one by a quote."""
    with administering(admin_url, scene_database) as administrator:
        for sign in ("=", "+", "-", "@", "\t=", "＝"):
            administrator.execute(
                "UPDATE referrals_referral SET title = %s WHERE council_id = %s",
                [f'{sign}HYPERLINK("http://evil.example")', scene.run.officer.organisation_id],
            )
            export = signed_in(scene.run.officer).get("/council/referrals/referrals.csv")
            assert export.status_code == 200
            assert "HYPERLINK" in export.content.decode()
            cells = re.split(r'[\r\n]+|,(?=")|","', export.content.decode("utf-8-sig"))
            assert not [cell for cell in cells if re.match(r'"?[\s]*[=+\-@＝]', cell)], sign


INJECTIONS = (
    "' OR '1'='1", "'; SELECT pg_sleep(3); --", "1) UNION SELECT NULL--", "\\'; --", "$(sleep 3)", "`sleep 3`",
    "| sleep 3", "{% for x in range(9) %}x{% endfor %}", "../../../etc/passwd", "0 AND (SELECT pg_sleep(3)) IS NULL",
)  # fmt: skip
"""SQL, shell, template and path, in the ways that tell a flaw by what comes back or by the time that it takes."""
INJECTED = "SQL, shell, template and path injections in every list's every parameter and in every code of an address"


@pytest.mark.attack("A13", INJECTED)
def test_no_injection_is_carried_out_a13(scene: Scene, figures: Figures) -> None:
    """No 5xx, no longer list than without, nothing of a file, no answer that took the three seconds of the sleep."""
    officer, lead = signed_in(scene.run.officer), signed_in(scene.world.people["officer"])
    lists = (
        "/council/referrals/", "/council/referrals/referrals.csv", "/council/applications/", "/accredited/", "/awards/",
        "/open-data/releases.json", "/log/entry/", "/log/proof/inclusion", "/council/outside/",
    )  # fmt: skip
    names = (
        "q", "search", "page", "stage", "state", "category", "sort", "since", "kind", "after", "event", "size", "area",
    )  # fmt: skip
    asked, slow = 0, []
    for client in (officer, lead):
        for address in lists:
            for payload in INJECTIONS:
                given = dict.fromkeys(names, payload)
                begun = perf_counter()
                response = client.get(address, given)
                slow += [(client, address, given)] if perf_counter() - begun > 3 else []
                asked += 1
                assert response.status_code < 500, (address, payload)
                assert b"root:x:" not in response.content
                assert b"xxxxxxxxx" not in response.content, (address, payload)
    for payload in INJECTIONS:
        safe = quote(payload, safe="")
        for address in (f"/how-to-join/{safe}/", f"/open-data/records/{safe}.json", f"/family/choice/{safe}/"):
            assert officer.get(address).status_code == 404, address
            asked += 1
    for client, address, given in slow:  # a busy machine is slow once, a sleep every time
        begun = perf_counter()
        client.get(address, given)
        assert perf_counter() - begun < 3, address
    figures("requests", asked)
    figures("carried out", 0)


@pytest.mark.attack("A13", INJECTED)
def test_the_same_injections_are_carried_out_by_a_naive_query_a13(scene: Scene, figures: Figures) -> None:
    """Control: words put into a statement as they come break it, lengthen its list, or make it sleep."""
    found = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM referrals_referral")
        (all_of_them,) = cursor.fetchone()
    for payload in INJECTIONS:
        begun = perf_counter()
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SELECT id FROM referrals_referral WHERE reference = '{payload}'")
                found += len(cursor.fetchall()) == all_of_them
        except DatabaseError:
            found += 1
        found += perf_counter() - begun > 3
    assert found >= 2
    figures.control("carried out by a query of pasted words", found)


ODD_SIGNS = ("\x00", "\ud800", "%00", "a" * 100_000, "\u202e", "'; DROP TABLE x; --", "{{7*7}}${7*7}")


@pytest.mark.attack("A13", "SQL, templates and odd signs in every search and address")
def test_odd_signs_in_searches_and_addresses_break_nothing_a13(scene: Scene) -> None:
    officer = signed_in(scene.run.officer)
    lists = ("/council/referrals/", "/council/applications/", "/accredited/", "/awards/", "/open-data/releases.json")
    names = ("q", "search", "page", "stage", "state", "category", "sort", "since", "kind")
    for signs in ODD_SIGNS:
        for address in lists:
            try:
                response = officer.get(address, dict.fromkeys(names, signs))
            except UnicodeEncodeError:
                continue  # cannot be put into an address at all
            assert response.status_code < 500, (address, signs[:20])
        safe = signs[:200].replace("/", "").encode("utf-8", "replace").decode()
        for address in (f"/open-data/records/{safe}.json", f"/family/choice/{safe}/"):
            assert officer.get(address).status_code < 500, address


@pytest.mark.attack("A13", "odd values in every field of every form")
def test_odd_values_in_forms_are_a_sentence_never_a_failure_a13(scene: Scene) -> None:
    """Every form, with every field that its page names, filled with things that no form expects."""
    odd = ["\x00", "NaN", "-1", "1e999", "9" * 400, HOSTILE]
    draft = {"referral_id": scene.draft_referral, "competition_id": scene.run.competition_id}
    applicant = {
        "application_id": scene.unsent.application_id,
        "line_id": scene.unsent_line,
        "code": "employers-liability",
    }
    mine = {"invitation": scene.open_invitations[scene.victim.provider_id]}
    bidder = signed_in(scene.victim.actor)
    bidder.cookies["bid_code"] = scene.bid_code
    faults = []
    for client, values in (
        (signed_in(scene.run.officer), draft),
        (signed_in(scene.unsent.manager), applicant),
        (bidder, mine),
    ):
        for route, converters, _ in addresses():
            if not converters or not set(converters) <= set(values):
                continue
            address = filled(route, values)
            page = client.get(address)
            if page.status_code != 200 or "text/html" not in page["Content-Type"]:
                continue
            names = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', page.content.decode()))
            for sign in odd:
                response = client.post(address, dict.fromkeys(names - {"csrfmiddlewaretoken"}, sign))
                if response.status_code >= 500:
                    faults.append(f"/{route} with {sign[:20]!r}")
    assert not faults, "\n".join(sorted(set(faults)))
