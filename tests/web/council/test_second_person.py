"""R1: where the council wants it, a second person approves a referral as it stands; never the writer."""

from __future__ import annotations

from uuid import UUID

import pytest

from fairplace.dps.referrals.actions.approve_referral import approve_referral
from fairplace.dps.referrals.actions.change_approval_rule import change_approval_rule
from fairplace.dps.referrals.actions.change_limit import change_limit
from fairplace.dps.referrals.actions.publish_referral import publish_referral
from fairplace.dps.referrals.queries.approvals import approval_is_missing
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.dps.referrals.written import NARRATIVE, write_referral
from tests.dps.world import AT, World, make_world, person
from tests.web.council.test_referral_pages import signed_in, text

pytestmark = [pytest.mark.django_db, pytest.mark.frozen_at("2026-11-03T09:00+00:00")]
RULE = "/council/referrals/second-person/"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def officer(world: World) -> Actor:
    return world.people["partner_officer"]


@pytest.fixture
def signatory(world: World) -> Actor:
    return person(world.partner_id, "Sig Natory", "council_signatory")


@pytest.fixture
def referral(world: World, officer: Actor) -> UUID:
    with audit.transaction_as(officer):
        return write_referral(world, officer)


def test_r1_a_referral_waits_for_its_second_person(officer: Actor, signatory: Actor, referral: UUID) -> None:
    council = signed_in(signatory)
    assert council.post(RULE, {"wanted": "yes"}).status_code == 302
    assert RULE in text(council.get("/council/agreements/"))
    home = f"/council/referrals/{referral}/"
    assert "A second person must approve" in text(signed_in(officer).get(f"{home}check/"))
    assert "Approve as it stands" not in text(signed_in(officer).get(f"{home}approval/"))
    with audit.transaction_as(officer), pytest.raises(Refused, match="second person"):
        publish_referral(actor=officer, referral_id=referral, privacy_reason="", at=AT)
    page = text(council.get(f"{home}approval/"))
    assert "Approve as it stands" in page
    assert NARRATIVE in page
    assert "Maya" not in page
    assert council.post(f"{home}approval/").status_code == 302
    assert "Sig Natory approved this as it stands" in text(council.get(f"{home}approval/"))
    assert "A second person must approve" not in text(signed_in(officer).get(f"{home}check/"))
    with audit.transaction_as(officer):
        publish_referral(actor=officer, referral_id=referral, privacy_reason="", at=AT)


def test_r1_a_change_needs_another_approval(officer: Actor, signatory: Actor, referral: UUID) -> None:
    with audit.transaction_as(signatory):
        change_approval_rule(actor=signatory, wanted=True, at=AT)
        approve_referral(actor=signatory, referral_id=referral, at=AT)
    assert not approval_is_missing(referral)
    with audit.transaction_as(officer):
        change_limit(actor=officer, referral_id=referral, radius_miles=25, at=AT)
    assert approval_is_missing(referral)


def test_r1_neither_the_writer_nor_who_changed_it_last_approves(world: World, officer: Actor, referral: UUID) -> None:
    with audit.transaction_as(officer), pytest.raises(Refused, match="another person"):
        approve_referral(actor=officer, referral_id=referral, at=AT)
    colleague = person(world.partner_id, "Col League", "placement_officer")
    with audit.transaction_as(colleague):
        change_limit(actor=colleague, referral_id=referral, radius_miles=25, at=AT)
    with audit.transaction_as(colleague), pytest.raises(Refused, match="another person"):
        approve_referral(actor=colleague, referral_id=referral, at=AT)


@pytest.mark.parametrize("role", ["opener", "evaluator", "procurement_officer"])
def test_r1_other_duties_and_other_councils_approve_nothing(world: World, referral: UUID, role: str) -> None:
    for stranger in (person(world.partner_id, "A", role), person(world.lead_id, "B", "council_signatory")):
        with audit.transaction_as(stranger), pytest.raises(NotThere):
            approve_referral(actor=stranger, referral_id=referral, at=AT)


def test_r1_only_a_signatory_changes_the_rule(officer: Actor, referral: UUID) -> None:
    with audit.transaction_as(officer), pytest.raises(NotThere):
        change_approval_rule(actor=officer, wanted=True, at=AT)
    assert signed_in(officer).get(RULE).status_code == 404
    assert not approval_is_missing(referral), "without a rule nobody is asked"
