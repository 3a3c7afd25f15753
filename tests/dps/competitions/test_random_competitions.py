"""C3, T4: random competitions, as the application scores them, agree with `fairplace evaluate` to the last digit.

`make drill` (FAIRPLACE_COMPETITIONS=10000) scores ten thousand; a usual run, two hundred. Everything is a row of the
real database: bids as they are opened, marks as they were agreed, scorecards as they are kept. The other side gets one
JSON Lines file. Some are for brothers and sisters or a cohort, and some ask places of two categories (method, rule 0).
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.db import transaction

from fairplace.dps.competitions.actions.score_bids import score_bids
from fairplace.dps.competitions.models import Bid, Competition, Evaluator, Invitation, Mark, Score, Scorecard
from fairplace.dps.competitions.rules.bid_content import BidContent
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.seeds import read_seed
from fairplace.dps.qualification.models import Line
from fairplace.dps.referrals.models import FurtherChild, Referral, ReferralCategory, ReferralItem
from fairplace.dps.referrals.rules.children import code_for
from fairplace.dps.referrals.rules.weights import default_quality_weights
from fairplace.foundations import audit
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel.identifiers import new_id
from tests.commands.running import fairplace
from tests.dps.competitions.published import CLOSES, Bidder, Published, publish
from tests.dps.world import AT, person

COMPETITIONS = int(os.environ.get("FAIRPLACE_COMPETITIONS", "200"))
AT_ONCE = 50
CATEGORIES = {"sen": "day", "residential": "", "alternative": ""}
"""Code to a kind of placement; "": the first that it has."""


def with_formulas(code: str) -> dict[str, object]:
    """Residential Care scores prices between a floor and a ceiling."""
    own = {"price_formula": "absolute", "floor_percent": "12.5", "ceiling_percent": 60}
    return {**read_seed(code), **(own if code == "residential" else {})}


class Market:
    """Makes competitions that wait for their scores, a batch at a time, and scores them."""

    def __init__(self, random: Random, published: Published) -> None:
        self.random, self.published = random, published
        self.evaluators = [person(published.world.partner_id, f"Marker {letter}", "evaluator") for letter in "AB"]
        self.places = dict(Line.objects.values_list("id", "establishment_id"))
        self.made = 0

    def batch(self, size: int) -> list[Competition]:
        rows: dict[type[Any], list[Any]] = {
            kind: []
            for kind in (
                Referral,
                FurtherChild,
                ReferralCategory,
                ReferralItem,
                Competition,
                Evaluator,
                Invitation,
                Bid,
                Mark,
            )
        }
        for _ in range(size):
            for row in self._rows():
                rows[type(row)].append(row)
        for kind, made in rows.items():
            kind.objects.bulk_create(made)
        return list(rows[Competition])

    def score(self, competition: Competition) -> None:
        score_bids(actor=self.published.officer, competition_id=competition.pk, at=CLOSES)

    def _rows(self) -> Iterator[Any]:
        random, officer = self.random, self.published.officer
        self.made += 1
        code, kind = random.choice(list(CATEGORIES.items()))
        category = self.published.world.category(code)
        content = content_of(category.version_id)
        price = Decimal(random.choice(["30", "70", "50", "42.5", "61", "33.3"]))
        referral = Referral(
            id=new_id(), reference=f"RND-{self.made}", council_id=officer.organisation_id, category_id=category.id,
            category_version_id=category.version_id, state="published", written_by_id=officer.person_id, started_at=AT,
            title="A place", placement_kind=kind or content.placement_kinds[0].code, age=random.randint(5, 15),
            start_on=AT.date(), expected_weeks=52, urgency="planned", district="GU2", price_weight=price,
            radius_miles=30, choice_by=random.choice(["parent", "nobody", "nobody"]),
        )  # fmt: skip
        weights = default_quality_weights(100 - price, scored=content.is_scored)
        referral.quality_weights = {name: str(weight) for name, weight in weights._asdict().items()}
        children = random.choice([1, 1, 1, 2, 3])
        referral.several = random.choice(["sibling", "cohort"]) if children > 1 else ""
        yield referral
        for number in range(2, children + 1):
            yield FurtherChild(referral=referral, number=number, age=random.randint(0, 17))
        items = [item for child in range(1, children + 1) for item in self._items(referral, child)]
        yield from items
        competition = Competition(
            id=new_id(), referral=referral, council_id=officer.organisation_id, state="evaluating", published_at=AT,
            published_by_id=officer.person_id, closes_at=CLOSES, opened_at=CLOSES,
        )  # fmt: skip
        yield competition
        for evaluator in self.evaluators:
            yield Evaluator(competition=competition, person_id=evaluator.person_id)
        of_categories = [[heading.code for heading in content.headings_for(referral.placement_kind)]]
        if random.random() < 0.25:
            other = random.choice([one for one in CATEGORIES if one != code])
            row = self.published.world.category(other)
            its = content_of(row.version_id)
            kind = its.placement_kinds[0].code
            yield ReferralCategory(
                referral=referral, category_id=row.id, category_version_id=row.version_id, placement_kind=kind
            )
            of_categories.append([heading.code for heading in its.headings_for(kind)])
        if children > 1:
            of_categories = [
                [code_for(child, heading) for child in range(1, children + 1) for heading in headings]
                for headings in of_categories
            ]
        bidders = random.sample(self.published.bidders, random.randint(1, len(self.published.bidders)))
        twin = self._bid_content(items, of_categories[0]) if random.random() < 0.3 else None
        for number, bidder in enumerate(bidders):
            content = twin or self._bid_content(items, random.choice(of_categories))
            yield from self._bid(competition, bidder, "ABCDEFGH"[number], content)

    def _items(self, referral: Referral, child: int) -> Iterator[ReferralItem]:
        for kind, least in (("need", 1), ("feature", 1)):
            for position in range(self.random.randint(least, 5)):
                yield ReferralItem(
                    referral=referral, child=child, kind=kind, code=f"{kind}-{position}", name=f"{kind} {position}",
                    marks=Decimal(self.random.choice(["1", "2", "3", "0.5", "1.25"])),
                    essential=self.random.random() < 0.08, position=position,
                )  # fmt: skip

    def _bid_content(self, items: list[ReferralItem], headings: list[str]) -> BidContent:
        random = self.random
        met = [item for item in items if random.random() < 0.8]
        several = any(item.child > 1 for item in items)

        def codes(kind: str) -> tuple[str, ...]:
            found = [item for item in met if item.kind == kind]
            return tuple(code_for(item.child, item.code) if several else item.code for item in found)

        needs = codes("need")
        carried = {heading: Decimal(random.randint(5_000, 60_000)) / 100 for heading in headings}
        lowered = {
            heading: amount - Decimal(random.choice([0, 0, 100, 999])) / 100 for heading, amount in carried.items()
        }
        return BidContent(
            needs_met=needs,
            features_met=codes("feature"),
            how=dict.fromkeys(needs, "With a therapist."),
            statement="We will.",
            core_costs=lowered,
            carried=carried,
            priced_needs={code: Decimal(random.randint(0, 9_999)) / 100 for code in needs if random.random() < 0.4},
            discount_percent=Decimal(random.choice(["0", "0", "5", "2.5", "12.345"])),
        )

    def _bid(self, competition: Competition, bidder: Bidder, letter: str, content: BidContent) -> Iterator[Any]:
        random = self.random
        invitation = Invitation(
            id=new_id(), competition=competition, line_id=bidder.line_id, provider_id=bidder.provider_id,
            establishment_id=self.places[bidder.line_id], distance_band="10 to 20 miles", sent_at=AT,
            competency_score=Decimal(random.choice(["0", "100", "72.5", "64", "33.33", "80"])),
        )  # fmt: skip
        seal_onto(invitation, miles=random.choice(["0", "9.999999", "10", "10.000001", "37.5", "49.99", "50", "400"]))
        yield invitation
        out = "Withdrawn before scores were shown." if letter != "A" and random.random() < 0.05 else ""
        bid = Bid(
            id=new_id(), invitation=invitation, competition=competition, council_id=competition.council_id,
            provider_id=bidder.provider_id, establishment_id=invitation.establishment_id, label=f"Bidder {letter}",
            content=json.loads(content.as_bytes()), submitted_at=AT, submitted_by_id=bidder.actor.person_id,
            receipt="R", excluded_because=out,
        )  # fmt: skip
        yield bid
        mark = Decimal(random.randint(0, 10)) / 2
        for moderated, by in ((False, 0), (False, 1), (True, 0)):
            yield Mark(
                competition=competition, bid=bid, moderated=moderated, mark=mark, reason="Clear.",
                by_id=self.evaluators[by].person_id, at=CLOSES,
            )  # fmt: skip


@pytest.mark.drill
@pytest.mark.django_db
def test_c3_random_competitions_are_recomputed_by_fairplace_evaluate_to_the_last_digit(
    set_clock: Callable[[datetime | None], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    set_clock(AT)
    monkeypatch.setattr("tests.dps.world.read_seed", with_formulas)
    market = Market(Random(2026), publish(6))
    set_clock(CLOSES)
    records, results = tmp_path / "records.jsonl", tmp_path / "results.jsonl"
    seen: Counter[str] = Counter()
    with records.open("w") as given, results.open("w") as kept:
        for begun in range(0, COMPETITIONS, AT_ONCE):
            with audit.transaction_as(market.published.officer):
                made = market.batch(min(AT_ONCE, COMPETITIONS - begun))
                for competition in made:
                    market.score(competition)
                cards = list(Scorecard.objects.filter(competition__in=made))
                scores = {score.bid_id: score for score in Score.objects.filter(competition__in=made)}
                labels = {(bid.competition_id, bid.label): bid.pk for bid in Bid.objects.filter(competition__in=made)}
                transaction.set_rollback(True)  # unanalysed tables are searched from end to end
            assert len(cards) == len(made)
            for card in cards:
                given.write(json.dumps(card.record) + "\n")
                kept.write(json.dumps(card.result) + "\n")
                seen[card.record["referral"]["price_formula"]["kind"]] += 1
                seen["several children"] += any(
                    item["code"].startswith("child-2--") for item in card.record["referral"]["needs"]
                )
                seen["family choice"] += bool(card.result["family_choice"])
                for told in card.result["results"]:
                    score = scores[labels[card.competition_id, told["bid"]]]
                    assert (score.rank, score.criteria) == (told["rank"], told["scores"]), "what pages show"
                    assert score.total == (told["total"] and Decimal(told["total"]))
                    seen["excluded"] += bool(told["excluded"])
                    seen["bids"] += 1
    done = fairplace("evaluate", str(records))
    assert done.returncode == 0, done.stderr
    pairs = list(zip(done.stdout.splitlines(), results.read_text().splitlines(), strict=True))
    assert len(pairs) == COMPETITIONS
    differ = [number for number, (again, stored) in enumerate(pairs) if json.loads(again) != json.loads(stored)]
    assert not differ, f"{len(differ)} of {COMPETITIONS} differ, the first is record {differ[0]}"
    assert min(seen.values()) > COMPETITIONS // 20, seen
