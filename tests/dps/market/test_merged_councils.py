"""A council that became part of another in the middle of a competition (P1, C6): it goes on, and the record stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from fairplace.dps.competitions.actions.accept_award import accept_award
from fairplace.dps.competitions.actions.make_award import make_award
from fairplace.dps.competitions.models import Competition, Feedback, Score
from fairplace.dps.competitions.queries.comparison import comparison
from fairplace.dps.competitions.queries.family_account import account_for_officer
from fairplace.dps.custody.actions.holds import place_hold
from fairplace.dps.custody.models import Hold
from fairplace.dps.market.actions.merge_council import merge_council
from fairplace.dps.market.models import Partner
from fairplace.dps.market.queries.the_system import partners
from fairplace.dps.organisations.actions.register_organisation import register_organisation
from fairplace.dps.organisations.events import COUNCIL_MERGED
from fairplace.dps.organisations.models import Person
from fairplace.dps.placements.models import PlacementAgreement
from fairplace.dps.referrals.models import ChildIdentity, Referral
from fairplace.foundations import audit
from fairplace.foundations.audit import clock
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.dps.competitions.test_awarding import scored

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]


def test_c6_the_award_of_a_council_that_was_merged_meanwhile_is_made_by_its_successor(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody")
    world, old = made.published.world, made.published.world.partner_id
    lead = world.people["officer"]
    new = register_organisation(
        actor=SYSTEM, kind="council", name="West Surrey Council", ons_code="E06000099", at=clock.now()
    )
    told = {"system_id": world.system_id, "council": str(old), "successor": str(new), "because": "Reorganised."}
    with pytest.raises(Refused, match="another council of the notice"):
        made.acting(lead, merge_council, **told)
    Partner.objects.create(system_id=world.system_id, council_id=new, standing="partner")
    with pytest.raises(NotThere):
        made.acting(made.officer, merge_council, **told)
    with pytest.raises(Refused, match="replaced by a new notice"):
        made.acting(lead, merge_council, **{**told, "council": str(world.lead_id)})
    hold = made.acting(made.officer, place_hold, scope="all", reason="A complaint.", until=None)
    before = len(audit.timeline(about=made.published.referral_id))
    made.acting(lead, merge_council, **told)
    with pytest.raises(Refused, match="part of another already"):
        made.acting(lead, merge_council, **told)

    assert Referral.objects.get(id=made.published.referral_id).council_id == new
    assert Competition.objects.get(id=made.competition_id).council_id == new
    with audit.transaction_as(replace(made.officer, organisation_id=new)):
        assert Hold.objects.get(id=hold).council_id == new, "what must not be disposed of stays so"
    assert Person.objects.get(id=made.officer.person_id).organisation_id == new
    assert str(old) not in {str(row.council_id) for row in partners()}
    rows = audit.timeline(about=made.published.referral_id)
    assert len(rows) == before
    assert {row.organisation_id for row in rows if row.kind == "competitions.bids_scored"} == {old}
    assert audit.timeline(about=old)[-1].kind == COUNCIL_MERGED

    officer = replace(made.officer, organisation_id=new, organisation_name="West Surrey Council")
    with audit.transaction_as(made.officer):
        assert not ChildIdentity.objects.exists(), "the old council reads nothing any more"
    with audit.transaction_as(officer):
        assert Score.objects.count() == 3, "what only grows is read by the successor"
        found = comparison(officer, made.competition_id, clock.now())
        assert len(found.ranked) == 3
    winner = made.published.bidders[0]
    award = made.acting(officer, make_award, competition_id=made.competition_id, bid_id=found.ranked[0].id)
    made.acting(winner.actor, accept_award, award_id=award)
    with audit.transaction_as(officer):
        assert Feedback.objects.count() == 3
        assert PlacementAgreement.objects.get().council_id == new
        assert account_for_officer(officer, made.competition_id).account is not None


def test_x1_no_row_passes_to_a_council_that_is_no_successor(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody")
    with (
        pytest.raises(DatabaseError, match="No council became part"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT fairplace_hand_over('competitions_bid', %s, %s)",
            [made.published.world.partner_id, made.published.world.lead_id],
        )


def test_x1_every_walled_table_of_a_council_can_be_handed_over() -> None:
    """A table that only grows keeps its council; any other whose wall holds its owner too has the policy, so that a
    merger leaves nothing behind.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'council_id'"
            " WHERE c.relforcerowsecurity AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid"
            " AND p.polname = c.relname || '_handed_over') AND NOT EXISTS (SELECT FROM pg_trigger t"
            " WHERE t.tgrelid = c.oid AND t.tgname = c.relname || '_append_only')"
        )
        assert cursor.fetchall() == []
