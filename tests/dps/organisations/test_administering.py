"""X1: an organisation's administrator says what colleagues may do, and switches them off; nobody raises themselves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.dps.organisations.actions.administer_person import change_roles, switch_off, switch_on
from fairplace.dps.organisations.queries.actor import actor_of
from fairplace.dps.organisations.queries.colleagues import colleague, colleagues
from fairplace.dps.organisations.rules.administering import check_roles
from fairplace.dps.organisations.rules.kept_apart import conflict_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queries import all_messages
from tests.dps.world import AT, World, make_provider, make_world, person

COUNCIL = [role.value for role in Role if role.organisation_kind == "council"]


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def administrator(world: World) -> Actor:
    return person(world.lead_id, "Ada Quill", "administrator")


def who(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id


def roles(actor: Actor) -> frozenset[str]:
    now = actor_of(who(actor))
    return now.roles if now else frozenset()


def test_a_council_s_administrator_changes_a_colleague_s_roles_and_it_is_recorded_x1(
    world: World, administrator: Actor
) -> None:
    officer = world.people["officer"]
    change_roles(actor=administrator, person_id=who(officer), roles=["contract_manager", "category_lead"], at=AT)
    assert roles(officer) == {"contract_manager", "category_lead"}
    event = audit.timeline(about=world.lead_id)[-1]
    assert event.kind == "organisations.roles_changed"
    assert (event.payload["given"], event.payload["taken"]) == (["category_lead"], ["procurement_officer"])
    assert any(message.subject == "What you may do on Fairplace has changed" for message in all_messages())


@pytest.mark.parametrize("other", ["placement_officer", "evaluator", "opener", "council_signatory"])
def test_the_contract_management_team_has_no_role_in_referrals_x7(
    world: World, administrator: Actor, other: str
) -> None:
    """Whoever admits and suspends never writes, opens, evaluates or signs: not by a second role either."""
    officer = world.people["officer"]
    with pytest.raises(Refused, match="The contract management team has no part in referrals"):
        change_roles(actor=administrator, person_id=who(officer), roles=["contract_manager", other], at=AT)
    assert roles(officer) == {"contract_manager", "procurement_officer"}


def test_a_bid_manager_does_so_for_a_provider_x1(world: World) -> None:
    _, manager, signatory = make_provider("Rowan Schools", "07000001")
    change_roles(actor=manager, person_id=who(signatory), roles=["bid_manager", "provider_signatory"], at=AT)
    assert roles(signatory) == {"bid_manager", "provider_signatory"}
    with pytest.raises(Refused, match="select nothing else"):
        change_roles(actor=manager, person_id=who(signatory), roles=["bid_manager", "helper"], at=AT)
    with pytest.raises(NotThere):
        change_roles(actor=manager, person_id=who(signatory), roles=["procurement_officer"], at=AT)
    with pytest.raises(Refused, match="Select at least one"):
        change_roles(actor=manager, person_id=who(signatory), roles=[], at=AT)
    with pytest.raises(Refused, match="already"):
        change_roles(actor=manager, person_id=who(signatory), roles=["bid_manager", "provider_signatory"], at=AT)


def test_nobody_gives_themselves_a_role_but_may_give_one_up_x1(world: World) -> None:
    powerful = person(world.lead_id, "Ada Quill", "administrator", "procurement_officer")
    person(world.lead_id, "Ben Quill", "administrator")
    with pytest.raises(Refused, match="You cannot give yourself a role \\(Opener of bids\\)"):
        change_roles(
            actor=powerful, person_id=who(powerful), roles=["administrator", "procurement_officer", "opener"], at=AT
        )
    change_roles(actor=powerful, person_id=who(powerful), roles=["procurement_officer"], at=AT)
    assert roles(powerful) == {"procurement_officer"}
    with pytest.raises(NotThere):  # the role that this session began with is gone
        change_roles(actor=powerful, person_id=who(world.people["officer"]), roles=["opener"], at=AT)


@given(st.sets(st.sampled_from(COUNCIL)), st.sets(st.sampled_from(COUNCIL), min_size=1))
def test_no_set_of_roles_is_wider_by_one_s_own_hand_x1(held: set[str], wanted: set[str]) -> None:
    try:
        check_roles("council", wanted, held, own=True)
    except Refused:
        assert wanted - held or conflict_of(wanted)
    else:
        assert wanted <= held
    try:
        check_roles("council", wanted, held, own=False)
    except Refused:
        assert conflict_of(wanted)


def test_the_last_administrator_can_neither_be_switched_off_nor_give_it_up_x1(
    world: World, administrator: Actor
) -> None:
    with pytest.raises(Refused, match="last who administers"):
        switch_off(actor=administrator, person_id=who(administrator), at=AT)
    other = person(world.lead_id, "Ben Quill", "administrator")
    switch_off(actor=administrator, person_id=who(administrator), at=AT)
    assert actor_of(who(administrator)) is None
    with pytest.raises(Refused, match="last who administers"):
        switch_off(actor=other, person_id=who(other), at=AT)


def test_who_is_switched_off_is_nobody_until_switched_on_again_x1(world: World, administrator: Actor) -> None:
    officer = person(world.lead_id, "Ida Fell", "evaluator", "placement_officer")
    switch_off(actor=administrator, person_id=who(officer), at=AT)
    assert actor_of(who(officer)) is None
    assert not colleague(administrator, who(officer)).is_active
    with pytest.raises(Refused, match="already"):
        switch_off(actor=administrator, person_id=who(officer), at=AT)
    switch_on(actor=administrator, person_id=who(officer), at=AT)
    assert roles(officer) == officer.roles
    with pytest.raises(Refused, match="not switched off"):
        switch_on(actor=administrator, person_id=who(officer), at=AT)
    kinds = [event.kind for event in audit.timeline(about=world.lead_id)][-2:]
    assert kinds == ["organisations.person_switched_off", "organisations.person_switched_on"]


@pytest.mark.parametrize("act", [switch_off, switch_on])
def test_people_of_others_and_those_who_do_not_administer_find_nobody_x1(
    world: World, administrator: Actor, act: Any
) -> None:
    _, manager, signatory = make_provider("Rowan Schools", "07000001")
    for actor, someone in (
        (administrator, world.people["partner_officer"]),
        (manager, world.people["officer"]),
        (signatory, manager),
        (world.people["officer"], world.people["second_officer"]),
    ):
        with pytest.raises(NotThere):
            act(actor=actor, person_id=who(someone), at=AT)
        with pytest.raises(NotThere):
            colleague(actor, who(someone))
    with pytest.raises(NotThere):
        colleagues(world.people["officer"])
