"""C8: an officer publishes an incentive; bidders read it; the award and the agreement carry it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.accept_award import accept_award
from fairplace.dps.placements.actions import make_agreement
from fairplace.dps.referrals import models
from fairplace.dps.referrals.actions.change_incentive import change_incentive
from fairplace.dps.referrals.queries.incentive import incentive_of
from fairplace.dps.referrals.rules.incentive import Incentive
from fairplace.foundations import audit
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.paper import render_pdf
from tests.dps.competitions.test_awarding import scored
from tests.dps.referrals.written import write_referral
from tests.dps.world import AT, make_world
from tests.web.provider.test_bidding_pages import signed_in, text

pytestmark = pytest.mark.django_db
Clock = Callable[[datetime | None], None]


def test_c8_bidders_read_it_the_award_agrees_it_and_the_agreement_says_it(
    set_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = scored(set_clock, choice_by="nobody")
    referral_id = made.published.referral_id
    models.Incentive.objects.create(referral_id=referral_id, kind="outcomes", percent=Decimal(2), by=date(2030, 1, 5))
    term = incentive_of(referral_id)
    assert term is not None
    winner = made.published.bidders[0]
    client = signed_in(made.officer)
    page = text(client.get(f"/council/awarding/{made.competition_id}/award/"))
    assert term.sentence in page
    award_id = made.award(winner)
    told = [row.payload for row in audit.timeline(about=referral_id) if row.kind == events.AWARD_MADE]
    assert told[0]["incentive"] == term.sentence
    invitation = made.bid_of(winner).invitation_id
    provider = signed_in(winner.actor)
    assert term.sentence in text(provider.get(f"/provider/referrals/{invitation}/"))
    assert "By accepting you also agree" in text(provider.get(f"/provider/referrals/{invitation}/award/"))
    drawn: list[Mapping[str, Any]] = []

    def keep(template: Path, data: Mapping[str, Any], *, at: datetime) -> bytes:
        drawn.append(data)
        return render_pdf(template, data, at=at)

    monkeypatch.setattr(make_agreement, "render_pdf", keep)
    made.acting(winner.actor, accept_award, award_id=award_id)
    premium = term.premium(made.bid_of(winner).weekly_price or Decimal(0))
    assert drawn[0]["incentive"] == f"{term.sentence} At the weekly price of this agreement it is £{premium:,.2f}."
    with pytest.raises(Refused, match="has been published"):
        made.acting(made.officer, change_incentive, referral_id=referral_id, incentive=None)


def test_c8_an_officer_writes_an_incentive_changes_it_and_takes_it_out() -> None:
    world = make_world()
    officer = world.people["partner_officer"]
    with audit.transaction_as(officer):
        referral = write_referral(world, officer)
    client = signed_in(officer)
    here = f"/council/referrals/{referral}/incentive/"
    assert "A premium for what helps the child" in text(client.get(f"/council/referrals/{referral}/write/"))
    given = {"kind": "step_down", "percent": "2", "by_day": "5", "by_month": "1", "by_year": "2031"}
    assert "Say whether a premium is paid" in text(client.post(here, {}))
    assert "Enter the day" in text(client.post(here, {"kind": "step_down", "percent": "2"}))
    assert "not both" in text(client.post(here, {**given, "amount": "100"}))
    assert client.post(here, given).status_code == 302
    assert incentive_of(referral) == Incentive("step_down", date(2031, 1, 5), percent=Decimal(2))
    assert client.post(here, {**given, "percent": "", "amount": "500"}).status_code == 302
    assert incentive_of(referral) == Incentive("step_down", date(2031, 1, 5), amount=Decimal(500))
    assert client.post(here, {"kind": "none"}).status_code == 302
    assert incentive_of(referral) is None
    with audit.transaction_as(world.people["officer"]), pytest.raises(NotThere):
        change_incentive(actor=world.people["officer"], referral_id=referral, incentive=None, at=AT)
