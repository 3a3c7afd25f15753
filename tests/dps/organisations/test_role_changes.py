"""X1: powerful roles are given by two people, with a reason; one takes them away; a provider of one still works."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from fairplace.dps.organisations.actions.accept_invitation import accept_invitation
from fairplace.dps.organisations.actions.administer_person import change_roles, switch_off, switch_on
from fairplace.dps.organisations.actions.invite_colleague import invite_colleague
from fairplace.dps.organisations.actions.register_organisation import register_organisation
from fairplace.dps.organisations.actions.role_changes import (
    agree_role_change,
    decline_role_change,
    take_back_role_change,
)
from fairplace.dps.organisations.models import Person, RoleChange
from fairplace.dps.organisations.queries.actor import actor_of
from fairplace.dps.organisations.queries.role_changes import waiting_changes
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queries import messages_sent_to
from tests.dps.world import AT, World, make_provider, make_world, person

PASSWORD = "nine loud heron gates"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def ada(world: World) -> Actor:
    return person(world.lead_id, "Ada Quill", "administrator")


@pytest.fixture
def ben(world: World) -> Actor:
    return person(world.lead_id, "Ben Quill", "administrator")


@pytest.fixture
def operator(world: World) -> Actor:
    made = register_organisation(actor=SYSTEM, kind="operator", name="Fairplace support", at=AT)
    return person(made, "Alex Moor", "operator")


def who(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id


def roles(person_id: UUID) -> frozenset[str]:
    now = actor_of(person_id)
    return now.roles if now else frozenset()


def email(actor: Actor) -> str:
    return Person.objects.get(id=who(actor)).email


def asks(actor: Actor, someone: Actor, *wanted: str, reason: str = "Tom leaves in May.") -> UUID:
    change_roles(actor=actor, person_id=who(someone), roles={*someone.roles, *wanted}, reason=reason, at=AT)
    return RoleChange.objects.get(person_id=who(someone), decided_at=None).id


def test_one_asks_and_another_agrees_x1(world: World, ada: Actor, ben: Actor) -> None:
    officer = world.people["second_officer"]
    with pytest.raises(Refused, match="Say why"):
        asks(ada, officer, "opener", reason=" ")
    change = asks(ada, officer, "opener", "evaluator")
    assert roles(who(officer)) == officer.roles | {"evaluator"}, "what is not powerful counts at once"
    assert "needs your agreement" in messages_sent_to(email(ben))[0].subject
    for nobody in (ada, officer, world.people["partner_officer"]):
        with pytest.raises(NotThere):
            agree_role_change(actor=nobody, change_id=change, at=AT)
    agree_role_change(actor=ben, change_id=change, at=AT)
    assert "opener" in roles(who(officer))
    event = audit.timeline(about=world.lead_id)[-1]
    assert (event.kind, event.payload["given"]) == ("organisations.roles_changed", ["opener"])
    assert (event.payload["asked_by"], event.payload["reason"]) == (str(ada.person_id), "Tom leaves in May.")
    assert "Ada Quill asked for it and Ben Quill agreed" in messages_sent_to(email(officer))[0].body_text
    with pytest.raises(NotThere):
        agree_role_change(actor=ben, change_id=change, at=AT)


def test_nobody_agrees_to_their_own_role_even_as_an_administrator_x1(world: World, ada: Actor, ben: Actor) -> None:
    change = asks(ada, ben, "opener")
    with pytest.raises(NotThere):
        agree_role_change(actor=ben, change_id=change, at=AT)
    assert waiting_changes(ben)[0].deciders == ()
    waiting = RoleChange.objects.filter(id=change)
    for either in (ada, ben):
        with pytest.raises(IntegrityError), transaction.atomic():
            waiting.update(agreed=True, decided_by_id=who(either))


def test_a_second_person_declines_and_whoever_asked_learns_why_x1(world: World, ada: Actor, ben: Actor) -> None:
    officer = world.people["second_officer"]
    change = asks(ada, officer, "opener")
    with pytest.raises(Refused, match="Say why"):
        decline_role_change(actor=ben, change_id=change, words="", at=AT)
    decline_role_change(actor=ben, change_id=change, words="She marks bids.", at=AT)
    assert roles(who(officer)) == officer.roles
    assert "She marks bids." in messages_sent_to(email(ada))[0].body_text
    taken = asks(ada, officer, "opener")
    with pytest.raises(NotThere):
        take_back_role_change(actor=ben, change_id=taken, at=AT)
    take_back_role_change(actor=ada, change_id=taken, at=AT)
    with pytest.raises(NotThere):
        agree_role_change(actor=ben, change_id=taken, at=AT)


def test_where_a_council_has_one_administrator_those_who_run_fairplace_agree_x1(
    world: World, ada: Actor, operator: Actor
) -> None:
    officer = world.people["second_officer"]
    change = asks(ada, officer, "opener")
    assert [row.may_decide for row in waiting_changes(operator)] == [True]
    agree_role_change(actor=operator, change_id=change, at=AT)
    assert "opener" in roles(who(officer))
    person(world.lead_id, "Ben Quill", "administrator")
    second = asks(ada, world.people["lead_signatory"], "opener")
    assert waiting_changes(operator) == [], "the council has a second one of its own now"
    with pytest.raises(NotThere):
        agree_role_change(actor=operator, change_id=second, at=AT)


def test_a_role_is_taken_away_by_one_person_at_once_x1(world: World, ada: Actor) -> None:
    officer = person(world.lead_id, "Ida Fell", "procurement_officer", "contract_manager")
    change_roles(actor=ada, person_id=who(officer), roles=["contract_manager"], at=AT)
    assert roles(who(officer)) == {"contract_manager"}


def test_a_provider_of_one_or_two_works_alone_and_of_more_by_two_x1(db: None) -> None:
    provider, dana, ravi = make_provider("Rowan Schools", "07000001")
    change_roles(actor=dana, person_id=who(ravi), roles=["bid_manager", "provider_signatory"], at=AT)
    assert roles(who(ravi)) == {"bid_manager", "provider_signatory"}
    joe = person(provider, "Joe Fell", "helper")
    waits = change_roles(actor=dana, person_id=who(joe), roles=["provider_signatory"], reason="He leads it now.", at=AT)
    assert waits == {"provider_signatory"}
    now = actor_of(who(ravi))
    assert now is not None
    agree_role_change(actor=now, change_id=RoleChange.objects.get(person_id=who(joe)).id, at=AT)
    assert roles(who(joe)) == {"provider_signatory"}


def invited(actor: Actor, address: str, *wanted: str) -> UUID:
    invite_colleague(actor=actor, name="Nora Pell", email=address, roles=wanted, at=AT)
    link = messages_sent_to(address)[0].body_text.split("/invited/")[1].split("/")[0]
    return accept_invitation(token=link, name="", password=PASSWORD, at=AT)


def test_an_invitation_is_the_word_of_one_so_powerful_roles_wait_x1(world: World, ada: Actor, ben: Actor) -> None:
    made = invited(ada, "nora@council.example", "placement_officer", "opener")
    assert roles(made) == {"placement_officer"}
    change = waiting_changes(ben)[0]
    assert (change.roles, change.asked_by) == (("Opener of bids",), "Ada Quill")
    agree_role_change(actor=ben, change_id=change.id, at=AT)
    assert roles(made) == {"placement_officer", "opener"}


def test_links_and_wishes_of_whoever_leaves_die_with_their_account_x1(world: World, ada: Actor, ben: Actor) -> None:
    """A leaver who had invited themselves under another address, or had asked for a role."""
    invite_colleague(actor=ben, name="Myself", email="me@home.example", roles=["evaluator"], at=AT)
    link = messages_sent_to("me@home.example")[0].body_text.split("/invited/")[1].split("/")[0]
    change = asks(ben, world.people["second_officer"], "opener")
    switch_off(actor=ada, person_id=who(ben), at=AT)
    with pytest.raises(NotThere):
        accept_invitation(token=link, name="", password=PASSWORD, at=AT)
    assert Client().get(f"/invited/{link}/").status_code == 404
    with pytest.raises(NotThere):
        agree_role_change(actor=ada, change_id=change, at=AT)


def test_an_administrator_who_is_one_no_longer_leaves_no_link_behind_x1(world: World, ada: Actor, ben: Actor) -> None:
    invite_colleague(actor=ben, name="Myself", email="me@home.example", roles=["evaluator"], at=AT)
    change_roles(actor=ada, person_id=who(ben), roles=["evaluator"], at=AT)
    link = messages_sent_to("me@home.example")[0].body_text.split("/invited/")[1].split("/")[0]
    with pytest.raises(NotThere):
        accept_invitation(token=link, name="", password=PASSWORD, at=AT)


def test_whoever_is_switched_on_again_has_powerful_roles_only_by_two_x1(world: World, ada: Actor, ben: Actor) -> None:
    officer = person(world.lead_id, "Ida Fell", "evaluator", "opener")
    switch_off(actor=ada, person_id=who(officer), at=AT)
    switch_on(actor=ada, person_id=who(officer), at=AT)
    assert roles(who(officer)) == {"evaluator"}
    agree_role_change(actor=ben, change_id=waiting_changes(ben)[0].id, at=AT)
    assert roles(who(officer)) == {"evaluator", "opener"}
