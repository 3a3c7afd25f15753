"""The evaluation record: all that the published method needs to rank the bids for one referral.

These are its plain values (command contract). `record_reading` makes them from JSON, `record_faults` says
what breaks the rules, `scoring` ranks the bids. To write one for a competition, build `EvaluationRecord`,
keep its `as_json()` and read that with `record_from_json`, which refuses it if a rule is broken.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from fairplace.foundations.kernel.rounding import cut, exact_text

FORMAT = "fairplace-evaluation-record"
VERSION = 1
MILES_PLACES = 6


class CriterionKind(StrEnum):
    PRICE = "price"
    STATEMENT = "statement"
    NEEDS = "needs"
    FEATURES = "features"
    LOCATION = "location"
    COMPETENCY = "competency"


class PriceFormulaKind(StrEnum):
    RELATIVE = "relative"
    ABSOLUTE = "absolute"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One published criterion; `top_mark` belongs to a statement alone."""

    code: str
    kind: CriterionKind
    weight: Decimal
    top_mark: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A need or a feature with its marks; a bid that does not meet an essential one is excluded (rule 3)."""

    code: str
    marks: Decimal
    essential: bool = False


@dataclass(frozen=True, slots=True)
class FamilyChoice:
    """C5: bids fewer than `margin` points below the first, `most_bidders` at most."""

    margin: Decimal = Decimal(5)
    most_bidders: int = 3


@dataclass(frozen=True, slots=True)
class PriceFormula:
    """Rule 2: relative to the lowest compliant price, or absolute between a floor and a ceiling."""

    kind: PriceFormulaKind = PriceFormulaKind.RELATIVE
    floor: Decimal | None = None
    ceiling: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Referral:
    """What was published; `family_choice` None says that nobody chooses on this referral."""

    reference: str
    price_weight: Decimal
    quality_weight: Decimal
    criteria: tuple[Criterion, ...]
    needs: tuple[Item, ...]
    features: tuple[Item, ...]
    family_choice: FamilyChoice | None = field(default_factory=FamilyChoice)
    price_formula: PriceFormula = field(default_factory=PriceFormula)


@dataclass(frozen=True, slots=True)
class CoreCost:
    heading: str
    carried: Decimal
    bid: Decimal


@dataclass(frozen=True, slots=True)
class PricedNeed:
    code: str
    weekly: Decimal


@dataclass(frozen=True, slots=True)
class Bid:
    """One opened bid. Statement marks are consensus marks by criterion code; miles may have any decimals."""

    id: str
    core_costs: tuple[CoreCost, ...]
    priced_needs: tuple[PricedNeed, ...]
    needs_met: tuple[str, ...]
    features_met: tuple[str, ...]
    miles: Decimal
    competency_score: Decimal
    statement_marks: Mapping[str, Decimal]
    discount_percent: Decimal = Decimal(0)
    excluded_because: str | None = None


@dataclass(frozen=True, slots=True)
class EvaluationRecord:
    referral: Referral
    bids: tuple[Bid, ...]

    def as_json(self) -> dict[str, object]:
        """The record as the contract writes it: decimals as text, miles cut (never rounded) to six."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "referral": _referral_json(self.referral),
            "bids": [_bid_json(bid) for bid in self.bids],
        }


def _referral_json(referral: Referral) -> dict[str, object]:
    choice = referral.family_choice
    return {
        "reference": referral.reference,
        "price_weight": exact_text(referral.price_weight),
        "quality_weight": exact_text(referral.quality_weight),
        "criteria": [_criterion_json(criterion) for criterion in referral.criteria],
        "needs": [_item_json(item) for item in referral.needs],
        "features": [_item_json(item) for item in referral.features],
        "family_choice": choice and {"margin": exact_text(choice.margin), "most_bidders": choice.most_bidders},
        "price_formula": _formula_json(referral.price_formula),
    }


def _criterion_json(criterion: Criterion) -> dict[str, object]:
    told: dict[str, object] = {
        "code": criterion.code,
        "kind": criterion.kind.value,
        "weight": exact_text(criterion.weight),
    }
    return told if criterion.top_mark is None else told | {"top_mark": exact_text(criterion.top_mark)}


def _item_json(item: Item) -> dict[str, object]:
    return {"code": item.code, "marks": exact_text(item.marks), "essential": item.essential}


def _formula_json(formula: PriceFormula) -> dict[str, object]:
    bounds = {"floor": formula.floor, "ceiling": formula.ceiling}
    told = {name: _pounds(bound) for name, bound in bounds.items() if bound is not None}
    return {"kind": formula.kind.value, **told}


def _bid_json(bid: Bid) -> dict[str, object]:
    told: dict[str, object] = {
        "id": bid.id,
        "core_costs": [
            {"heading": cost.heading, "carried": _pounds(cost.carried), "bid": _pounds(cost.bid)}
            for cost in bid.core_costs
        ],
        "priced_needs": [{"code": need.code, "weekly": _pounds(need.weekly)} for need in bid.priced_needs],
        "discount_percent": exact_text(bid.discount_percent),
        "needs_met": list(bid.needs_met),
        "features_met": list(bid.features_met),
        "miles": exact_text(cut(bid.miles, MILES_PLACES)),
        "competency_score": exact_text(bid.competency_score),
        "statement_marks": {code: exact_text(mark) for code, mark in bid.statement_marks.items()},
    }
    return told if bid.excluded_because is None else told | {"excluded_because": bid.excluded_because}


def _pounds(amount: Decimal) -> str:
    return exact_text(amount, least_places=2)
