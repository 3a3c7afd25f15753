"""X1: "break glass". Whoever runs Fairplace sees an organisation's pages only where it was asked for, told, and while
it lasts; reads alone; never who a child is, its story, or a sealed bid; and each page that was opened is on the record.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from django.db import connection

from fairplace.commands.launcher.roles import Database
from fairplace.dps.organisations.actions.register_organisation import register_organisation
from fairplace.dps.organisations.actions.support_access import ask_support_access, end_support_access
from fairplace.dps.organisations.models import SupportAccess
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.models import Message
from tests.attacks.scene import (
    ASKED,
    CANARIES,
    EXPLAINED,
    LOST_STATEMENT,
    PROPOSED,
    WON_STATEMENT,
    Scene,
    signed_in,
)
from tests.attacks.test_other_peoples_things import every_address_of_the_victims, leaks
from tests.dps.world import AT, make_world, person

OPENED = {WON_STATEMENT, LOST_STATEMENT, PROPOSED, EXPLAINED, ASKED}  # bids after their opening, and decisions: shown
REASON = "The award page says nothing; you rang at ten."


@pytest.fixture
def administrator(scene: Scene) -> Actor:
    return person(scene.council_id, "Ada Minds", "administrator")


def operator_of(scene: Scene) -> Actor:
    return scene.strangers["the operator"]


def asked(scene: Scene, organisation_id: UUID, hours: int = 2) -> UUID:
    client = signed_in(operator_of(scene))
    form = {"organisation": str(organisation_id), "reason": REASON, "hours": str(hours)}
    response = client.post("/operator/support/", form)
    assert response.status_code == 302, response.content.decode()
    return SupportAccess.objects.latest("id").id


def looking(scene: Scene, access_id: UUID):  # type: ignore[no-untyped-def]
    client = signed_in(operator_of(scene))
    assert client.post(f"/operator/support/{access_id}/look/").status_code == 302
    return client


def test_an_operator_asks_is_told_of_and_reads_with_a_banner_until_it_is_ended_x1(
    scene: Scene, administrator: Actor
) -> None:
    referral = f"/council/referrals/{scene.open_referral}/"
    client = signed_in(operator_of(scene))
    assert client.get(referral).status_code == 404  # the rule: an operator sees nothing
    access = asked(scene, scene.council_id)
    letters = Message.objects.filter(key__startswith=f"support-begun:{access}")
    assert {letter.to_address.split("@")[0] for letter in letters} == {"ada.minds", "ann.told"}
    assert all(REASON in letter.body_text for letter in letters)
    client = looking(scene, access)
    shown = client.get(referral)
    assert shown.status_code == 200
    assert "Support view of" in shown.content.decode()
    own = signed_in(administrator)
    page = own.get("/council/people/support/").content.decode()
    assert referral in page
    assert REASON in page
    assert own.post(f"/council/people/support/{access}/end/").status_code == 302
    assert client.get(referral).status_code == 404  # at once
    assert "ended by Ada Minds" in own.get("/council/people/support/").content.decode()
    kinds = [event.kind.split(".")[1] for event in audit.timeline(about=access)]
    assert kinds[0] == "support_access_begun"
    assert kinds[-1] == "support_access_ended"
    assert "support_page_read" in kinds


def test_the_look_works_where_every_request_has_a_transaction_of_its_own_x1(committed_database: Database) -> None:
    """As when it is served: no earlier request has left anything in the connection, so the walls are up."""
    with audit.transaction_as(SYSTEM):
        world = make_world()
        runs = register_organisation(actor=SYSTEM, kind="operator", name="Fairplace Ltd", at=AT)
        operator = person(runs, "Olu Ade", "operator")
        person(world.lead_id, "Ada Quill", "administrator")
    client = signed_in(operator)
    form = {"organisation": str(world.lead_id), "reason": REASON, "hours": "2"}
    there = client.post("/operator/support/", form)["Location"]
    shown = client.get(there)
    assert shown.status_code == 200
    assert "Support view of West Sussex County Council" in shown.content.decode()


def test_it_runs_out_by_the_database_s_clock_x1(scene: Scene, administrator: Actor, scene_database: Database) -> None:
    access = asked(scene, scene.council_id, hours=1)
    client = looking(scene, access)
    assert client.get("/council/referrals/").status_code == 200
    with psycopg.connect(scene_database.owner_url, autocommit=True) as owner:
        owner.execute(
            "UPDATE organisations_supportaccess SET ends_at = fairplace_now(),"
            " begins_at = begins_at - interval '1 hour'"
        )
    assert client.get("/council/referrals/").status_code == 404
    assert client.post(f"/operator/support/{access}/look/").status_code == 404


def test_nothing_is_changed_and_no_child_and_no_sealed_bid_is_seen_x1(scene: Scene, administrator: Actor) -> None:
    """Every address of the victims, read and posted to with the widest access there is."""
    client = looking(scene, asked(scene, scene.council_id))
    with connection.cursor() as cursor:
        before = _counts(cursor)
    faults, read = [], 0
    hidden = set(CANARIES) - OPENED
    for address in every_address_of_the_victims(scene):
        if not address.startswith("/council/"):
            continue
        response = client.get(address)
        read += response.status_code == 200
        if seen := hidden & set(leaks(response)):
            faults.append(f"GET {address} shows {seen}")
        if response.status_code not in {200, 302, 404, 409}:
            faults.append(f"GET {address}: {response.status_code}")
        if client.post(address, {"sure": "on"}).status_code not in {404, 409}:
            faults.append(f"POST {address} was taken")
    with connection.cursor() as cursor:
        assert _counts(cursor) == before
    assert not faults, "\n".join(faults)
    assert read > 15, "the test would prove little"


def test_the_walls_hide_it_even_from_a_query_that_asks_x1(scene: Scene) -> None:
    """Plain SQL under the same switch; the control is the same question without it."""
    tables = (
        "referrals_childidentity",
        "referrals_childstory",
        "referrals_plansection",
        "placements_placementagreement",
    )
    council = scene.run.officer
    for table in tables:
        with audit.transaction_as(council), connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone()[0] > 0, table
        with audit.transaction_as(council):
            audit.only_look_on()
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {table}")
                assert cursor.fetchone() == (0,), table


def test_who_asks_and_how_is_limited_x1(scene: Scene, administrator: Actor) -> None:
    at = datetime.now().astimezone()
    operator = operator_of(scene)

    def ask(actor: Actor = operator, *, to: UUID = scene.council_id, hours: int = 2, reason: str = REASON) -> UUID:
        return ask_support_access(actor=actor, organisation_id=to, reason=reason, hours=hours, at=at)

    refused: list[tuple[Callable[[], UUID], type[Exception]]] = [
        (lambda: ask(hours=5), Refused),
        (lambda: ask(hours=0), Refused),
        (lambda: ask(reason="to look"), Refused),
        (lambda: ask(scene.run.officer), NotThere),
        (lambda: ask(administrator), NotThere),
        (lambda: ask(to=operator.organisation_id or UUID(int=0)), NotThere),
        (lambda: ask(to=scene.strangers["another council"].organisation_id or UUID(int=0)), Refused),  # nobody to tell
    ]
    for attempt, error in refused:
        with pytest.raises(error):
            attempt()
    access = ask()
    with pytest.raises(NotThere):
        end_support_access(actor=scene.strangers["another provider"], access_id=access, at=at + timedelta(minutes=1))
    other = person(operator.organisation_id or UUID(int=0), "Hy Operates", "operator")
    client = signed_in(other)  # another operator borrows nothing
    assert client.post(f"/operator/support/{access}/look/").status_code == 404
    end_support_access(actor=operator, access_id=access, at=at + timedelta(minutes=1))


def _counts(cursor):  # type: ignore[no-untyped-def]
    cursor.execute(
        "SELECT (SELECT count(*) FROM audit_event WHERE kind <> 'organisations.support_page_read'),"
        " (SELECT count(*) FROM outbox_message), (SELECT max(revision) FROM referrals_referral),"
        " (SELECT count(*) FROM competitions_invitation WHERE read_at IS NOT NULL)"
    )
    return cursor.fetchone()
