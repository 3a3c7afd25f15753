"""Q11: the decision letter as a page and a download, for the provider and the lead, and for nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fairplace.dps.organisations.models import Person
from fairplace.foundations.kernel.actor import Actor
from tests.dps.qualification.joining import apply, assess, decide, make_applicant
from tests.dps.world import AT, World, make_world


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


def test_the_provider_reads_the_letter_downloads_it_and_goes_on_to_sign_q11(world: World) -> None:
    applicant = make_applicant()
    line, other = apply(world, applicant)
    assess(world, line)
    decide(world, line, approved=True, reason="", at=AT)
    assess(world, other, failing="rating")
    decide(world, other, approved=False, reason="Rated too low.", at=AT)
    client = signed_in(applicant.signatory)
    page = text(client.get(reverse("provider:agreements:letter", args=[line])))
    assert "Read and sign the agreement" in page
    assert "Every criterion, and why" in page
    document = client.get(reverse("provider:agreements:letter_document", args=[line]))
    assert document["Content-Type"] == "application/pdf"
    assert document.content.startswith(b"%PDF")
    refused = text(signed_in(applicant.manager).get(reverse("provider:agreements:letter", args=[other])))
    assert "put right only what failed" in refused
    overview = text(signed_in(applicant.manager).get(reverse("provider:applications:overview")))
    assert "Read the letter with the reasons" in overview


def test_the_lead_reads_what_was_sent_and_strangers_find_nothing_x1(world: World) -> None:
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    assess(world, line)
    lead = signed_in(world.people["officer"])
    address = reverse("council:applications:letter", args=[line])
    assert lead.get(address).status_code == 404
    decide(world, line, approved=True, reason="", at=AT)
    assert "Every criterion, and why" in text(lead.get(address))
    assert "Read the decision letter" in text(lead.get(reverse("council:applications:line", args=[line])))
    assert lead.get(reverse("council:applications:letter_document", args=[line])).content.startswith(b"%PDF")
    assert signed_in(world.people["partner_officer"]).get(address).status_code == 404
    stranger = make_applicant("07000002")
    letter = reverse("provider:agreements:letter", args=[line])
    assert signed_in(stranger.manager).get(letter).status_code == 404
