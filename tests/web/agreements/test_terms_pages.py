"""A8, A1, Q11 by pages: terms are drafted, published and accepted; lists are signed; lines leave and are removed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from fairplace.dps.market.queries.terms import TermsDraftRow, terms_drafts, terms_versions
from fairplace.dps.organisations.models import Person
from fairplace.dps.qualification.queries.agreements import texts_to_sign
from fairplace.dps.qualification.queries.line_row import line_row
from fairplace.foundations.kernel.actor import Actor
from fairplace.web.council.applications.terms_form import TermsForm
from tests.dps.qualification.joining import Applicant, accredit, apply, assess, decide, make_applicant
from tests.dps.qualification.test_agreements import new_terms
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


def state(line: UUID) -> str:
    row = line_row(line)
    assert row is not None
    return row.state


def joined(world: World) -> tuple[Applicant, UUID, UUID]:
    applicant = make_applicant()
    line, home = apply(world, applicant)
    accredit(world, applicant, line)
    accredit(world, applicant, home)
    return applicant, line, home


def as_it_stands(row: TermsDraftRow, world: World) -> dict[str, str]:
    """What the browser would send back: every field of the draft's form as it stands."""
    form = TermsForm(row=row, councils=[(world.lead_id, "West Sussex"), (world.partner_id, "Surrey")])
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: str(value) for name, value in values.items() if value is not None and name != "upload"}


def test_terms_are_drafted_on_a_page_compared_and_published_a8(world: World) -> None:
    joined(world)
    client = signed_in(world.people["officer"])
    client.post(reverse("council:applications:terms"), {"category": "all"})
    (draft,) = terms_drafts(world.people["officer"])
    address = reverse("council:applications:terms_draft", args=[draft.id])
    data = {
        **as_it_stands(draft, world),
        "label": "2027-1", "consequence": "The place may be suspended.", "notice_months": "6",
        "accept_by_day": "31", "accept_by_month": "12", "accept_by_year": "2026",
        "clause_8_title": "Invoices", "clause_8_text": "Within 30 days.",
        f"schedule_{world.partner_id}": "Surrey pays by card.",
    }  # fmt: skip
    shown = text(client.post(address, {**data, "label": ""}))
    assert "Enter" in shown
    assert "Surrey pays by card." in shown  # nothing typed is lost
    review = text(client.post(address, data, follow=True))
    for words in ("Invoices", "6 months", "Local schedule of Surrey County Council", "by 31 December 2026"):
        assert words in review
    page = text(client.post(reverse("council:applications:terms_publish", args=[draft.id]), follow=True))
    assert "2 places" in page
    assert [row.label for row in terms_versions()] == ["2027-1", "2026.1"]
    public = text(Client().get(reverse("public:terms_version", args=[terms_versions()[0].id])))
    assert "Surrey pays by card." in public
    assert "West Sussex County Council adds nothing" in public


def test_a_draft_is_dropped_by_its_page(world: World) -> None:
    client = signed_in(world.people["officer"])
    client.post(reverse("council:applications:terms"), {"category": str(world.category("sen").id)})
    (draft,) = terms_drafts(world.people["officer"])
    client.post(reverse("council:applications:terms_publish", args=[draft.id]), {"drop": "1"})
    assert terms_drafts(world.people["officer"]) == []


def test_new_terms_are_a_task_and_accepted_on_one_page_a8(world: World) -> None:
    applicant, line, home = joined(world)
    terms = new_terms(world)
    client = signed_in(applicant.signatory)
    assert "Accept new terms, version 2027-1" in text(client.get(reverse("provider:tasks")))
    address = reverse("provider:agreements:accept", args=[terms])
    assert "Whoever signs" in text(signed_in(applicant.manager).get(address))
    page = text(client.get(address))
    for words in ("What changed since version 2026.1", "Notice when a provider leaves", "The place may be suspended."):
        assert words in page
    wrong = text(client.post(address, {"lines": [str(line)], "name_typed": "Somebody"}))
    assert "Type your name as it stands" in wrong
    client.post(address, {"lines": [str(line), str(home)], "name_typed": applicant.signatory.name})
    assert "Nothing waits" in text(client.get(reverse("provider:agreements:terms")))
    assert client.get(address).status_code == 404


def test_after_the_date_the_lead_confirms_suspensions_on_a_page_a3(world: World, set_clock: Any) -> None:
    _, line, home = joined(world)
    terms = new_terms(world)
    client = signed_in(world.people["officer"])
    address = reverse("council:applications:terms_version", args=[terms])
    assert "proposed for suspension" not in text(client.get(address))
    set_clock(datetime(2027, 1, 4, 9, tzinfo=UTC))
    client = signed_in(world.people["officer"])
    assert "proposed for suspension" in text(client.get(address))
    assert "Tick the box" in text(client.post(address, {"lines": [str(line)]}))
    client.post(address, {"lines": [str(line)], "sure": "on"})
    assert (state(line), state(home)) == ("suspended", "accredited")


