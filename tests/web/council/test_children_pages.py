"""R2 on the officer's pages: nothing speaks of several children or categories until the officer says so."""

from __future__ import annotations

from uuid import UUID

import pytest

from fairplace.dps.referrals.actions.change_children import change_children
from fairplace.dps.referrals.queries.apart import referrals_apart
from fairplace.dps.referrals.queries.publication import publication_check
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.foundations import audit
from tests.dps.referrals.written import write_siblings
from tests.dps.world import AT
from tests.web.council.test_referral_pages import Scene, at, scene, text

__all__ = ["scene"]
pytestmark = [pytest.mark.django_db, pytest.mark.frozen_at("2026-11-03T09:00+00:00")]


def row(scene: Scene, referral: UUID) -> CouncilReferral:
    with audit.transaction_as(scene.officer):
        return referral_for_council(actor=scene.officer, referral_id=referral)


def test_r2_a_referral_for_one_child_speaks_of_no_other(scene: Scene) -> None:
    referral = scene.write()
    for page in ("write", "facts", "needs", "amounts", "child", "story", "outcomes", "weights", "check"):
        shown = text(scene.client.get(at(referral, page)))
        assert "Child 1" not in shown, page
        assert "Brothers and sisters" not in shown, page
    assert "More than one child" in text(scene.client.get(at(referral, "write")))
    assert scene.client.get(f"{at(referral, 'needs')}?child=2").status_code == 404
    assert scene.client.get(f"{at(referral, 'needs')}?child=x").status_code == 404


def test_r2_brothers_and_sisters_are_written_page_by_page(scene: Scene) -> None:
    referral = scene.write()
    missing = scene.client.post(at(referral, "children"), {"several": "sibling"})
    assert "Say whether they may live apart" in text(missing)
    there = scene.client.post(at(referral, "children"), {"several": "sibling", "may_be_apart": "yes"})
    assert there["Location"] == at(referral, "children")
    shown = text(scene.client.get(at(referral, "write")))
    assert "Child 2" in shown
    assert "2 brothers and sisters" in shown
    assert "Child 2: Enter the child&#39;s age." in shown
    steps = {
        "facts": {"age": "12", "gender": "boy"},
        "needs": {"pick_speech-and-language": "on", "marks_speech-and-language": "1.5"},
        "amounts": {"amount_speech-and-language": "30", "unit_speech-and-language": "minutes",
                    "frequency_speech-and-language": "weekly"},
        "child": {"full_name": "Tom Penhallow", "date_of_birth_day": "9", "date_of_birth_month": "3",
                  "date_of_birth_year": "2014", "called": "Tom"},
        "story": {"narrative": "Draws maps."},
        "outcomes": {"components": "belonging", "wording_belonging": "Sees his sister every day"},
    }  # fmt: skip
    for page, told in steps.items():
        address = f"{at(referral, page)}?child=2"
        assert "Child 2" in text(scene.client.get(address)), page
        answer = scene.client.post(address, told)
        assert answer.status_code == 302, (page, text(answer))
    written = row(scene, referral)
    second = written.children[1]
    assert (second.age, second.gender, second.has_identity, second.has_story) == (12, "boy", True, True)
    assert written.needs_of(2)[0].in_full.startswith("Child 2: Speech and language therapy: 30 minutes")
    assert written.outcomes[-1].wording == "Child 2: Sees his sister every day"
    assert len(written.needs_of(1)) == 2, "the first child's own stay"
    with audit.transaction_as(scene.officer):
        assert publication_check(actor=scene.officer, referral_id=referral, at=written.started_at).faults == ()
    check = text(scene.client.get(at(referral, "check")))
    assert "2 brothers and sisters of 8 to 10 years, 11 to 13 years in GU2 fit few families" in check
    assert "Tom" not in check
    assert "Continue to publishing" in check


def test_r2_a_child_is_added_and_taken_out_on_the_page(scene: Scene) -> None:
    with audit.transaction_as(scene.officer):
        referral = write_siblings(scene.world, scene.officer)
    scene.client.post(at(referral, "children"), {"act": "add"})
    assert len(row(scene, referral).children) == 3
    shown = text(scene.client.get(at(referral, "children")))
    assert "Take out child 3" in shown
    scene.client.post(at(referral, "children"), {"act": "remove_3"})
    assert len(row(scene, referral).children) == 2
    assert scene.client.post(at(referral, "children"), {"act": "remove_9"}).status_code == 404
    assert scene.client.post(at(referral, "children"), {"act": "remove_x"}).status_code == 404
    scene.client.post(at(referral, "children"), {"several": "one"})
    assert row(scene, referral).several == ""


def test_c5_each_family_of_a_cohort_is_written_to_about_its_own_child(scene: Scene) -> None:
    referral = scene.write()
    with audit.transaction_as(scene.officer):
        change_children(actor=scene.officer, referral_id=referral, several="cohort", at=AT)
    shown = text(scene.client.get(f"{at(referral, 'child')}?child=2"))
    assert "The family" in shown
    assert "Their email address" in shown
    assert "who chooses between them" not in shown


def test_s73_another_category_is_asked_with_its_own_kind_of_place(scene: Scene) -> None:
    referral = scene.write()
    scene.market.line(category="residential", placement_kinds=["residential"])
    assert "Special educational needs leads" in text(scene.client.get(at(referral, "categories")))
    lacking = scene.client.post(at(referral, "categories"), {"categories": ["residential"]})
    assert "Choose the kind of place in" in text(lacking)
    told = {"categories": ["residential"], "kind_residential": "residential"}
    assert scene.client.post(at(referral, "categories"), told).status_code == 302
    (other,) = row(scene, referral).other_categories
    assert (other.placement_kind, other.name) == ("residential", scene.world.category("residential").name)
    assert other.name in text(scene.client.get(at(referral, "write")))
    where = text(scene.client.get(at(referral, "where")))
    assert "1 place would be invited" in where
    assert other.name in where


def test_r2_brothers_and_sisters_with_a_referral_each_lead_to_one_another(scene: Scene) -> None:
    """Red while the officer came to a list in which a filter hid the drafts, and no page named the others."""
    with audit.transaction_as(scene.officer):
        whole = write_siblings(scene.world, scene.officer)
    page = text(scene.client.post(at(whole, "split"), follow=True))
    assert "There are 2 drafts now" in page
    with audit.transaction_as(scene.officer):
        first, second = referrals_apart(whole)
        back = referrals_apart(first.id)
    assert [one.id for one in back] == [whole, second.id]
    assert {first.reference, second.reference} <= set(page.replace("<", " ").replace(">", " ").split())
    assert second.reference in text(scene.client.get(at(first.id, "write")))
