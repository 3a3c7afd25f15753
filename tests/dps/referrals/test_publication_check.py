"""R1: before publication, every free text of a referral is looked through for what would tell who the child is."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from uuid import UUID

import pytest

from fairplace.dps.organisations.models import RegisterEntry
from fairplace.dps.referrals.actions.change_needs import ItemAsked, change_needs
from fairplace.dps.referrals.actions.change_outcomes import change_outcomes
from fairplace.dps.referrals.actions.change_story import change_story
from fairplace.dps.referrals.actions.publish_referral import publish_referral
from fairplace.dps.referrals.models import Referral
from fairplace.dps.referrals.queries.publication import PublicationCheck, publication_check
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.dps.referrals.rules.facts import AskedFor, OutcomeSought
from fairplace.dps.referrals.rules.rarity import ENOUGH
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from tests.dps.referrals.written import write_referral
from tests.dps.world import AT, World, make_world

pytestmark = pytest.mark.django_db
CODED = {
    CouncilReferral: {
        "placement_kind", "gender", "urgency", "reference", "state", "title", "council_name", "council_code",
        "category_name", "district", "choice_by", "several",
    },
    AskedFor: {"kind", "code"},
    OutcomeSought: {"component", "component_name"},
}  # fmt: skip


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def officer(world: World) -> Actor:
    return world.people["partner_officer"]


def with_texts(world: World, officer: Actor, text: str) -> UUID:
    """A referral that says this in every free-text field there is."""
    with audit.transaction_as(officer):
        referral = write_referral(world, officer)
        items = [
            ItemAsked("need", "speech-and-language", Decimal(3)),
            ItemAsked("need", "own--need-1", Decimal(1), own_words=text),
            ItemAsked("feature", "own--feature-1", Decimal(1), own_words=text),
        ]
        change_needs(actor=officer, referral_id=referral, items=items, at=AT)
        change_outcomes(actor=officer, referral_id=referral, outcomes=[("belonging", text), ("voice", text)], at=AT)
        told = {"narrative": text, "own_words": text, "family_words": text}
        change_story(actor=officer, referral_id=referral, at=AT, **told)
    return referral


def check(officer: Actor, referral: UUID) -> PublicationCheck:
    with audit.transaction_as(officer):
        return publication_check(actor=officer, referral_id=referral, at=AT)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Maya is calm by the sea", "name"),
        ("Her mother, Ros, sings", "name"),
        ("She came on 14/5/2017 and smiled", "date_of_birth"),
        ("They live at GU2 7XH now", "postcode"),
        ("Her number is 943 476 5919", "nhs_number"),
        ("She was at the little red barn before", "school"),
    ],
)
def test_r1_what_tells_who_the_child_is_is_found_in_every_free_text_field(
    world: World, officer: Actor, text: str, kind: str
) -> None:
    RegisterEntry.objects.create(register="gias", urn="100001", name="The Little Red Barn", first_seen_at=AT)
    found = check(officer, with_texts(world, officer, text))
    where = {one.field for one in found.findings if one.kind == kind}
    assert where == {
        "narrative", "own_words", "family_words", "outcome_1", "outcome_2", "item_own--need-1", "item_own--feature-1",
    }  # fmt: skip
    assert where == set(found.checked)


def test_r1_no_text_of_a_referral_was_forgotten() -> None:
    """A new field of text must be checked above, or be listed here as coded."""
    texts = {
        kind: {one.name for one in fields(kind) if one.type in {"str", str}} - coded  # type: ignore[arg-type]
        for kind, coded in CODED.items()
    }
    assert texts == {
        CouncilReferral: set(),
        AskedFor: {"name", "own_name"},
        OutcomeSought: {"wording", "own_wording"},
    }


def test_r1_publishing_over_a_warning_needs_a_reason(world: World, officer: Actor) -> None:
    referral = with_texts(world, officer, "Maya is calm by the sea")
    with audit.transaction_as(officer), pytest.raises(Refused) as refused:
        publish_referral(actor=officer, referral_id=referral, privacy_reason=" ", at=AT)
    assert refused.value.field == "privacy_reason"


def test_r1_rare_needs_are_counted_over_the_referrals_held_and_never_shown(world: World, officer: Actor) -> None:
    with audit.transaction_as(officer):
        referral = write_referral(world, officer)
    assert "too few to say" in check(officer, referral).knows
    mine = Referral.objects.get(pk=referral)
    Referral.objects.bulk_create(
        Referral(
            reference=f"X{number}",
            council_id=world.lead_id,
            category_id=mine.category_id,
            category_version_id=mine.category_version_id,
            state="closed",
            written_by_id=officer.person_id,
            started_at=AT,
            age=8 + number % 3,
            district=mine.district,
        )
        for number in range(ENOUGH)
    )
    found = check(officer, referral)
    assert [one.field for one in found.findings] == ["rare", "rare"]
    assert f"{ENOUGH} earlier referrals of children of 8 to 10 years in GU2" in found.findings[0].sentence
