"""Who acts, and what they hold."""

from dataclasses import FrozenInstanceError, replace

import pytest

from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.identifiers import new_id


def test_actor_holds_any_of_the_roles_asked_for() -> None:
    officer = replace(
        SYSTEM, person_id=new_id(), organisation_kind="council", roles=frozenset({"officer", "evaluator"})
    )
    assert officer.holds("officer")
    assert officer.holds("approver", "evaluator")
    assert not officer.holds("approver")
    assert not officer.holds()
    assert officer.is_council
    assert not officer.is_provider
    assert not officer.is_operator


def test_actor_cannot_be_changed_in_the_middle_of_an_action() -> None:
    with pytest.raises(FrozenInstanceError):
        SYSTEM.name = "somebody else"  # type: ignore[misc]


def test_system_has_no_organisation_so_row_level_security_shows_it_nothing() -> None:
    assert SYSTEM.organisation_id is None
    assert SYSTEM.person_id is None
    assert not SYSTEM.roles
