"""X7: what the contract management team may never do, asked of every rule that decides who may."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from uuid import UUID

import pytest

from fairplace.dps.competitions import permissions as competitions
from fairplace.dps.organisations.rules.kept_apart import conflict_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements import permissions as placements
from fairplace.dps.referrals import permissions as referrals
from fairplace.dps.transparency import permissions as transparency
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere

COUNCIL = UUID(int=7)
ADMITS = (Role.CONTRACT_MANAGER, Role.CATEGORY_LEAD, Role.PROCUREMENT_OFFICER, Role.ADMINISTRATOR)
"""All that one person of that team may hold at once."""
PLACES = (Role.PLACEMENT_OFFICER, Role.EVALUATOR, Role.OPENER, Role.COUNCIL_SIGNATORY)
POOLED = {"check_may_rehearse"}
"""Sums of closed referrals (C10)."""


def of_council(*roles: Role) -> Actor:
    return Actor(
        person_id=UUID(int=1),
        name="Con Manager",
        organisation_id=COUNCIL,
        organisation_kind="council",
        organisation_name="West Sussex",
        roles=frozenset(role.value for role in roles),
    )


def rules() -> Iterator[Callable[..., object]]:
    """Every rule about a referral, a competition, a placement or its evidence that asks who acts."""
    for area in (referrals, competitions, placements, transparency):
        for name, rule in vars(area).items():
            if name.startswith("check_may_") and rule.__module__ == area.__name__:
                yield rule


def allowed(rule: Callable[..., object], actor: Actor) -> bool:
    """In the most favourable case: everything is of the actor's own council."""
    given = {
        name: actor if name == "actor" else SimpleNamespace(council_id=COUNCIL) if name == "pack" else COUNCIL
        for name in inspect.signature(rule).parameters
    }
    try:
        rule(**given)
    except NotThere:
        return False
    return True


def test_who_admits_providers_reads_and_writes_no_referral_bid_or_placement_x7() -> None:
    """Control: those who place children pass nearly all of the same rules; the rest are the providers'."""
    found = list(rules())
    assert len(found) >= 14
    theirs = {rule.__name__ for rule in found if allowed(rule, of_council(*ADMITS))}
    assert theirs == POOLED, "sums and nothing else"
    assert not {rule.__name__ for rule in found if allowed(rule, of_council(Role.CONTRACT_MANAGER))}
    assert sum(allowed(rule, of_council(*PLACES)) for rule in found) >= 9


@pytest.mark.parametrize("other", PLACES)
def test_nobody_is_of_both_functions_x7(other: Role) -> None:
    assert conflict_of([Role.CONTRACT_MANAGER.value, other.value])
    assert not conflict_of([role.value for role in ADMITS])
