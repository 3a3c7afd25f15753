"""R2: needs from the library and in one's own words, how much of each, and copying what an earlier referral asked."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.referrals.actions.change_needs import ItemAsked, change_needs
from fairplace.dps.referrals.actions.change_provision import change_provision
from fairplace.dps.referrals.actions.copy_referral import copy_referral
from fairplace.dps.referrals.queries.earlier_referrals import earlier_referrals
from fairplace.dps.referrals.queries.publication import publication_check
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.dps.referrals.rules.facts import OWN
from fairplace.dps.referrals.rules.provision import Provision
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.dps.referrals.written import write_referral
from tests.dps.world import AT, World, make_world, person

pytestmark = pytest.mark.django_db
SPEECH = ItemAsked("need", "speech-and-language", Decimal(3), essential=True)
LIFT = ItemAsked("need", "own--need-1", Decimal(2), own_words="Somebody who walks past lifts with the child")
TWICE = Provision("one_to_one", Decimal(2), "hours", "weekly", "therapist")


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def officer(world: World) -> Actor:
    return world.people["partner_officer"]


def asks(officer: Actor, referral: UUID, *items: ItemAsked) -> CouncilReferral:
    with audit.transaction_as(officer):
        change_needs(actor=officer, referral_id=referral, items=items, at=AT)
        return referral_for_council(actor=officer, referral_id=referral)


def written(world: World, officer: Actor) -> UUID:
    with audit.transaction_as(officer):
        return write_referral(world, officer)


def test_r2_a_need_in_words_of_ones_own(world: World, officer: Actor) -> None:
    row = asks(officer, written(world, officer), SPEECH, LIFT)
    assert [(one.code, one.marks) for one in row.needs] == [
        ("speech-and-language", Decimal(3)),
        ("own--need-1", Decimal(2)),
    ]
    assert row.needs[1].name == "Somebody who walks past lifts with the child"


def test_r2_no_category_has_a_code_that_looks_like_ones_own_words(world: World) -> None:
    for row in categories():
        content = content_of(row.version_id)
        assert not [item.code for item in (*content.needs, *content.features) if item.code.startswith(OWN)]
    assert any(one.code.startswith("own-") for one in content_of(world.category("foster").version_id).features)


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (LIFT._replace(own_words=" "), "few words"),
        (LIFT._replace(own_words="x" * 121), "120 characters"),
        (LIFT._replace(code="kindness"), "the category's list"),
    ],
)
def test_r2_what_is_no_need_is_refused(world: World, officer: Actor, item: ItemAsked, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        asks(officer, written(world, officer), SPEECH, item)


def test_r2_how_much_how_often_by_whom_stays_while_the_need_stays(world: World, officer: Actor) -> None:
    referral = written(world, officer)
    with audit.transaction_as(officer):
        change_provision(actor=officer, referral_id=referral, provisions={SPEECH.code: TWICE}, at=AT)
    row = asks(officer, referral, SPEECH, LIFT)
    assert [one.provision.sentence for one in row.needs] == ["One to one, 2 hours a week, by a qualified therapist", ""]
    asks(officer, referral, LIFT)
    assert not asks(officer, referral, SPEECH).needs[0].provision.sentence


def test_r2_a_refusal_names_the_field_of_its_need(world: World, officer: Actor) -> None:
    referral = written(world, officer)
    with audit.transaction_as(officer), pytest.raises(Refused) as refused:
        change_provision(actor=officer, referral_id=referral, provisions={SPEECH.code: Provision(unit="hours")}, at=AT)
    assert refused.value.field == "amount_speech-and-language"
    with audit.transaction_as(officer), pytest.raises(Refused, match="Choose the need first"):
        change_provision(actor=officer, referral_id=referral, provisions={"sailing": TWICE}, at=AT)


def test_r1_a_name_in_a_need_of_ones_own_words_is_found(world: World, officer: Actor) -> None:
    referral = written(world, officer)
    asks(officer, referral, SPEECH, LIFT._replace(own_words="A quiet corner for Maya"))
    with audit.transaction_as(officer):
        found = publication_check(actor=officer, referral_id=referral, at=AT).findings
    assert [(one.field, one.excerpt) for one in found] == [("item_own--need-1", "Maya")]


def test_r2_a_copy_has_what_was_asked_and_nothing_of_the_child(world: World, officer: Actor) -> None:
    referral = written(world, officer)
    earlier = asks(officer, referral, SPEECH, LIFT, ItemAsked("feature", "quiet-space", Decimal(1)))
    with audit.transaction_as(officer):
        change_provision(actor=officer, referral_id=referral, provisions={SPEECH.code: TWICE}, at=AT)
        earlier = referral_for_council(actor=officer, referral_id=referral)
        copied = copy_referral(actor=officer, referral_id=referral, at=AT + timedelta(days=1))
        row = referral_for_council(actor=officer, referral_id=copied)
        listed = [one.id for one in earlier_referrals(actor=officer)]
    assert (row.needs, row.features, row.outcomes) == (earlier.needs, earlier.features, earlier.outcomes)
    assert (row.price_weight, row.quality_weights) == (earlier.price_weight, earlier.quality_weights)
    assert (row.age, row.start_on, row.district, row.radius_miles) == (None, None, "", None)
    assert not row.has_identity
    assert not row.has_story
    assert listed == [copied, referral]


def test_r2_only_the_councils_own_officers_copy(world: World, officer: Actor) -> None:
    referral = written(world, officer)
    for stranger in (
        person(world.lead_id, "Ida Lowe", "placement_officer"),
        person(world.partner_id, "Opener", "opener"),
    ):
        with audit.transaction_as(stranger), pytest.raises(NotThere):
            copy_referral(actor=stranger, referral_id=referral, at=AT)
