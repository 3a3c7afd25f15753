"""R4, R11: an officer looks wider after publication, and reads who was invited and why."""

from __future__ import annotations

from datetime import datetime

import pytest

from fairplace.dps.competitions.models import Invitation
from tests.dps.referrals.written import HOME_POINT
from tests.dps.world import person
from tests.web.council.test_referral_pages import Scene, at, scene, signed_in, text

__all__ = ["scene"]
pytestmark = [pytest.mark.django_db, pytest.mark.frozen_at("2026-11-03T09:00+00:00")]
FAR = HOME_POINT[0] + 30_000


def test_r4_the_page_proposes_the_next_distance_and_invites_the_newcomers(scene: Scene, frozen_clock: datetime) -> None:
    scene.market.line()
    scene.market.line(easting=FAR)
    referral = scene.write(radius=10)
    scene.publish(referral)
    shown = text(scene.client.get(at(referral)))
    assert "Too few may bid for a real choice. 20 miles would add 1 place." in shown
    page = text(scene.client.get(at(referral, "wider")))
    assert "1 place within 10 miles was invited" in page.replace("1 Place", "1 place")
    assert "Adds 1 place" in page
    refused = text(scene.client.post(at(referral, "wider"), {"radius_miles": "20", "because": ""}))
    assert "Say why you look further from home" in refused
    assert 'value="20" checked' in refused
    told = text(scene.client.post(at(referral, "wider"), {"radius_miles": "20", "because": "For Maya, too few"}))
    assert Invitation.objects.count() == 1, told
    done = scene.client.post(at(referral, "wider"), {"radius_miles": "20", "because": "Only one is near"}, follow=True)
    assert "1 more place invited. Everyone who was invited before is told." in text(done)
    assert "The limit was widened" in text(done)
    assert Invitation.objects.count() == 2
    assert "No place of this category that is not invited yet" in text(scene.client.get(at(referral, "wider")))


def test_r11_the_whole_snapshot_with_its_reasons_and_as_a_file(scene: Scene, frozen_clock: datetime) -> None:
    scene.market.line()
    scene.market.line(age_to=6)
    scene.market.line(easting=HOME_POINT[0] + 80_000)
    referral = scene.write()
    scene.publish(referral)
    page = text(scene.client.get(at(referral, "invited")))
    for words in ("3 lines", "Not registered for this age.", "Further from the child&#39;s home", "By letter"):
        assert words in page
    file = text(scene.client.get(f"{at(referral)}invited/places.csv"))
    assert "School 2,Harbour Schools,under 10 miles,3 November 2026 at 9am,Published,Not invited" in file
    marker = signed_in(scene.team.evaluators[0])
    other = signed_in(person(scene.world.lead_id, "Other Officer", "placement_officer"))
    for client in (marker, other):
        assert client.get(at(referral, "invited")).status_code == 404
        assert client.get(at(referral, "wider")).status_code == 404
