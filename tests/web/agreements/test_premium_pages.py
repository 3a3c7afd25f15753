"""C8, K8: a premium is followed in the placement by both sides, and those who pay see what is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from fairplace.dps.competitions.actions.accept_award import accept_award
from fairplace.dps.placements.actions.sign_agreement import sign_agreement
from fairplace.dps.placements.jobs import remind_of_premiums
from fairplace.dps.placements.models import PlacementAgreement, PremiumStep
from fairplace.dps.referrals.models import Incentive, Referral
from fairplace.foundations import audit
from fairplace.foundations.audit.models import Event
from fairplace.foundations.messages.models import Message
from tests.dps.competitions.test_awarding import scored
from tests.dps.placements.test_agreement import sides
from tests.web.provider.test_bidding_pages import signed_in, text

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]
SHOWN = "The June review measured twelve words of the twelve."


def test_c8_the_provider_says_it_the_council_decides_it_and_finance_sees_what_is_due(set_clock: Clock) -> None:
    made = scored(set_clock, choice_by="nobody")
    referral_id = made.published.referral_id
    winner = made.published.bidders[0]
    start = Referral.objects.get(pk=referral_id).start_on
    assert start is not None
    by = start + timedelta(days=180)
    Incentive.objects.create(referral_id=referral_id, kind="outcomes", percent=Decimal(2), by=by)
    made.acting(winner.actor, accept_award, award_id=made.award(winner))
    with audit.transaction_as(made.officer):
        agreement = PlacementAgreement.objects.get(referral=referral_id)
    ours, theirs = f"/council/agreements/{agreement.pk}/", f"/provider/agreements/placements/{agreement.pk}/"
    officer, provider = signed_in(made.officer), signed_in(winner.actor)
    assert "once both sides have signed" in text(officer.get(ours))
    assert officer.get(f"{ours}premium/").status_code == 404
    for signs in sides(made):
        made.acting(signs, sign_agreement, agreement_id=agreement.pk, name_typed=signs.name)
    worth = f"£{agreement.weekly_price * 52 * 2 / 100:,.2f}"
    assert worth in text(provider.get(theirs))
    assert "Not decided yet" in text(officer.get(ours))

    def moment(day: date) -> datetime:
        return datetime.combine(day, time(9), UTC)

    set_clock(moment(by - timedelta(days=20)))
    officer, provider = signed_in(made.officer), signed_in(winner.actor)
    for _ in range(2):
        remind_of_premiums(0)
    told = Message.objects.filter(subject=f"The premium of {agreement.reference}")
    assert all("in 30 days" in one.body_text for one in told)
    assert len({one.to_address for one in told}) == told.count() >= 2, "each of both sides, once"

    reached = by - timedelta(days=30)
    typed = {"day_day": str(reached.day), "day_month": str(reached.month), "day_year": str(reached.year)}
    early = {"day_day": str(start.day), "day_month": str(start.month), "day_year": str(start.year - 1)}
    wrong = text(provider.post(f"{theirs}premium/", {**early, "words": SHOWN}))
    assert "It must have been reached from" in wrong
    assert SHOWN in wrong, "nothing typed is lost"
    done = text(provider.post(f"{theirs}premium/", {**typed, "words": SHOWN}, follow=True))
    assert "The council is told, and decides" in done
    assert SHOWN in text(officer.get(f"{ours}premium/"))
    assert "Say whether it has been reached" in text(officer.post(f"{ours}premium/", {"words": SHOWN}))
    decided = text(officer.post(f"{ours}premium/", {"reached": "yes", **typed, "words": SHOWN}, follow=True))
    assert f"{worth} is due" in decided
    assert f"{worth} is due" in text(provider.get(theirs)), "both sides see it"
    listed = text(officer.get("/council/agreements/premiums/"))
    assert f"{worth} is due so far" in listed
    assert agreement.reference in officer.get("/council/agreements/premiums/premiums.csv").content.decode()
    assert officer.get(f"{ours}premium/").status_code == 404, "decided for good"
    with audit.transaction_as(made.officer):
        rows = list(PremiumStep.objects.order_by("at").values_list("step", "amount"))
    assert rows == [("said", None), ("reached", Decimal(worth[1:].replace(",", "")))]
    assert Event.objects.filter(kind="placements.premium_decided", actor_id=made.officer.person_id).count() == 1
    assert SHOWN not in str(list(Event.objects.values_list("payload", flat=True)))
    before = Message.objects.count()
    set_clock(moment(by + timedelta(days=1)))
    remind_of_premiums(0)
    assert Message.objects.count() == before, "what is decided needs no reminder"