def test_a_list_is_signed_under_one_name_by_either_side_q11(world: World) -> None:
    applicant = make_applicant()
    lines = apply(world, applicant)
    for line in lines:
        assess(world, line)
        decide(world, line, approved=True)
    for actor, name in ((applicant.signatory, "provider:agreements:sign_list"), (
        world.people["lead_signatory"], "council:applications:sign_list",
    )):  # fmt: skip
        client = signed_in(actor)
        chosen = [f"{line}:{row.sha256}" for line, row in texts_to_sign(actor).items()]
        assert len(chosen) == 2
        assert "Sign many at once" in text(client.get(reverse(_LISTS[name])))
        assert "Type your full name" in text(client.post(reverse(name), {"lines": chosen, "agrees": "on"}))
        client.post(reverse(name), {"lines": chosen, "agrees": "on", "name_typed": actor.name})
    assert [state(line) for line in lines] == ["accredited", "accredited"]
    for actor, name in (
        (applicant.manager, "provider:agreements:accreditation_document"),
        (world.people["officer"], "council:applications:agreement_document"),
    ):
        assert signed_in(actor).get(reverse(name, args=[lines[0]])).content.startswith(b"%PDF")


_LISTS = {
    "provider:agreements:sign_list": "provider:agreements:list",
    "council:applications:sign_list": "council:applications:agreements",
}


def test_a_place_leaves_and_stays_by_pages_a1(world: World) -> None:
    applicant, line, _ = joined(world)
    client = signed_in(applicant.signatory)
    page = text(client.get(reverse("provider:agreements:line", args=[line])))
    assert "Leave the system with this place" in page
    assert "Competency score: 80.00" in page
    address = reverse("provider:agreements:leave", args=[line])
    assert "3 months of notice" in text(client.get(address))
    shown = text(client.post(address, {"sure": "on", "because": "We close."}, follow=True))
    assert "3 February 2027" in shown
    assert client.get(address).status_code == 404
    stayed = text(client.post(reverse("provider:agreements:stay", args=[line]), follow=True))
    assert "The place stays on the system" in stayed
    assert signed_in(applicant.manager).get(address).status_code == 404


def test_a_removal_is_proposed_answered_and_decided_by_pages_a1(world: World) -> None:
    applicant, line, _ = joined(world)
    lead, provider = signed_in(world.people["officer"]), signed_in(applicant.manager)
    address = reverse("council:applications:propose_removal", args=[line])
    assert "Select the ground" in text(lead.post(address, {"because": "It has closed."}))
    lead.post(address, {"ground": "closed", "because": "It has closed."})
    page = text(provider.get(reverse("provider:agreements:line", args=[line])))
    assert "proposes to remove this place" in page
    decision = reverse("council:applications:decide_removal", args=[line])
    early = text(lead.post(decision, {"decision": "remove", "because": "Closed."}))
    assert "may answer until 17 November 2026" in early
    provider.post(reverse("provider:agreements:answer_removal", args=[line]), {"words": "It moved."})
    assert "It moved." in text(lead.get(decision))
    lead.post(decision, {"decision": "remove", "because": "It has closed all the same."})
    assert state(line) == "removed"
    assert "Removed" in text(lead.get(reverse("council:applications:story", args=[line])))


def test_a_ground_in_the_terms_is_offered_when_suspending_a3(world: World) -> None:
    _, line, _ = joined(world)
    client = signed_in(world.people["officer"])
    address = reverse("council:applications:suspend", args=[line])
    assert "In the terms: The provider broke these terms" in text(client.get(address))
    client.post(address, {"criterion": "terms-broken", "because": "Invoices not paid back."})
    assert state(line) == "suspended"


def test_pages_of_terms_and_stories_are_not_there_for_others_x1(world: World) -> None:
    applicant, line, _ = joined(world)
    terms = new_terms(world)
    stranger = make_applicant("07000002")
    for actor in (world.people["partner_officer"], applicant.signatory):
        client = signed_in(actor)
        for name, args in (("terms", []), ("terms_version", [terms]), ("story", [line]), ("sign_list", [])):
            assert client.get(reverse(f"council:applications:{name}", args=args)).status_code in {403, 404}, name
    client = signed_in(stranger.signatory)
    for name, args in (("line", [line]), ("accept", [terms]), ("leave", [line]), ("accreditation_document", [line])):
        assert client.get(reverse(f"provider:agreements:{name}", args=args)).status_code == 404, name
