"""X1, P1: who comes first. One operator by a command, a council's first administrator by the operator, then everybody
by their own people."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db.models.functions import Now

from fairplace.dps.organisations.actions.accept_invitation import accept_invitation
from fairplace.dps.organisations.actions.administer_person import switch_off
from fairplace.dps.organisations.actions.administrators_gone import administrators_gone
from fairplace.dps.organisations.actions.begin_council import begin_council, invite_first_administrator
from fairplace.dps.organisations.actions.begin_installation import begin_installation
from fairplace.dps.organisations.actions.invite_colleague import invite_colleague
from fairplace.dps.organisations.actions.role_changes import agree_role_change
from fairplace.dps.organisations.actions.sign_ins import begin_sign_in
from fairplace.dps.organisations.models import Organisation, RoleChange, SignIn
from fairplace.dps.organisations.queries.actor import actor_of
from fairplace.dps.organisations.queries.people import people_by_id
from fairplace.dps.organisations.rules.sign_ins import Factor
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queries import messages_sent_to
from tests.dps.world import AT, make_provider, person

pytestmark = pytest.mark.django_db
PASSWORD = "seven grey otters"
ADA = "ada@kent.example.gov.uk"


def token_in(text: str) -> str:
    found = re.search(r"/invited/([\w-]+)/", text)
    assert found
    return found[1]


def accepted(token: str, name: str) -> Actor:
    actor = actor_of(accept_invitation(token=token, name=name, password=PASSWORD, at=AT))
    assert actor
    return actor


def begun(name: str = "Olu Ade", email: str = "olu@runs.example") -> str:
    return token_in(
        begin_installation(actor=SYSTEM, organisation_name="Fairplace Ltd", person_name=name, email=email, at=AT)
    )


@pytest.fixture
def operator() -> Actor:
    return accepted(begun(), "Olu Ade")


def kent(operator: Actor, **more: str) -> UUID:
    said = {"name": "Kent County Council", "ons_code": "e10000016", "person_name": "Ada Quill", "email": ADA, **more}
    return begin_council(actor=operator, at=AT, **said)


def link_to(email: str) -> str:
    return token_in(messages_sent_to(email)[0].body_text)


def test_the_first_operator_comes_by_the_command_s_link_and_nobody_after_them_x1() -> None:
    lost = begun()
    token = begun()
    with pytest.raises(NotThere):
        accepted(lost, "Olu Ade")
    operator = accepted(token, "Olu Ade")
    assert (operator.organisation_name, operator.roles) == ("Fairplace Ltd", {"operator"})
    assert Organisation.objects.filter(kind="operator").count() == 1
    with pytest.raises(Refused, match="Somebody runs this Fairplace already"):
        begun("Eve", "eve@evil.example")
    eve = make_provider("Rowan", "07000001")[1]
    with pytest.raises(NotThere):
        begin_installation(actor=eve, organisation_name="Mine", person_name="Eve", email="eve@evil.example", at=AT)


def test_an_operator_brings_a_council_in_and_it_looks_after_itself_from_then_on_x1(operator: Actor) -> None:
    council = kent(operator)
    first = accepted(link_to(ADA), "Ada Quill")
    assert (first.organisation_id, first.roles) == (council, {"administrator"})
    with pytest.raises(Refused, match="Somebody administers the people of Kent County Council already"):
        invite_first_administrator(
            actor=operator, council_id=council, person_name="Eve", email="eve@runs.example", at=AT
        )
    kinds = [event.kind for event in audit.timeline(about=council)]
    assert kinds[:2] == ["organisations.organisation_registered", "organisations.colleague_invited"]


def test_where_two_run_fairplace_both_agree_to_a_first_administrator_x1(operator: Actor) -> None:
    assert operator.organisation_id
    other = person(operator.organisation_id, "Una Bell", "operator")
    kent(operator)
    first = accepted(link_to(ADA), "Ada Quill")
    assert first.roles == set(), "the link was the word of one"
    change = RoleChange.objects.get()
    with pytest.raises(NotThere):
        agree_role_change(actor=operator, change_id=change.id, at=AT)
    agree_role_change(actor=other, change_id=change.id, at=AT)
    now = actor_of(change.person_id)
    assert now
    assert now.roles == {"administrator"}


def test_the_link_dies_with_another_one_with_whoever_sent_it_and_once_somebody_is_there_x1(operator: Actor) -> None:
    assert operator.organisation_id
    council = kent(operator)
    lost = link_to(ADA)
    invite_first_administrator(
        actor=operator, council_id=council, person_name="Ben Quill", email="ben@kent.example.gov.uk", at=AT
    )
    with pytest.raises(NotThere):
        accepted(lost, "Ada Quill")
    person(council, "Cy Quill", "administrator")
    with pytest.raises(NotThere):
        accepted(link_to("ben@kent.example.gov.uk"), "Ben Quill")
    other = person(operator.organisation_id, "Una Bell", "operator")
    begin_council(
        actor=operator, name="Essex", ons_code="E10000012", person_name="Dee", email="dee@essex.example", at=AT
    )
    assert operator.person_id
    switch_off(actor=other, person_id=operator.person_id, at=AT)
    with pytest.raises(NotThere):
        accepted(link_to("dee@essex.example"), "Dee")


def test_nobody_else_brings_a_council_in_and_what_is_wrong_is_said_x1(operator: Actor) -> None:
    council = kent(operator)
    for nobody in (person(council, "Cy Quill", "administrator"), make_provider("Rowan", "07000001")[1], SYSTEM):
        with pytest.raises(NotThere):
            kent(nobody, ons_code="E10000012", email="x@essex.example")
    for said, sentence, field in (
        ({"ons_code": "Kent"}, "Enter an ONS code", "ons_code"),
        ({}, "registered already", "ons_code"),
        ({"ons_code": "E10000012", "email": "olu@runs.example"}, "already signs in", "email"),
        ({"ons_code": "E10000012", "person_name": " ", "email": "x@essex.example"}, "Enter the person", "person_name"),
    ):
        with pytest.raises(Refused, match=sentence) as refused:
            kent(operator, **said)
        assert refused.value.field == field
    assert not Organisation.objects.filter(ons_code="E10000012").exists(), "nothing is left behind"


def test_a_council_whose_only_administrator_left_is_helped_to_another_one_x1(operator: Actor) -> None:
    """Not while they were here lately. The role ends, what they began too; whoever holds a powerful role is told."""
    council = kent(operator)
    ada = accepted(link_to(ADA), "Ada Quill")
    opener, evaluator = person(council, "Ben Quill", "opener"), person(council, "Cy Quill", "evaluator")
    invite_colleague(actor=ada, name="Di", email="di@kent.example.gov.uk", roles=["evaluator"], at=AT)
    assert ada.person_id
    assert opener.person_id
    assert evaluator.person_id
    here = begin_sign_in(person_id=ada.person_id, browser="Firefox", factor=Factor.SINGLE_SIGN_ON)
    with pytest.raises(Refused, match="signed in within the last 14 days"):
        administrators_gone(actor=operator, council_id=council, because="Her manager rang.", at=AT)
    SignIn.objects.filter(id=here).update(last_used_at=Now() - timedelta(days=15))
    with pytest.raises(Refused, match="Say how you know"):
        administrators_gone(actor=operator, council_id=council, because="  ", at=AT)
    administrators_gone(actor=operator, council_id=council, because="Her manager rang.", at=AT)
    now = actor_of(ada.person_id)
    assert now
    assert now.roles == set()
    told = {one.id: one.email for one in people_by_id([ada.person_id, opener.person_id, evaluator.person_id]).values()}
    for somebody in (ada, opener):
        assert "Her manager rang." in messages_sent_to(told[somebody.person_id or council])[0].body_text
    assert not [one for one in messages_sent_to(told[evaluator.person_id]) if "administrator" in one.subject]
    last = list(audit.timeline(about=council))[-1]
    assert (last.kind, last.payload["taken"], last.payload["because"]) == (
        "organisations.roles_changed",
        ["administrator"],
        "Her manager rang.",
    )
    with pytest.raises(NotThere):
        accepted(link_to("di@kent.example.gov.uk"), "Di")
    invite_first_administrator(
        actor=operator, council_id=council, person_name="Eve Quill", email="eve@kent.example.gov.uk", at=AT
    )
    assert accepted(link_to("eve@kent.example.gov.uk"), "Eve Quill").roles == {"administrator"}
    with pytest.raises(NotThere):
        administrators_gone(actor=ada, council_id=council, because="I want to.", at=AT)
