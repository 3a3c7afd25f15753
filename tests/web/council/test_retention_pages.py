"""T5: the report of what falls due, a hold, and a disposal by two people, through the pages."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import datetime

import pytest

from fairplace.dps.custody.jobs import carry_out_disposal
from fairplace.dps.custody.models import Disposal, Hold
from fairplace.foundations import audit
from tests.attacks.scene import signed_in
from tests.dps.custody.test_retention import IN_YEARS, ended, keepers, reference_of

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]
HOME = "/council/retention/"


def words(page: bytes) -> str:
    return " ".join(html.unescape(page.decode()).split())


def test_two_people_dispose_of_what_falls_due_and_keep_the_certificate_t5(set_clock: Clock) -> None:
    made = ended(set_clock)
    first, second = (signed_in(one) for one in keepers(made))
    set_clock(IN_YEARS)
    told = words(first.get(HOME).content)
    assert "Who the child is, where no placement came of it (1 thing)" in told
    assert "PCR regulation 84(9)" in told
    assert "Select at least one kind of record" in words(first.post(HOME, {}).content)
    asked = first.post(HOME, {"codes": ["unplaced_identity"]})
    assert asked.status_code == 302
    page = asked["Location"]
    assert "somebody else must decide" in words(first.get(page).content)
    assert "a second person must decide" in words(first.post(page, {"agree": "yes"}).content)
    assert "Select whether it may go" in words(second.post(page, {}).content)
    assert "Say why it is not to go" in words(second.post(page, {"agree": "no"}).content)
    assert second.post(page, {"agree": "yes"}).status_code == 302
    with audit.transaction_as(made.officer):
        disposal = Disposal.objects.get()
    assert first.get(f"{page}certificate.pdf").status_code == 404
    carry_out_disposal(disposal_id=str(disposal.id), council_id=str(disposal.council_id))
    carry_out_disposal(disposal_id=str(disposal.id), council_id=str(disposal.council_id))
    told = words(first.get(page).content)
    assert "Done." in told
    paper = first.get(f"{page}certificate.pdf")
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    referral = f"/council/referrals/{made.published.referral_id}/"
    assert signed_in(made.officer).get(referral).status_code == 200, "the page of what is left still opens"


def test_a_hold_is_placed_and_ended_with_a_reason_and_a_period_is_chosen_t5(set_clock: Clock) -> None:
    made = ended(set_clock)
    client = signed_in(keepers(made)[0])
    set_clock(IN_YEARS)
    place = f"{HOME}holds/place/"
    assert "Select what must be kept" in words(client.post(place, {}).content)
    told = words(client.post(place, {"scope": "referral", "reference": "WS-NONE", "reason": "A claim."}).content)
    assert "no referral with this reference" in told
    assert "A claim." in told
    assert (
        client.post(place, {"scope": "referral", "reference": reference_of(made), "reason": "A claim."}).status_code
        == 302
    )
    told = words(client.get(HOME).content)
    assert "A claim." in told
    assert "until somebody ends it" in told
    with audit.transaction_as(made.officer):
        hold = Hold.objects.get()
    end = f"{HOME}holds/{hold.id}/end/"
    assert "Say why the hold may end" in words(client.post(end, {}).content)
    assert client.post(end, {"because": "It was settled."}).status_code == 302
    assert "It was settled." in words(client.get(HOME).content)
    period = f"{HOME}periods/procurement_record/"
    assert "at least 3 years" in words(client.post(period, {"months": "12", "because": "x"}).content)
    assert client.post(period, {"months": "48", "because": "Our auditor asks."}).status_code == 302
    told = words(client.get(HOME).content)
    assert "48 months from" in told
    assert "Our auditor asks." in told
    erase = f"{HOME}erase/"
    assert "no referral with this reference" in words(client.post(erase, {"reference": "X", "because": "y"}).content)
    assert client.post(erase, {"reference": reference_of(made), "because": "The family asks."}).status_code == 302


def test_others_see_nothing_of_it(set_clock: Clock) -> None:
    made = ended(set_clock)
    for stranger in (made.published.bidders[0].actor, made.evaluators[0]):
        assert signed_in(stranger).get(HOME).status_code in {403, 404}
