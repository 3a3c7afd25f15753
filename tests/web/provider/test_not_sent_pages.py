"""R5, R11: a provider sees why its places were not sent a referral, and opts in, by pages alone."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from fairplace.dps.competitions.models import Eligibility, Invitation
from tests.dps.referrals.written import HOME_POINT
from tests.dps.world import make_provider
from tests.web.council.test_referral_pages import Scene, scene, signed_in, text

__all__ = ["scene"]
pytestmark = [pytest.mark.django_db, pytest.mark.frozen_at("2026-11-03T09:00+00:00")]
PAGE = "/provider/referrals/not-sent/"
ACT = {"act": "opt_in"}


def test_r5_from_the_tasks_to_the_reason_and_into_the_competition(scene: Scene, frozen_clock: datetime) -> None:
    scene.market.line()
    scene.market.line(age_to=6)
    scene.market.line(easting=HOME_POINT[0] + 80_000)
    scene.publish(scene.write())
    client = signed_in(scene.market.bid_manager)
    tasks = text(client.get("/provider/tasks/"))
    assert "1 referral</strong> could not be sent to a place of yours because of what is declared for it" in tasks
    assert "1 thing to do" in tasks
    listed = text(client.get(PAGE))
    assert "2 times that a referral was not sent to a place" in listed
    assert "Further from the child&#39;s home than the limit." in listed
    assert listed.count("Opt in<span") == 1
    young, far = (Eligibility.objects.get(reasons=[code]) for code in ("age", "too_far"))
    page = text(client.get(f"{PAGE}{young.pk}/"))
    assert "Not registered for this age." in page
    assert "8 to 10 years" in page
    assert "Opt in with School 2" in page
    assert "Opting in does not help here" in text(client.get(f"{PAGE}{far.pk}/"))
    assert "Opting in does not help here" in text(client.post(f"{PAGE}{far.pk}/", ACT))
    response = client.post(f"{PAGE}{young.pk}/", ACT)
    invitation = Invitation.objects.get(line=young.line_id)
    assert response["Location"] == f"/provider/referrals/{invitation.pk}/"
    invited = text(client.get(response["Location"]))
    assert "not suspended when you opted in, on 3 November 2026 at 9am." in invited
    assert "Not registered for this age. You opted in all the same." in invited
    assert "It takes children of this age" not in invited
    assert client.get(f"{PAGE}{young.pk}/").status_code == 404
    assert client.post(f"{PAGE}{young.pk}/", ACT)["Location"] == response["Location"]


def test_x1_another_providers_reason_is_not_there(scene: Scene, frozen_clock: datetime) -> None:
    scene.market.line()
    scene.market.line(age_to=6)
    scene.publish(scene.write())
    row = Eligibility.objects.get(eligible=False)
    _, rival, signatory = make_provider("Rival", "07654321")
    for client in (signed_in(rival), scene.client, Client()):
        assert client.get(f"{PAGE}{row.pk}/").status_code in {404, 302}
        client.post(f"{PAGE}{row.pk}/", ACT)
    assert "Every referral since you joined was sent" in text(signed_in(signatory).get(PAGE))
    assert Invitation.objects.count() == 1
