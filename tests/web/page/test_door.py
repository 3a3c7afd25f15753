"""X1: the one door. Whoever is not of the audience sees what they would see if the page did not exist."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import HttpResponse
from django.urls import path

from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.web.page import Audience, PageRequest, page
from tests.dps.world import make_world, person

pytestmark = pytest.mark.django_db


@page(Audience.COUNCIL, roles=(Role.PLACEMENT_OFFICER,))
def officers_page(request: PageRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('fairplace.organisation', true), current_user")
        organisation, role = cursor.fetchone()
    return HttpResponse(f"{organisation} {role} {request.now.tzinfo}")


@page(Audience.COUNCIL)
def missing_page(request: PageRequest) -> HttpResponse:
    raise NotThere


@page(Audience.COUNCIL)
def refusing_page(request: PageRequest) -> HttpResponse:
    raise Refused("Somebody else was faster.")


from fairplace.config import urls as product  # noqa: E402

urlpatterns = [
    path("officers/", officers_page),
    path("missing/", missing_page),
    path("refusing/", refusing_page),
    *product.urlpatterns,
]
handler404 = product.handler404


@pytest.fixture
def signed_in(client, settings):  # type: ignore[no-untyped-def]
    from django.contrib.auth import get_user_model

    settings.ROOT_URLCONF = __name__
    world = make_world()

    def sign_in(*roles: str):  # type: ignore[no-untyped-def]
        actor = person(world.partner_id, f"Person {len(roles)}", *roles)
        client.force_login(get_user_model().objects.get(pk=actor.person_id))
        return world, client

    return sign_in


def test_the_database_knows_whose_page_it_is_and_serves_as_the_application(signed_in) -> None:  # type: ignore[no-untyped-def]
    world, client = signed_in("placement_officer")
    answer = client.get("/officers/")
    assert answer.content.decode() == f"{world.partner_id} fairplace_app UTC"
    assert "no-store" in answer["Cache-Control"]


def test_without_the_role_the_page_is_not_there(signed_in) -> None:  # type: ignore[no-untyped-def]
    _, client = signed_in("evaluator", "opener")
    missing = client.get("/officers/")
    assert missing.status_code == 404
    assert "Person 2" in missing.content.decode(), "whoever is signed in sees that they still are"
    assert "Person 2" in client.get("/no/such/address/").content.decode()


def test_missing_is_404_and_an_unexpected_refusal_is_a_page_with_its_sentence(signed_in) -> None:  # type: ignore[no-untyped-def]
    _, client = signed_in("evaluator", "opener", "placement_officer")
    assert client.get("/missing/").status_code == 404
    refused = client.get("/refusing/")
    assert refused.status_code == 409
    assert "Somebody else was faster." in refused.content.decode()


def test_nothing_of_the_last_request_is_left_on_the_connection(signed_in) -> None:  # type: ignore[no-untyped-def]
    _, client = signed_in("placement_officer")
    client.get("/officers/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('fairplace.organisation', true), '')")
        assert cursor.fetchone() == ("",)
