"""R9: what was cancelled or failed is issued again, linked, with its reason; R6: the officer's table."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.http import HttpResponse

from fairplace.dps.competitions.actions.cancel_competition import cancel_competition
from fairplace.dps.competitions.models import Competition, Invitation
from fairplace.dps.organisations.models import Duty, Establishment
from fairplace.dps.qualification.models import Line
from fairplace.dps.referrals.models import ChildIdentity, ChildStory, Referral, Reissue
from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.foundations import audit
from fairplace.foundations.encryption import reveal
from fairplace.foundations.messages.queries import all_messages
from tests.dps.referrals.written import NARRATIVE
from tests.dps.world import AT, make_provider
from tests.web.council.test_referral_pages import Scene, scene, signed_in  # noqa: F401 - the fixture
from tests.web.provider.test_bidding_pages import text

pytestmark = [pytest.mark.django_db, pytest.mark.frozen_at("2026-11-03T09:00+00:00")]
WHY = "The first limit left out every school with a pool."


def cancelled(made: Scene) -> UUID:
    made.market.line()
    referral = made.write()
    competition = made.publish(referral)
    with audit.transaction_as(made.officer):
        cancel_competition(actor=made.officer, competition_id=competition, because="It was too narrow.", at=AT)
    return referral


def again(made: Scene, referral: UUID, because: str = WHY) -> HttpResponse:
    return made.client.post(f"/council/referrals/{referral}/again/", {"because": because}, follow=True)


def test_a_cancelled_referral_is_issued_again_with_the_child_and_everything_that_was_asked_r9(
    scene: Scene,  # noqa: F811
) -> None:
    earlier = cancelled(scene)
    page = again(scene, earlier)
    assert "This is the new draft" in text(page)
    link = Reissue.objects.get()
    assert (link.earlier_id, link.because) == (earlier, WHY)
    with audit.transaction_as(scene.officer):
        was = referral_for_council(actor=scene.officer, referral_id=earlier)
        now = referral_for_council(actor=scene.officer, referral_id=link.referral_id)
        assert now.reference != was.reference
        for name in ("age", "start_on", "urgency", "district", "radius_miles", "price_weight", "quality_weights"):
            assert getattr(now, name) == getattr(was, name), name
        assert [one.code for one in now.needs] == [one.code for one in was.needs]
        identity = ChildIdentity.objects.get(referral=link.referral_id)
        assert reveal(identity, "full_name") == "Maya Penhallow"
        assert reveal(ChildStory.objects.get(referral=link.referral_id), "narrative") == NARRATIVE
    assert "It is issued again already" in text(again(scene, earlier))


def test_publishing_it_tells_everyone_who_was_invited_before_and_both_pages_say_why_r9(
    scene: Scene,  # noqa: F811
) -> None:
    earlier = cancelled(scene)
    again(scene, earlier)
    draft = Reissue.objects.get().referral_id
    provider = signed_in(scene.market.bid_manager)
    before = f"/provider/referrals/{Invitation.objects.get().id}/"
    assert "issued this again" not in text(provider.get(before)), "a draft is nobody's business"
    scene.publish(draft)
    letters = [one for one in all_messages() if one.subject.startswith("Issued again")]
    assert len(letters) == 1
    assert WHY not in letters[0].body_text
    new = Referral.objects.get(id=draft).reference
    assert f"has issued this again as {new}: {WHY}" in text(provider.get(before))
    competition = Competition.objects.get(referral=draft)
    after = f"/provider/referrals/{Invitation.objects.get(competition=competition).id}/"
    assert f"in place of {Referral.objects.get(id=earlier).reference}" in text(provider.get(after))
    assert "Issued again as" in text(scene.client.get(f"/council/referrals/{earlier}/"))
    assert "Issued again in place of" in text(scene.client.get(f"/council/referrals/{draft}/"))


def test_one_that_is_open_is_not_issued_again_and_the_reason_names_no_child_r9_r1(scene: Scene) -> None:  # noqa: F811
    scene.market.line()
    referral = scene.write()
    scene.publish(referral)
    assert scene.client.get(f"/council/referrals/{referral}/again/").status_code == 404
    earlier = cancelled(scene)
    page = again(scene, earlier, "Maya needs it still.")
    assert "is a name from the child's own record" in text(page)
    assert "Say why it is issued again" in text(again(scene, earlier, " "))
    assert not Reissue.objects.exists()
    other = signed_in(scene.world.people["officer"])
    assert other.post(f"/council/referrals/{earlier}/again/", {"because": WHY}).status_code == 404


def test_the_officer_sees_who_was_told_who_read_and_why_some_cannot_never_who_has_bid_r6_c2(
    scene: Scene,  # noqa: F811
) -> None:
    scene.market.line()
    scene.market.line()
    silent, manager, _ = make_provider("Silent Schools", "07777777", AT)
    Duty.objects.filter(person_id=manager.person_id).delete()
    line = scene.market.line()
    Line.objects.filter(id=line).update(provider_id=silent)
    Establishment.objects.filter(id=Line.objects.get(id=line).establishment_id).update(provider_id=silent)
    referral = scene.write()
    scene.publish(referral)
    first, second = Invitation.objects.exclude(provider_id=silent).order_by("id")
    provider = signed_in(scene.market.bid_manager)
    provider.get(f"/provider/referrals/{first.id}/")
    provider.post(f"/provider/referrals/{second.id}/answer/", {"answer": "cannot", "reason": "too_far"})
    shown = text(scene.client.get(f"/council/referrals/{referral}/"))
    assert "Nobody to tell" in shown
    assert "Read 1 of 3" in shown
    assert "Cannot: too far 1." in shown
