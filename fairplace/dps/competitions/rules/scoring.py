"""The published method of scoring, version 1 (C3, "The published method of scoring").

A pure function of an evaluation record. Each criterion's score is computed in exact fractions and rounded
half-up to two decimals; the total is the sum of the rounded scores, so that anyone can check it
by hand (rule 1). The record is taken to keep the rules: `record_reading` refuses any that does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from fairplace.dps.competitions.rules.evaluation_record import (
    Bid,
    Criterion,
    CriterionKind,
    EvaluationRecord,
    Item,
    PriceFormula,
    PriceFormulaKind,
    Referral,
)
from fairplace.dps.competitions.rules.prices import pounds_text, price_working, weekly_price
from fairplace.dps.competitions.rules.ranking import Decision, Standing, decide, rank
from fairplace.foundations.kernel.grid import TOP_MARK, distance_band, location_mark, miles_text
from fairplace.foundations.kernel.rounding import Number, exact_text, half_up

METHOD_VERSION = "1"
NOT_SCORED = "Not scored, because the bid is excluded."


@dataclass(frozen=True, slots=True)
class Scorecard:
    """One bid's result. Rank, quality, total and the price score are None for an excluded bid."""

    bid: str
    rank: int | None
    excluded: str | None
    weekly_price: Decimal
    price_working: str
    quality: Decimal | None
    total: Decimal | None
    scores: dict[str, Decimal | None]
    working: dict[str, str]

    def as_json(self) -> dict[str, object]:
        return {
            "bid": self.bid,
            "rank": self.rank,
            "excluded": self.excluded,
            "weekly_price": _two_places(self.weekly_price),
            "quality": _two_places(self.quality),
            "total": _two_places(self.total),
            "scores": {code: _two_places(score) for code, score in self.scores.items()},
            "working": self.working,
        }


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scorecards in rank order, then the excluded in the order given; and whose the decision is."""

    scorecards: tuple[Scorecard, ...]
    decision: Decision

    def as_json(self) -> dict[str, object]:
        """What `fairplace evaluate` prints."""
        return {
            "results": [card.as_json() for card in self.scorecards],
            "family_choice": list(self.decision.family_choice),
            "winner": self.decision.winner,
        }


@dataclass(frozen=True, slots=True)
class ExactPoints:
    """A compliant bid's points before they are rounded, by criterion: what `sensitivity` asks "what if" of."""

    bid: str
    weekly_price: Decimal
    points: dict[str, Fraction]


@dataclass(frozen=True, slots=True)
class _Score:
    points: Decimal
    working: str
    exact: Fraction


def evaluate(record: EvaluationRecord) -> Evaluation:
    """Scores, ranks and the decision for one referral (C3, C4, C5)."""
    referral = record.referral
    prices = {bid.id: price_of(bid) for bid in record.bids}
    exclusions = {bid.id: exclusion(referral, bid) for bid in record.bids}
    compliant = [bid for bid in record.bids if exclusions[bid.id] is None]
    lowest = min((prices[bid.id] for bid in compliant), default=None)
    qualities = {
        bid.id: {
            criterion.code: _quality_score(criterion, referral, bid)
            for criterion in referral.criteria
            if criterion.kind is not CriterionKind.PRICE
        }
        for bid in record.bids
    }
    scored = {
        bid.id: qualities[bid.id] | _price_scores(referral, prices[bid.id], lowest)
        for bid in compliant
        if lowest is not None
    }
    ranked = rank(Standing(bid.id, _sum(scored[bid.id]), _sum(qualities[bid.id]), prices[bid.id]) for bid in compliant)
    by_id = {bid.id: bid for bid in record.bids}
    places = {one.bid: one.rank for one in ranked}
    in_order = [by_id[one.bid] for one in ranked] + [bid for bid in record.bids if bid.id not in places]
    return Evaluation(
        tuple(
            _scorecard(
                referral,
                bid,
                rank=places.get(bid.id),
                excluded=exclusions[bid.id],
                price=prices[bid.id],
                scores=scored.get(bid.id, qualities[bid.id]),
            )
            for bid in in_order
        ),
        decide(ranked, referral.family_choice),
    )


def exact_points(record: EvaluationRecord) -> list[ExactPoints]:
    """Of the compliant bids, in the order given (C9)."""
    referral = record.referral
    prices = {bid.id: price_of(bid) for bid in record.bids if exclusion(referral, bid) is None}
    return [
        ExactPoints(
            bid.id,
            prices[bid.id],
            {
                one.code: (
                    _price_score(one.weight, referral.price_formula, prices[bid.id], min(prices.values()))
                    if one.kind is CriterionKind.PRICE
                    else _quality_score(one, referral, bid)
                ).exact
                for one in referral.criteria
            },
        )
        for bid in record.bids
        if bid.id in prices
    ]


def exclusion(referral: Referral, bid: Bid) -> str | None:
    """Why a bid is out: a recorded decision, whatever it offers, or an essential item not met (rule 3)."""
    if bid.excluded_because is not None:
        return bid.excluded_because
    missed = [need.code for need in referral.needs if need.essential and need.code not in bid.needs_met]
    missed += [one.code for one in referral.features if one.essential and one.code not in bid.features_met]
    if not missed:
        return None
    *others, last = missed
    return (
        f"Does not meet the essential items {', '.join(others)} and {last}."
        if others
        else f"Does not meet the essential item {last}."
    )


