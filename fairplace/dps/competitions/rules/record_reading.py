"""From the bytes of an evaluation record to its values, or to every fault in them (command contract).

Validated by hand, in agreement with `evaluation-record.schema.json`, because a schema library takes longer to
import than the whole command may take.
"""

from decimal import Decimal

from fairplace.dps.competitions.rules.evaluation_record import (
    FORMAT,
    VERSION,
    Bid,
    CoreCost,
    Criterion,
    CriterionKind,
    EvaluationRecord,
    FamilyChoice,
    Item,
    PricedNeed,
    PriceFormula,
    PriceFormulaKind,
    Referral,
)
from fairplace.dps.competitions.rules.faults import WHOLE_RECORD, RecordRefused, element, member
from fairplace.dps.competitions.rules.json_values import NOUGHT, JsonWalk, read_json
from fairplace.dps.competitions.rules.record_faults import bid_faults, bids_faults, referral_faults


def read_record(text: bytes) -> EvaluationRecord:
    """The record in a file or in one line of a .jsonl file. Raises RecordRefused with every fault found."""
    return record_from_json(read_json(text))


def record_from_json(value: object) -> EvaluationRecord:
    """The record in a value that a JSON reader made, or that `EvaluationRecord.as_json` gives."""
    reader = _Reader()
    record = reader.record(value)
    if reader.faults:
        raise RecordRefused(reader.faults)
    return record


