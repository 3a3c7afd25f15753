"""K1: the pages on which both sides read and sign a placement agreement."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from fairplace.foundations.kernel.actor import Actor
from tests.dps.placements.test_agreement import accepted, sides
from tests.dps.world import make_provider

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.person_id))
    return client


def test_both_sides_sign_by_page_in_order_k1(set_clock: Clock) -> None:
    made, _, agreement_id = accepted(set_clock)
    provider, council = sides(made)
    theirs, ours = client_of(provider), client_of(council)
    provider_page, council_page = (
        f"/provider/agreements/placements/{agreement_id}/",
        f"/council/agreements/{agreement_id}/",
    )
    early = ours.get(council_page).content.decode()
    assert "signs first" in early
    assert "Sign the agreement" not in early
    assert "in a year of 52 weeks" in early
    assert re.search(r"In \d+ (working days|weeks|months)", early), "the start says how long is left"
    assert re.search(r"in \d+ (working days|weeks|months)", ours.get("/council/agreements/").content.decode())

    refused = theirs.post(provider_page, {"name_typed": "Ravi Sins", "agrees": "on"})
    page = refused.content.decode()
    assert refused.status_code == 200
    assert "Type your name as it stands in your account: Ravi Signs." in page
    assert 'href="#id_name_typed"' in page
    assert "Ravi Sins" in page, "nothing typed is lost"
    unticked = theirs.post(provider_page, {"name_typed": "Ravi Signs"}).content.decode()
    assert "Tick the box" in unticked

    assert theirs.post(provider_page, {"name_typed": "Ravi Signs", "agrees": "on"}).status_code == 302
    assert str(agreement_id) in ours.get("/council/agreements/").content.decode()
    assert ours.post(council_page, {"name_typed": "Helen Signs", "agrees": "on"}).status_code == 302
    assert "Both sides have signed" in theirs.get(provider_page).content.decode()
    paper = ours.get(f"{council_page}document/")
    assert paper["Content-Type"] == "application/pdf"
    assert paper["Content-Disposition"].startswith("attachment")


def test_another_provider_finds_no_agreement_x1(set_clock: Clock) -> None:
    _, _, agreement_id = accepted(set_clock)
    _, _, stranger = make_provider("Nowhere Ltd", "00009999")
    client = client_of(stranger)
    for address in ("", "document/"):
        assert client.get(f"/provider/agreements/placements/{agreement_id}/{address}").status_code == 404
