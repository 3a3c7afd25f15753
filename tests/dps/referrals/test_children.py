"""R2: brothers and sisters, and several children for one place; several categories on one referral."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from fairplace.dps.competitions.actions.publish_competition import publish_competition
from fairplace.dps.competitions.actions.split_apart import split_apart
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.models import Establishment
from fairplace.dps.qualification.models import Line
from fairplace.dps.referrals.actions.cancel_referral import cancel_referral
from fairplace.dps.referrals.actions.change_categories import change_categories
from fairplace.dps.referrals.actions.change_children import add_child, change_children, remove_child
from fairplace.dps.referrals.actions.change_identity import change_identity
from fairplace.dps.referrals.actions.change_incentive import change_incentive
from fairplace.dps.referrals.actions.change_outcomes import change_outcomes
from fairplace.dps.referrals.actions.change_plan import change_plan
from fairplace.dps.referrals.actions.change_story import change_story
from fairplace.dps.referrals.actions.change_weights import change_weights
from fairplace.dps.referrals.actions.copy_referral import copy_referral
from fairplace.dps.referrals.actions.open_reading import open_reading
from fairplace.dps.referrals.actions.reissue_referral import reissue_referral
from fairplace.dps.referrals.actions.send_reading import send_reading
from fairplace.dps.referrals.actions.send_reading_code import send_reading_code
from fairplace.dps.referrals.models import ChildIdentity, ChildStory, FurtherChild, ReferralItem
from fairplace.dps.referrals.queries.child import called_by_family, family_contact, read_identity, read_story
from fairplace.dps.referrals.queries.eligibility import eligibility_of
from fairplace.dps.referrals.queries.family_reading import FamilyReadingPage, family_reading
from fairplace.dps.referrals.queries.incentive import incentive_of
from fairplace.dps.referrals.queries.plan import plan_stages
from fairplace.dps.referrals.queries.publication import publication_check
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.dps.referrals.rules.family_code import token_digest
from fairplace.dps.referrals.rules.incentive import Incentive
from fairplace.dps.referrals.rules.weights import default_quality_weights
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.models import Message
from fairplace.foundations.messages.queries import message
from tests.dps.referrals.written import Market, make_team, write_referral, write_siblings
from tests.dps.world import AT, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def officer(world: World) -> Actor:
    return world.people["partner_officer"]


def test_r2_each_child_has_its_own_age_needs_identity_and_story(world: World, officer: Actor) -> None:
    with audit.transaction_as(officer):
        referral = write_siblings(world, officer)
        row = referral_for_council(actor=officer, referral_id=referral)
        assert [(child.number, child.age, child.gender) for child in row.children] == [(1, 9, ""), (2, 12, "boy")]
        assert [need.code for need in row.needs] == [
            "child-1--speech-and-language", "child-1--occupational-therapy",
            "child-2--speech-and-language", "child-2--autism-specialist",
        ]  # fmt: skip
        assert row.needs[2].name == "Child 2: Speech and language therapy"
        assert row.title == "Day place, 2 brothers and sisters"
        assert row.age_band == "8 to 10 years, 11 to 13 years"
        assert read_identity(actor=officer, referral_id=referral, child=2).full_name == "Tom Penhallow"
        assert read_story(actor=officer, referral_id=referral, child=2).narrative == "Draws maps."
        assert family_contact(referral_id=referral).called == "Maya and Tom"
        check = publication_check(actor=officer, referral_id=referral, at=AT)
    assert check.faults == ()
    assert [finding.field for finding in check.findings] == ["coded"], "two whose gender is shown fit few families"


def test_r2_one_child_is_written_as_ever(world: World, officer: Actor) -> None:
    with audit.transaction_as(officer):
        row = referral_for_council(actor=officer, referral_id=write_referral(world, officer))
        assert (row.several, len(row.children), row.needs[0].code) == ("", 1, "speech-and-language")
        assert row.needs[0].name == row.needs[0].plain_name


def test_r2_what_a_child_lacks_keeps_all_from_being_published(world: World, officer: Actor) -> None:
    with audit.transaction_as(officer):
        referral = write_siblings(world, officer)
        assert add_child(actor=officer, referral_id=referral, at=AT) == 3
        faults = publication_check(actor=officer, referral_id=referral, at=AT).faults
    assert {(fault.part, fault.child) for fault in faults} == {
        (part, 3) for part in ("facts", "needs", "child", "story")
    }
    assert all(fault.sentence.startswith("Child 3: ") for fault in faults)


def test_r2_a_child_taken_out_takes_all_of_its_own_and_those_behind_move_up(world: World, officer: Actor) -> None:
    with audit.transaction_as(officer):
        referral = write_siblings(world, officer)
        with pytest.raises(Refused):
            remove_child(actor=officer, referral_id=referral, child=2, at=AT)
        add_child(actor=officer, referral_id=referral, at=AT)
        change_identity(
            actor=officer, referral_id=referral, child=3, full_name="Ida Penhallow", called="Ida", choice_by="",
            date_of_birth=AT.date().replace(year=2020), home_postcode="GU2 7XH", family_name="", family_email="",
            family_phone="", at=AT,
        )  # fmt: skip
        remove_child(actor=officer, referral_id=referral, child=2, at=AT)
        assert read_identity(actor=officer, referral_id=referral, child=2).full_name == "Ida Penhallow"
        assert called_by_family(referral_id=referral) == {1: "Maya", 2: "Ida"}
        assert not ReferralItem.objects.filter(referral=referral, child=2).exists()
        with pytest.raises(NotThere):
            remove_child(actor=officer, referral_id=referral, child=3, at=AT)
        change_children(actor=officer, referral_id=referral, several="", at=AT)
        assert not FurtherChild.objects.filter(referral=referral).exists()
        assert ChildIdentity.objects.filter(referral=referral).count() == 1
        assert ChildStory.objects.filter(referral=referral).count() == 1
        assert publication_check(actor=officer, referral_id=referral, at=AT).faults == ()


def test_c5_children_of_different_families_have_nobody_who_chooses_for_all(world: World, officer: Actor) -> None:
    with audit.transaction_as(officer):
        referral = write_siblings(world, officer, several="cohort")
        (fault,) = publication_check(actor=officer, referral_id=referral, at=AT).faults
        assert (fault.part, fault.field) == ("child", "choice_by")
        assert family_contact(referral_id=referral).called == "Maya", "no family reads of another's child"


def test_r4_a_place_must_take_every_child_and_is_told_which_does_not_fit(world: World, officer: Actor) -> None:
    market = Market(world)
    both = market.line()
    too_old = market.line(age_to=11)
    girls = market.line(takes="girls")
    with audit.transaction_as(officer):
        picture = eligibility_of(actor=officer, referral_id=write_siblings(world, officer))
    assert [row.line_id for row in picture.eligible] == [both]
    assert {row.line_id: row.reasons for row in picture.others} == {too_old: ("age:2",), girls: ("gender:2",)}


def test_r1_names_and_birth_dates_of_every_child_are_looked_for_in_every_text(world: World, officer: Actor) -> None:
    with audit.transaction_as(officer):
        referral = write_siblings(world, officer)
        change_story(
            actor=officer, referral_id=referral, narrative="Shares a room with Tom, born 9 March 2014.", own_words="",
            family_words="", at=AT,
        )  # fmt: skip
        found = publication_check(actor=officer, referral_id=referral, at=AT).findings
    assert {(one.field, one.kind.value) for one in found} >= {("narrative@1", "name"), ("narrative@1", "date_of_birth")}


def test_r1_a_reason_that_names_two_children_says_both_at_once(world: World, officer: Actor) -> None:
    with audit.transaction_as(officer):
        referral = write_siblings(world, officer)
        with pytest.raises(Refused, match=r"“Maya” is a name .* “Tom” is a name"):
            check_tells_nothing(referral_id=referral, texts={"because": "Few can take Maya and Tom."})
        with pytest.raises(Refused, match="“Tom” is a name"):
            check_tells_nothing(referral_id=referral, texts={"because": "Few can take a boy like Tom."})


def test_r1_names_of_brothers_and_sisters_are_looked_for_in_each_childs_own_referral_too(
    world: World, officer: Actor
) -> None:
    """Split up, and issued again: what tells who the brother is tells who the sister is."""
    with audit.transaction_as(officer):
        made = split_apart(actor=officer, referral_id=write_siblings(world, officer), at=AT)
        cancel_referral(actor=officer, referral_id=made[0], because="Too narrow.", at=AT)
        again = reissue_referral(actor=officer, earlier_id=made[0], because="A wider limit.", at=AT)
        assert referral_for_council(actor=officer, referral_id=again).split_from_id, "those invited are told so"
        for referral, other in ((made[0], "Tom"), (made[1], "Maya"), (again, "Tom")):
            told = {"narrative": f"Shares a room with {other}.", "own_words": "", "family_words": ""}
            if referral != made[0]:
                change_story(actor=officer, referral_id=referral, **told, at=AT)
                found = publication_check(actor=officer, referral_id=referral, at=AT).findings
                assert ("narrative", "name", other) in {(one.field, one.kind.value, one.excerpt) for one in found}
            with pytest.raises(Refused, match=f"“{other}” is a name"):
                check_tells_nothing(referral_id=referral, texts={"because": f"Near {other}."})


def test_s73_places_of_every_category_are_asked_and_each_establishment_once(world: World, officer: Actor) -> None:
    market = Market(world)
    sen = market.line()
    other_kinds = market.line(placement_kinds=["weekly"])
    home = market.line(category="residential", placement_kinds=["residential"])
    both = market.line(placement_kinds=["day", "residential"])
    row = Line.objects.get(pk=both)
    residential = world.category("residential")
    second = Line.objects.create(
        application=row.application, provider_id=row.provider_id, establishment_id=row.establishment_id,
        category_version_id=residential.version_id, category_id=residential.id, state="accredited",
        competency_score=Decimal(70), accredited_at=AT,
    )  # fmt: skip
    only_second = market.line(placement_kinds=["residential"])
    place = Establishment.objects.get(pk=Line.objects.get(pk=only_second).establishment_id)
    third = Line.objects.create(
        application=row.application, provider_id=row.provider_id, establishment=place,
        category_version_id=residential.version_id, category_id=residential.id, state="accredited",
        competency_score=Decimal(70), accredited_at=AT,
    )  # fmt: skip
    with audit.transaction_as(officer):
        referral = write_referral(world, officer)
        assert {row.line_id for row in eligibility_of(actor=officer, referral_id=referral).eligible} == {sen, both}
        change_categories(actor=officer, referral_id=referral, others=[(residential.id, "residential")], at=AT)
        picture = eligibility_of(actor=officer, referral_id=referral)
    assert {row.line_id for row in picture.eligible} == {sen, both, home, third.pk}
    assert {row.category_name for row in picture.eligible} == {"Special educational needs", residential.name}
    assert {row.line_id: row.reasons for row in picture.others} == {
        other_kinds: ("placement_kind",), second.pk: ("other_category",), only_second: ("placement_kind",),
    }  # fmt: skip


def test_s73_a_category_without_competency_scores_is_not_compared_by_them(world: World, officer: Actor) -> None:
    alternative = world.category("alternative")
    kind = content_of(alternative.version_id).placement_kinds[0].code
    with audit.transaction_as(officer):
        referral = write_referral(world, officer)
        change_categories(actor=officer, referral_id=referral, others=[(alternative.id, kind)], at=AT)
        (fault,) = publication_check(actor=officer, referral_id=referral, at=AT).faults
        assert (fault.part, fault.field) == ("weights", "competency")
        change_weights(
            actor=officer, referral_id=referral, price_weight=Decimal(50),
            quality_weights=default_quality_weights(Decimal(50), scored=False), at=AT,
        )  # fmt: skip
        assert publication_check(actor=officer, referral_id=referral, at=AT).faults == ()


def test_s73_the_leading_category_or_a_kind_it_has_not_is_refused(world: World, officer: Actor) -> None:
    sen, residential = world.category("sen"), world.category("residential")
    with audit.transaction_as(officer):
        referral = write_referral(world, officer)
        for others in ([(sen.id, "day")], [(residential.id, "day")], [(residential.id, "residential")] * 2):
            with pytest.raises(Refused):
                change_categories(actor=officer, referral_id=referral, others=others, at=AT)


def test_r2_a_copy_has_the_form_of_several_children_and_never_who_they_are(world: World, officer: Actor) -> None:
    residential = world.category("residential")
    with audit.transaction_as(officer):
        referral = write_siblings(world, officer)
        change_categories(actor=officer, referral_id=referral, others=[(residential.id, "residential")], at=AT)
        change_outcomes(actor=officer, referral_id=referral, outcomes=[("voice", "Is heard")], child=2, at=AT)
        premium = Incentive("outcomes", date(2027, 3, 5), amount=Decimal(500))
        change_incentive(actor=officer, referral_id=referral, incentive=premium, at=AT)
        change_plan(actor=officer, referral_id=referral, code="ehc-b", text="Quiet.", stage=2, at=AT)
        earlier = referral_for_council(actor=officer, referral_id=referral)
        copied = copy_referral(actor=officer, referral_id=referral, at=AT)
        row = referral_for_council(actor=officer, referral_id=copied)
        assert (row.several, row.may_be_apart) == ("sibling", True)
        assert [(child.age, child.gender, child.has_identity, child.has_story) for child in row.children] == [
            (None, "", False, False), (None, "", False, False),
        ]  # fmt: skip
        assert [(need.code, need.marks) for need in row.needs] == [(need.code, need.marks) for need in earlier.needs]
        assert [one.wording for one in row.outcomes] == [one.wording for one in earlier.outcomes]
        assert [one.id for one in row.other_categories] == [residential.id]
        assert incentive_of(copied) == Incentive("outcomes", AT.date() + timedelta(days=59), amount=Decimal(500))
        assert plan_stages(copied) == {}


def test_r2_brothers_and_sisters_who_may_live_apart_get_a_referral_each_and_no_child_is_in_two(
    world: World, officer: Actor
) -> None:
    with audit.transaction_as(officer):
        referral = write_siblings(world, officer)
        change_plan(actor=officer, referral_id=referral, child=2, code="ehc-b", text="Quiet.", stage=2, at=AT)
        made = split_apart(actor=officer, referral_id=referral, at=AT)
        rows = [referral_for_council(actor=officer, referral_id=one) for one in made]
        assert [(row.several, row.age, row.split_from_id) for row in rows] == [("", 9, referral), ("", 12, referral)]
        assert [need.code for need in rows[1].needs] == ["speech-and-language", "autism-specialist"]
        assert read_identity(actor=officer, referral_id=made[1]).full_name == "Tom Penhallow"
        assert family_contact(referral_id=made[1]).email == "ros@family.example"
        assert plan_stages(made[1]) == {"ehc-b": 2}
        for one in made:
            assert publication_check(actor=officer, referral_id=one, at=AT).faults == ()
        assert referral_for_council(actor=officer, referral_id=referral).state == "cancelled"
        with pytest.raises(Refused, match="already"):
            split_apart(actor=officer, referral_id=referral, at=AT)


def test_r2_children_who_are_to_live_together_or_whose_places_are_asked_are_not_split(
    world: World, officer: Actor
) -> None:
    Market(world).line()
    team = make_team(world.partner_id)
    with audit.transaction_as(officer):
        referral = write_siblings(world, officer)
        change_children(actor=officer, referral_id=referral, several="sibling", may_be_apart=False, at=AT)
        with pytest.raises(Refused, match="may live apart"):
            split_apart(actor=officer, referral_id=referral, at=AT)
        change_children(actor=officer, referral_id=referral, several="sibling", may_be_apart=True, at=AT)
        publish_competition(
            actor=officer, referral_id=referral, privacy_reason="Nobody can be told.", at=AT,
            **team.named,  # type: ignore[arg-type]
        )  # fmt: skip
        with pytest.raises(Refused, match="First that must be cancelled"):
            split_apart(actor=officer, referral_id=referral, at=AT)


def _opened(officer: Actor, referral: UUID, reader: str, child: int) -> FamilyReadingPage:
    """The page as it is after the code was typed."""
    with audit.transaction_as(officer):
        reading = send_reading(actor=officer, referral_id=referral, reader=reader, child=child, at=AT)
    token = _letter(f"family-reading:{reading}").split("/family/reading/")[1].split("/")[0]
    send_reading_code(token=token, at=AT)
    assert open_reading(token=token, code=_letter(f"reading-code:{reading}").split("code is ")[1][:6], at=AT) == ""
    page = family_reading(token_digest(token), opened=True, at=AT)
    assert page is not None
    return page


def _letter(key: str) -> str:
    found = message(Message.objects.get(key__startswith=key).pk)
    assert found is not None
    return found.body_text


def test_r12_a_family_reads_of_all_its_children_a_young_person_of_nobody_else(
    world: World, officer: Actor, set_clock: Callable[[datetime | None], None]
) -> None:
    set_clock(AT)
    with audit.transaction_as(officer):
        referral = write_siblings(world, officer)
        change_outcomes(actor=officer, referral_id=referral, outcomes=[("voice", "Is heard")], child=2, at=AT)
    family = _opened(officer, referral, "family", 1)
    assert (family.called, family.whose) == ("Maya and Tom", "Maya")
    assert [(one.called, one.story.narrative) for one in family.others] == [("Tom", "Draws maps.")]
    assert family.outcomes == ("Makes a friend", "Says what matters", "Tom: Is heard")
    tom = _opened(officer, referral, "young_person", 2)
    assert tom.story is not None
    assert (tom.story.narrative, tom.others, tom.whose) == ("Draws maps.", (), "")
    assert tom.outcomes == ("Makes a friend", "Says what matters", "Is heard")
    assert len(tom.needs) == 2