class _Reader(JsonWalk):
    """The parts of a record, each method one of them.

    The rules about a part (the referral, one bid) are applied only when its own shape is sound.
    """

    def record(self, value: object) -> EvaluationRecord:
        path = WHOLE_RECORD
        told = self.keys(value, path, "format version referral bids")
        self.get(told, "format", path, self.format, None)
        self.get(told, "version", path, self.version, None)
        referral = self.get(told, "referral", path, self.referral, None)
        bids: tuple[tuple[Bid, bool], ...] = self.get(told, "bids", path, self.bids, ())
        sound_bids = [(at, bid) for at, (bid, sound) in enumerate(bids) if sound]
        if referral is not None:
            for at, bid in sound_bids:
                self.faults += bid_faults(referral, bid, element("bids", at))
        self.faults += bids_faults([(element("bids", at), bid) for at, bid in sound_bids])
        empty = Referral("", NOUGHT, NOUGHT, (), (), ())
        return EvaluationRecord(referral or empty, tuple(bid for bid, _ in bids))

    def format(self, value: object, path: str) -> None:
        if value != FORMAT:
            self.fault(path, f'This must be "{FORMAT}".')

    def version(self, value: object, path: str) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or value != VERSION:
            self.fault(path, f"This must be {VERSION}.")

    def referral(self, value: object, path: str) -> Referral | None:
        """None if its shape is not sound: no rule about it, or about bids against it, can then be applied."""
        before = len(self.faults)
        told = self.keys(
            value,
            path,
            "reference price_weight quality_weight criteria needs features",
            "family_choice price_formula",
        )
        choice: FamilyChoice | None = FamilyChoice()
        if "family_choice" in told:
            choice = self.family_choice(told["family_choice"], member(path, "family_choice"))
        referral = Referral(
            reference=self.get(told, "reference", path, self.text, ""),
            price_weight=self.get(told, "price_weight", path, self.decimal, NOUGHT),
            quality_weight=self.get(told, "quality_weight", path, self.decimal, NOUGHT),
            criteria=self.get(told, "criteria", path, self.criteria, ()),
            needs=self.get(told, "needs", path, self.items, ()),
            features=self.get(told, "features", path, self.items, ()),
            family_choice=choice,
            price_formula=self.get(told, "price_formula", path, self.price_formula, PriceFormula()),
        )
        if len(self.faults) > before:
            return None
        self.faults += referral_faults(referral)
        return referral

    def criteria(self, value: object, path: str) -> tuple[Criterion, ...]:
        if value == []:
            self.fault(path, "There must be at least one criterion.")
        return self.many(value, path, self.criterion)

    def criterion(self, value: object, path: str) -> Criterion:
        told = self.keys(value, path, "code kind weight", "top_mark")
        return Criterion(
            code=self.get(told, "code", path, self.text, ""),
            kind=self.get(told, "kind", path, self.criterion_kind, CriterionKind.PRICE),
            weight=self.get(told, "weight", path, self.decimal, NOUGHT),
            top_mark=self.get(told, "top_mark", path, self.decimal, None),
        )

    def criterion_kind(self, value: object, path: str) -> CriterionKind:
        return self.one_of(value, path, CriterionKind, [kind.value for kind in CriterionKind])

    def items(self, value: object, path: str) -> tuple[Item, ...]:
        return self.many(value, path, self.item)

    def item(self, value: object, path: str) -> Item:
        told = self.keys(value, path, "code marks", "essential")
        return Item(
            code=self.get(told, "code", path, self.text, ""),
            marks=self.get(told, "marks", path, self.decimal, NOUGHT),
            essential=self.get(told, "essential", path, self.flag, False),
        )

    def family_choice(self, value: object, path: str) -> FamilyChoice | None:
        if value is None:
            return None
        usual = FamilyChoice()
        told = self.keys(value, path, "", "margin most_bidders")
        return FamilyChoice(
            margin=self.get(told, "margin", path, self.decimal, usual.margin),
            most_bidders=self.get(told, "most_bidders", path, self.whole, usual.most_bidders),
        )

    def price_formula(self, value: object, path: str) -> PriceFormula:
        told = self.keys(value, path, "kind", "floor ceiling")
        return PriceFormula(
            kind=self.get(told, "kind", path, self.formula_kind, PriceFormulaKind.RELATIVE),
            floor=self.get(told, "floor", path, self.decimal, None),
            ceiling=self.get(told, "ceiling", path, self.decimal, None),
        )

    def formula_kind(self, value: object, path: str) -> PriceFormulaKind:
        return self.one_of(value, path, PriceFormulaKind, [kind.value for kind in PriceFormulaKind])

    def bids(self, value: object, path: str) -> tuple[tuple[Bid, bool], ...]:
        """Each bid, and whether its shape is sound."""
        if value == []:
            self.fault(path, "There must be at least one bid.")
        return self.many(value, path, self.bid)

    def bid(self, value: object, path: str) -> tuple[Bid, bool]:
        before = len(self.faults)
        told = self.keys(
            value,
            path,
            "id core_costs priced_needs needs_met features_met miles competency_score statement_marks",
            "discount_percent excluded_because",
        )
        bid = Bid(
            id=self.get(told, "id", path, self.text, ""),
            core_costs=self.get(told, "core_costs", path, self.core_costs, ()),
            priced_needs=self.get(told, "priced_needs", path, self.priced_needs, ()),
            needs_met=self.get(told, "needs_met", path, self.texts, ()),
            features_met=self.get(told, "features_met", path, self.texts, ()),
            miles=self.get(told, "miles", path, self.decimal, NOUGHT),
            competency_score=self.get(told, "competency_score", path, self.decimal, NOUGHT),
            statement_marks=self.get(told, "statement_marks", path, self.marks, {}),
            discount_percent=self.get(told, "discount_percent", path, self.decimal, NOUGHT),
            excluded_because=self.get(told, "excluded_because", path, self.filled_text, None),
        )
        return bid, len(self.faults) == before

    def core_costs(self, value: object, path: str) -> tuple[CoreCost, ...]:
        return self.many(value, path, self.core_cost)

    def core_cost(self, value: object, path: str) -> CoreCost:
        told = self.keys(value, path, "heading carried bid")
        return CoreCost(
            heading=self.get(told, "heading", path, self.text, ""),
            carried=self.get(told, "carried", path, self.decimal, NOUGHT),
            bid=self.get(told, "bid", path, self.decimal, NOUGHT),
        )

    def priced_needs(self, value: object, path: str) -> tuple[PricedNeed, ...]:
        return self.many(value, path, self.priced_need)

    def priced_need(self, value: object, path: str) -> PricedNeed:
        told = self.keys(value, path, "code weekly")
        return PricedNeed(
            code=self.get(told, "code", path, self.text, ""),
            weekly=self.get(told, "weekly", path, self.decimal, NOUGHT),
        )

    def marks(self, value: object, path: str) -> dict[str, Decimal]:
        if not isinstance(value, dict):
            self.fault(path, "This must be an object.")
            return {}
        self.repeats(value, path)
        return {code: self.decimal(mark, member(path, code)) for code, mark in value.items()}