def _scorecard(
    referral: Referral,
    bid: Bid,
    *,
    rank: int | None,
    excluded: str | None,
    price: Decimal,
    scores: dict[str, _Score],
) -> Scorecard:
    codes = [criterion.code for criterion in referral.criteria]
    quality = {one.code for one in referral.criteria if one.kind is not CriterionKind.PRICE}
    compliant = rank is not None
    return Scorecard(
        bid=bid.id,
        rank=rank,
        excluded=excluded,
        weekly_price=price,
        price_working=price_working(*_amounts(bid)),
        quality=half_up(_sum({code: scores[code] for code in quality}), 2) if compliant else None,
        total=half_up(_sum(scores), 2) if compliant else None,
        scores={code: scores[code].points if code in scores else None for code in codes},
        working={code: scores[code].working if code in scores else NOT_SCORED for code in codes},
    )


def _price_scores(referral: Referral, price: Decimal, lowest: Decimal) -> dict[str, _Score]:
    return {
        criterion.code: _price_score(criterion.weight, referral.price_formula, price, lowest)
        for criterion in referral.criteria
        if criterion.kind is CriterionKind.PRICE
    }


def _price_score(weight: Decimal, formula: PriceFormula, price: Decimal, lowest: Decimal) -> _Score:
    """Rule 2. A price is above 0 in every record that keeps the rules, so it may divide."""
    if formula.kind is PriceFormulaKind.RELATIVE or formula.floor is None or formula.ceiling is None:
        return _share(weight, lowest, price, pounds_text(lowest), pounds_text(price))
    ceiling, floor = formula.ceiling, formula.floor
    exact = Fraction(weight) * (Fraction(ceiling) - Fraction(price)) / (Fraction(ceiling) - Fraction(floor))
    kept = max(Fraction(0), min(Fraction(weight), exact))
    sum_text = (
        f"{exact_text(weight)} × ({pounds_text(ceiling)} − {pounds_text(price)})"
        f" ÷ ({pounds_text(ceiling)} − {pounds_text(floor)})"
    )
    if kept != exact:
        sum_text += f", kept within 0 and {exact_text(weight)},"
    return _scored(kept, sum_text)


def _quality_score(criterion: Criterion, referral: Referral, bid: Bid) -> _Score:
    """Rules 3 to 6."""
    weight = criterion.weight
    match criterion.kind:
        case CriterionKind.NEEDS:
            return _shared_marks(weight, referral.needs, bid.needs_met)
        case CriterionKind.FEATURES:
            return _shared_marks(weight, referral.features, bid.features_met)
        case CriterionKind.LOCATION:
            mark = location_mark(bid.miles)
            words = f"{miles_text(bid.miles)} miles, {distance_band(bid.miles)}: "
            return _share(weight, mark, TOP_MARK, before=words)
        case CriterionKind.COMPETENCY:
            return _share(weight, bid.competency_score, 100)
        case CriterionKind.STATEMENT:
            return _share(weight, bid.statement_marks[criterion.code], criterion.top_mark or 0)
        case CriterionKind.PRICE:
            raise ValueError("Price is no part of quality.")


def _shared_marks(weight: Decimal, items: Sequence[Item], met: Sequence[str]) -> _Score:
    """Marks of those met out of the marks of all (rule 3)."""
    ticked = set(met)
    marks = sum((Fraction(item.marks) for item in items if item.code in ticked), Fraction(0))
    return _share(weight, marks, sum((Fraction(item.marks) for item in items), Fraction(0)))


def _share(
    weight: Decimal,
    part: Number,
    whole: Number,
    part_text: str | None = None,
    whole_text: str | None = None,
    before: str = "",
) -> _Score:
    """weight × part ÷ whole. With nothing to share the weight is 0, and so is the score."""
    if not whole:
        return _scored(Fraction(0), "Nothing to share: 0")
    text = f"{exact_text(weight)} × {part_text or exact_text(part)} ÷ {whole_text or exact_text(whole)}"
    return _scored(Fraction(weight) * Fraction(part) / Fraction(whole), before + text)


def _scored(points: Fraction, sum_text: str) -> _Score:
    rounded = half_up(points, 2)
    return _Score(rounded, f"{sum_text} = {_two_places(rounded)}", points)


def _amounts(bid: Bid) -> tuple[list[Decimal], list[Decimal], Decimal]:
    core_costs = [cost.bid for cost in bid.core_costs]
    return core_costs, [priced.weekly for priced in bid.priced_needs], bid.discount_percent


def price_of(bid: Bid) -> Decimal:
    """Pounds a week, as it is scored (rule 2)."""
    return weekly_price(*_amounts(bid))


def _sum(scores: dict[str, _Score]) -> Fraction:
    return sum((Fraction(score.points) for score in scores.values()), Fraction(0))


def _two_places(value: Decimal | None) -> str | None:
    return None if value is None else exact_text(value, least_places=2)
