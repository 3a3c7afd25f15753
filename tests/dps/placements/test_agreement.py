"""K1: the agreement is made from the accepted award and signed by both sides in order; T2: then it is published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fairplace.dps.competitions.actions.accept_award import accept_award
from fairplace.dps.placements.actions.make_agreement import make_agreement
from fairplace.dps.placements.actions.sign_agreement import sign_agreement
from fairplace.dps.placements.models import PlacementAgreement
from fairplace.dps.placements.queries.agreements import agreement, agreement_document, agreements_of, signatures_of
from fairplace.dps.placements.queries.premiums import premiums_of_council
from fairplace.dps.qualification.actions.accept_terms import accept_terms
from fairplace.dps.referrals.models import Referral
from fairplace.dps.transparency.jobs import publish_award, publish_contract
from fairplace.dps.transparency.models import Release
from fairplace.dps.transparency.queries.published import record_of
from fairplace.dps.transparency.rules.releases import parties_missing
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.paper import signatures_in
from tests.dps.competitions.council_side import Run
from tests.dps.competitions.test_awarding import scored
from tests.dps.qualification.test_agreements import new_terms
from tests.dps.referrals.test_family import nodes
from tests.dps.world import make_provider, person
from tests.spoken import spoken

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]


def accepted(set_clock: Clock) -> tuple[Run, UUID, UUID]:
    """A run whose winner has accepted; the award and its agreement."""
    made = scored(set_clock)
    winner = made.published.bidders[0]
    award_id = made.award(winner)
    made.acting(winner.actor, accept_award, award_id=award_id)
    with audit.transaction_as(made.officer):
        return made, award_id, PlacementAgreement.objects.values_list("id", flat=True).get(award_id=award_id)


def sides(made: Run) -> tuple[Actor, Actor]:
    """Who signs for the winner and for the council."""
    winner = made.published.bidders[0]
    return (
        person(winner.provider_id, "Ravi Signs", "provider_signatory"),
        person(made.published.world.partner_id, "Helen Signs", "council_signatory"),
    )


def test_an_accepted_award_has_its_agreement_in_the_same_transaction_k1(set_clock: Clock) -> None:
    made, award_id, agreement_id = accepted(set_clock)
    winner = made.published.bidders[0].actor
    with audit.transaction_as(winner):
        assert make_agreement(actor=winner, award_id=award_id, at=audit.clock.now()) == [agreement_id], "made once"
        row = agreement(actor=winner, agreement_id=agreement_id)
        assert row.state == "offered"
        paper = agreement_document(actor=winner, agreement_id=agreement_id)
    assert paper.content.startswith(b"%PDF")
    read = [
        event for event in audit.timeline(about=made.published.referral_id) if event.kind.endswith("agreement_read")
    ]
    assert len(read) == 1, "each reading of the document is recorded"


@pytest.mark.parametrize(("accepts", "label"), [(True, "2027-1"), (False, "2026.1")])
def test_an_agreement_stands_under_the_terms_that_its_line_accepted_k1_a8(
    set_clock: Clock, accepts: bool, label: str
) -> None:
    """Not under those that the system began with, nor under newer ones that the provider has not accepted."""
    made = scored(set_clock)
    terms_id = new_terms(made.published.world)
    winner = made.published.bidders[0]
    signatory = person(winner.provider_id, "Ravi Signs", "provider_signatory")
    if accepts:
        made.acting(signatory, accept_terms, terms_id=terms_id, line_ids=[winner.line_id], name_typed=signatory.name)
    made.acting(winner.actor, accept_award, award_id=made.award(winner))
    with audit.transaction_as(winner.actor):
        (row,) = agreements_of(winner.actor)
    assert row.terms_version == label


def test_the_newest_agreements_are_found_before_the_referrals_that_they_are_for_are_read_k1(set_clock: Clock) -> None:
    """The wall of a referral is asked about each that is read: of a provider's thousands, two hundred are listed."""
    made, _, _ = accepted(set_clock)
    winner = made.published.bidders[0].actor
    with audit.transaction_as(winner), CaptureQueriesContext(connection) as captured:
        assert len(agreements_of(winner)) == 1
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {captured.captured_queries[0]['sql']}")
            (found,) = cursor.fetchone()
    (cut,) = [node for node in nodes(found[0]["Plan"]) if node["Node Type"] == "Limit"]
    assert "referrals_referral" not in {node.get("Relation Name") for node in nodes(cut)}


