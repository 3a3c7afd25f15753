"""C10: closed referrals replayed under other rules, for learning only: pooled, and suppressed below five."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from random import Random

import pytest

from fairplace.dps.competitions.actions.rehearse import ask_rehearsal
from fairplace.dps.competitions.jobs import rehearse
from fairplace.dps.competitions.models import Competition, Rehearsal, Score, Scorecard
from fairplace.dps.competitions.queries.rehearsals import rehearsal
from fairplace.dps.competitions.rules.evaluation_record import PriceFormula, PriceFormulaKind
from fairplace.dps.competitions.rules.record_reading import record_from_json
from fairplace.dps.competitions.rules.rehearsal import Tally, Trial, replay, sentences, total
from fairplace.dps.competitions.rules.scoring import evaluate
from fairplace.foundations import audit
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.dps.competitions.published import CLOSES, publish
from tests.dps.competitions.rules.record_making import random_record
from tests.dps.competitions.rules.test_sensitivity import HALF, at_price_weight, first
from tests.dps.competitions.test_random_competitions import Market, with_formulas
from tests.dps.world import AT, person
from tests.web.provider.test_bidding_pages import signed_in, text

Clock = Callable[[datetime | None], None]
ABSOLUTE = PriceFormula(PriceFormulaKind.ABSOLUTE, floor=Decimal(400), ceiling=Decimal(1500))


def test_a_replay_is_the_published_method_with_the_other_rule_c10() -> None:
    tallies = []
    for seed in range(150):
        record = record_from_json(random_record(Random(seed)))
        if record.referral.price_weight != HALF or not first(record):
            continue
        for weight in (Decimal(30), HALF, Decimal(70)):
            for formula in (None, ABSOLUTE):
                other = at_price_weight(record, weight)
                if formula:
                    other = replace(other, referral=replace(other.referral, price_formula=formula))
                told = replay(record, Trial(weight, formula))
                assert told.other_first == (first(other) != first(record))
                assert told.asked == bool(evaluate(record).decision.family_choice)
                assert told.would_ask == bool(evaluate(other).decision.family_choice)
                tallies.append(told)
    pooled = total(tallies)
    assert pooled.replayed == len(tallies) > 100
    assert 0 < pooled.other_first < pooled.replayed


@pytest.mark.parametrize(
    ("tally", "said"),
    [
        (Tally(4, 4, 0, 0), "Fewer than 5 closed referrals can be replayed, so no figure is shown."),
        (Tally(212, 17, 9, 30), "17 of 212 winners would differ."),
        (Tally(212, 0, 9, 30), "None of 212 winners would differ."),
        (Tally(212, 1, 9, 30), "Fewer than 5 of 212 winners would differ."),
        (Tally(212, 210, 9, 30), "More than 207 of 212 winners would differ."),
        (Tally(212, 212, 9, 30), "All of 212 winners would differ."),
    ],
)
def test_no_figure_below_five_is_told_nor_given_away_c10(tally: Tally, said: str) -> None:
    assert sentences(tally)[0] == said


@pytest.mark.django_db
def test_the_lead_replays_what_another_council_closed_and_sees_pooled_figures_alone_c10(
    set_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(AT)
    monkeypatch.setattr("tests.dps.world.read_seed", with_formulas)
    market = Market(Random(7), publish(4))
    set_clock(CLOSES)
    council = market.published.officer
    with audit.transaction_as(council):
        made = market.batch(14)
        for competition in made:
            market.score(competition)
        Competition.objects.filter(id__in=[one.pk for one in made]).update(state="accepted")
        before = list(Score.objects.order_by("id").values())
        records = [record_from_json(one) for one in Scorecard.objects.values_list("record", flat=True)]
    lead = market.published.world.people["officer"]
    client = signed_in(lead)
    assert "Rehearse other weights" in text(client.get("/council/categories/"))
    here = "/council/awarding/rehearsals/"
    refused = text(client.post(here, {"category": "every", "price_weight": "", "price_formula": "own"}))
    assert "Enter another weight of price" in refused
    page = text(
        client.post(here, {"category": "every", "price_weight": "70", "price_formula": "relative"}, follow=True)
    )
    assert "It waits for its turn" in page
    row = Rehearsal.objects.get()
    rehearse(rehearsal_id=str(row.id))
    rehearse(rehearsal_id=str(row.id))
    trial = Trial(Decimal(70), PriceFormula())
    expected = sentences(total(replay(record, trial) for record in records))
    with audit.transaction_as(lead):
        found = rehearsal(lead, row.id)
    assert found.told == tuple(expected)
    assert (found.closed, found.done) == (14, 14)
    page = text(client.get(f"{here}{row.id}/"))
    assert expected[0] in page
    assert "For learning only, never for an award" in page
    assert "RND-" not in page, "no referral is named"
    with audit.transaction_as(council):
        assert list(Score.objects.order_by("id").values()) == before, "no score is touched"


@pytest.mark.django_db
def test_only_the_lead_authority_rehearses_c10_x7(set_clock: Clock) -> None:
    set_clock(AT)
    published = publish(1)
    world = published.world
    manager = person(world.lead_id, "Mo Contract", "contract_manager")
    for stranger in (world.people["partner_officer"], manager, published.bidders[0].actor):
        with pytest.raises(NotThere):
            ask_rehearsal(actor=stranger, category_id=None, price_weight=HALF, price_formula="", at=AT)
    for path in ("", "01a215a6-f80c-7001-a376-405529dd7a8b/"):
        for stranger in (world.people["partner_officer"], manager):
            assert signed_in(stranger).get(f"/council/awarding/rehearsals/{path}").status_code in {403, 404}
    lead = world.people["officer"]
    for weight, formula, said in (
        (Decimal(29), "", "30"),
        (None, "absolute", "floor that is below the ceiling"),
        (None, "by ear", "how prices are scored"),
    ):
        with audit.transaction_as(lead), pytest.raises(Refused, match=said):
            ask_rehearsal(actor=lead, category_id=None, price_weight=weight, price_formula=formula, at=AT)
