"""A1, A17, X7: every method by everybody; what was tried is counted where those who run the system look; and what the
contract management team may open says nothing of one referral.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from statistics import median
from time import perf_counter
from uuid import uuid4

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client

from fairplace.dps.competitions.queries import bidder_invitation
from fairplace.dps.referrals.models import Referral
from fairplace.foundations.audit import refusals
from fairplace.web.page import door
from tests.attacks.scene import CANARIES, Scene, signed_in, text_of
from tests.attacks.test_other_peoples_things import addresses, every_address_of_the_victims, filled, leaks, victims
from tests.drill.plugin import Figures

ODD_METHODS = ("put", "patch", "delete", "options", "trace")


@pytest.mark.attack("A1", "every address by PUT, PATCH, DELETE, OPTIONS, TRACE and HEAD, by strangers and by its owner")
def test_no_method_opens_what_get_and_post_do_not_a1(scene: Scene, figures: Figures) -> None:
    """What is there for nobody by that method is refused to its owner in the same words."""
    found = every_address_of_the_victims(scene)
    callers = {
        "rival": signed_in(scene.strangers["another provider"]),
        "council": signed_in(scene.strangers["another council"]),
        "visitor": Client(raise_request_exception=False),
        "owner": signed_in(scene.run.officer),
    }
    faults, asked = [], 0
    for who, client in callers.items():
        for address in found:
            for method in ODD_METHODS:
                response = getattr(client, method)(address)
                asked += 1
                if response.status_code != 405 or leaks(response):
                    faults.append(f"{who} {method} {address}: {response.status_code} {leaks(response)}")
    for address in found:
        response = callers["rival"].head(address)
        asked += 1
        if response.status_code not in {404, 302} or response.content:
            faults.append(f"rival head {address}: {response.status_code}")
    assert not faults, "\n".join(faults[:20])
    figures("requests", asked)
    figures("bodies with another's words", 0)


@pytest.mark.attack("A1", "a refused try is counted and logged, without what was asked for")
def test_a_refused_try_leaves_a_trace_that_names_nobody_else_s_a1(
    scene: Scene,
    caplog: pytest.LogCaptureFixture,
    figures: Figures,
) -> None:
    """Regulation 22(16)(g): infringements and attempts are clearly detectable. The control never looked."""
    before = {row.organisation_id: row.times for row in refusals.refusals_lately()}
    rival = scene.strangers["another provider"]
    client = signed_in(rival)
    target = f"/provider/referrals/{scene.victim.invitation_id}/"
    for _ in range(refusals.MANY_AN_HOUR):
        assert client.get(target).status_code == 404
    assert client.get(f"/council/referrals/{scene.open_referral}/").status_code == 404  # another kind of organisation
    after = {row.organisation_id: row for row in refusals.refusals_lately()}
    mine = after[rival.organisation_id]
    assert mine.times - before.get(rival.organisation_id, 0) == refusals.MANY_AN_HOUR + 1
    assert mine.many
    lines = [record.getMessage() for record in caplog.records if record.name == "fairplace.security"]
    assert len(lines) == refusals.MANY_AN_HOUR + 1
    identifiers = (str(scene.victim.invitation_id), str(scene.open_referral), rival.name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM audit_refusal t")
        kept = [row for (row,) in cursor.fetchall()]
    assert not [one for one in (*lines, *kept) if any(word in one for word in identifiers)]
    page = signed_in(scene.strangers["the operator"]).get("/operator/health/").content.decode()
    assert rival.organisation_name in page
    assert "Many" in page
    # control: of somebody who keeps to what is theirs nothing is counted
    signed_in(scene.run.officer).get("/council/referrals/")
    assert scene.council_id not in {row.organisation_id for row in refusals.refusals_lately()} - set(before)
    figures("tries counted", mine.times)


@pytest.mark.parametrize("who", ["a contract manager of the same council", "a procurement officer of the same council"])
def test_what_the_contract_management_team_opens_says_nothing_of_one_referral_x7(scene: Scene, who: str) -> None:
    """Over every address: no page of theirs shows a word of a child, a bid or a family, nor which referral there is."""
    client = signed_in(scene.strangers[who])
    references = set(Referral.objects.filter(council_id=scene.council_id).values_list("reference", flat=True))
    assert len(references) > 3
    opened, faults = 0, []
    for route, converters, _ in addresses():
        mine = [one for one in victims(scene) if set(converters) <= set(one)] if converters else [{}]
        for address in dict.fromkeys(filled(route, values) for values in mine):
            response = client.get(address)
            if response.status_code != 200 or response.streaming:
                continue
            opened += 1
            body = response.content.decode(errors="replace")
            public = address.startswith(("/awards", "/open-data", "/log"))  # what everybody reads
            told = [word for word in CANARIES if word in body] + (
                [] if public else sorted(references & set(re.findall(r"[A-Z]{3}-[\w-]+", body)))
            )
            if told:
                faults.append(f"{address}: {told}")
    assert opened > 20
    assert not faults, "\n".join(faults)


ALIKE = "does an address tell by its words, its headers or its time whether something is there?"


@pytest.mark.attack("A17", ALIKE)
def test_what_is_anothers_and_what_is_not_there_look_alike_a17(scene: Scene, figures: Figures) -> None:
    """Body, status and headers are the same to the letter; the time differs by less than it does by itself."""
    client = signed_in(scene.strangers["another provider"])
    there = f"/provider/referrals/{scene.victim.invitation_id}/"

    def ask(address: str) -> tuple[int, str, dict[str, str]]:
        response = client.get(address)
        same = {name: value for name, value in response.items() if name not in {"Set-Cookie", "Server-Timing"}}
        return response.status_code, re.sub(r'value="\w{64}"', "", text_of(response.content.decode())), same

    assert ask(there) == ask(f"/provider/referrals/{uuid4()}/")
    assert "ETag" not in ask(there)[2]
    gap = _gap(lambda: client.get(there), lambda: client.get(f"/provider/referrals/{uuid4()}/"))
    assert gap < 0.5, gap
    figures("gap, share of an answer's time", round(gap, 3), "max")


@pytest.mark.attack("A17", ALIKE)
def test_the_same_probe_sees_a_door_that_says_forbidden_a17(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, figures: Figures
) -> None:
    """Control: a query that finds the row, and only then says no, is told apart by its words."""
    forgetful = bidder_invitation._INVITATION.replace("i.provider_id = %s", "%s::uuid IS NOT NULL")
    monkeypatch.setattr(bidder_invitation, "_INVITATION", forgetful)
    client = signed_in(scene.rival.actor)  # in the same competition: the database lets it see that there is one
    own_wall = client.get(f"/provider/referrals/{scene.rival.invitation_id}/")
    assert own_wall.status_code == 200
    monkeypatch.setattr(
        door, "not_there", lambda request, actor: Http404() if "nothing" in request.path else _forbidden()
    )
    denied = client.get(f"/council/referrals/{scene.open_referral}/")
    assert denied.status_code != client.get("/council/nothing/").status_code
    figures.control("a door that says forbidden is told apart", 1)


def _forbidden() -> Exception:
    from django.core.exceptions import PermissionDenied

    return PermissionDenied()


def _gap(one: Callable[[], object], other: Callable[[], object], times: int = 30) -> float:
    """Difference of the medians as a share of their mean; asked in turns, so that what slows one slows both."""
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(times * 2):
        begun = perf_counter()
        (one, other)[number % 2]()
        taken[number % 2].append(perf_counter() - begun)
    first, second = median(taken[0]), median(taken[1])
    return abs(first - second) / ((first + second) / 2)