def test_of_agreements_without_a_premium_nothing_is_read_for_those_who_pay_c8(set_clock: Clock) -> None:
    """Of a council's ten thousand agreements few have one."""
    made, _, _ = accepted(set_clock)
    with audit.transaction_as(made.officer), CaptureQueriesContext(connection) as captured:
        assert premiums_of_council(made.officer, audit.clock.now(), limit=10) == []
    assert not [one for one in captured.captured_queries if "placementagreement" in one["sql"]]


def test_the_provider_signs_before_the_council_and_each_once_k1(set_clock: Clock) -> None:
    made, _, agreement_id = accepted(set_clock)
    provider, council = sides(made)

    def sign(actor: Actor, name: str) -> None:
        made.acting(actor, sign_agreement, agreement_id=agreement_id, name_typed=name)

    with pytest.raises(Refused, match="The provider signs first"):
        sign(council, "Helen Signs")
    with pytest.raises(Refused, match="Type your name as it stands") as refused:
        sign(provider, "Somebody Else")
    assert refused.value.field == "name_typed"
    with pytest.raises(Refused, match="Only a person who signs"):
        sign(made.published.bidders[0].actor, made.published.bidders[0].actor.name)
    sign(provider, " ravi  SIGNS ")
    with pytest.raises(Refused, match="signed already"):
        sign(provider, "Ravi Signs")
    sign(council, "Helen Signs")
    with pytest.raises(Refused, match="signed already"):
        sign(council, "Helen Signs")
    with audit.transaction_as(council):
        assert agreement(actor=council, agreement_id=agreement_id).state == "signed"
        assert [row.place for row in signatures_of(agreement_id)] == [1, 2]
        paper = agreement_document(actor=council, agreement_id=agreement_id)
    seals = signatures_in(paper.content)
    assert [(seal.field, seal.intact) for seal in seals] == [("Provider", True), ("Council", True)]
    assert Referral.objects.get(id=made.published.referral_id).state == "closed"


def test_nobody_else_finds_the_agreement_x1(set_clock: Clock) -> None:
    made, _, agreement_id = accepted(set_clock)
    loser = made.published.bidders[1].actor
    _, stranger, _ = make_provider("Nowhere Ltd", "00009999")
    manager = person(made.published.world.partner_id, "Cleo Manages", "contract_manager")
    for actor in (loser, stranger, manager):
        with audit.transaction_as(actor), pytest.raises(NotThere):
            agreement(actor=actor, agreement_id=agreement_id)
        with audit.transaction_as(actor):
            assert agreements_of(actor) == []
    with audit.transaction_as(stranger):
        assert not PlacementAgreement.objects.exists(), "row-level security hides the row itself"


def test_award_and_contract_are_published_once_and_say_nothing_of_the_child_t2(set_clock: Clock) -> None:
    made, award_id, _ = accepted(set_clock)
    council_id = str(made.published.world.partner_id)
    for _ in range(2):
        publish_award(award_id=str(award_id), council_id=council_id)
        publish_contract(
            award_id=str(award_id), council_id=council_id, reference="IPA-X", signed_at="2026-11-20T10:00:00+00:00"
        )
    releases = list(Release.objects.order_by("id"))
    assert [release.tag for release in releases] == ["award", "contract"]
    for release in releases:
        assert parties_missing(release.content) == set()
        text = spoken(str(release.content))
        for secret in ("Samir", "Sam'", "GU2 7XH", "speech", "2017", "family"):
            assert secret not in text
    assert releases[0].content["tender"]["numberOfTenderers"] == 3
    record = record_of(releases[0].ocid)
    assert record is not None
    assert record["compiledRelease"]["contracts"][0]["id"] == "IPA-X"
    assert record["compiledRelease"]["tag"] == ["compiled"]
