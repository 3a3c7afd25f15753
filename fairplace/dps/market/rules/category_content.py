"""What a published version of a category holds (P3, §7.4, §8.5): read from its document, typed, checked.

The document is JSON in the database and TOML in market/seeds. `read_content` refuses a document that breaks the rules,
so that everything later can trust it. A draft (P8) may break them for a while: `typed_content` reads it all the same,
and `broken_rules` says where.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from fairplace.dps.organisations.rules.ratings import Band
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.rounding import half_up


@dataclass(frozen=True, slots=True)
class Criterion:
    """A qualifying criterion of §7.4. weight: share of the competency score.

    method: pass_fail, scored, commercial, or asked (read, and neither passed nor scored: social value, §9.9).
    """

    code: str
    name: str
    method: str
    why: str
    passes: str
    weight: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the application, with its pass rule beside it (Q5).

    name: a few words for lists. level: provider or establishment. kind: yes_no, text, statement, evidence, rating or
    grounds (the exclusion grounds of the system's regime, one by one).
    passes_when: the answer that passes a yes_no question ("yes" or "no"); evidence: the kind of document asked for,
    with `minimum` pounds of cover. optional: may stay unanswered. settings: the kinds of establishment that are
    asked; () asks all ("registration where it applies"). bands: those that pass a rating question; () all but FAIL.
    """

    code: str
    criterion: str
    level: str
    kind: str
    text: str
    why: str
    passes: str
    name: str = ""
    hint: str = ""
    passes_when: str = ""
    evidence: str = ""
    minimum: Decimal | None = None
    most_words: int = 0
    top_mark: Decimal | None = None
    model_answer: str = ""
    mark_meanings: tuple[str, ...] = ()
    optional: bool = False
    settings: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()

    def passes_rating(self, band: Band | None) -> bool:
        """Whether this category admits a place whose rating is worth that; None, words nobody knows, never."""
        if not self.bands:
            return band not in {None, Band.FAIL}
        return band is not None and band.value in self.bands


@dataclass(frozen=True, slots=True)
class Heading:
    """A core cost heading (Q7). placement_kinds empty: every kind of placement."""

    code: str
    name: str
    hint: str = ""
    placement_kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """An additional service of the price list (§7.4, Q7), priced by unit: hour, session, day, night, week or mile."""

    code: str
    name: str
    unit: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Cap:
    """An affordability cap (Q8): pounds a week over the core cost headings of one kind of placement.

    placement_kind "": every kind. council: the ONS code of the authority that sets it for itself; "": common to all.
    """

    weekly: Decimal
    placement_kind: str = ""
    council: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A need or a feature of the taxonomy, with the marks that a referral starts from."""

    code: str
    name: str
    marks: Decimal
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Component:
    """A component of the outcomes framework (O1), with wordings that an officer may start from."""

    code: str
    name: str
    meaning: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacementKind:
    """day, weekly, termly, 52-week, residential, foster..."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ResponseTime:
    """How long bidders have (R8): working days, or hours; and the family to choose (C5).

    counts: what an hour is. "working": 9am to 5pm on working days, so that nothing runs out of hours; "clock": any
    hour, nights and weekends too, as in an emergency. question_hours: such hours before the closing time, questions
    end (R7); 0: at the closing time. short_form: bidders answer by places, needs and price (R13). statement_words: the
    most words of a statement at this urgency; 0: as the category says.
    """

    urgency: str
    working_days: int = 0
    hours: int = 0
    family_working_days: int = 5
    counts: str = "working"
    question_hours: int = 0
    short_form: bool = False
    statement_words: int = 0


COUNTS = ("working", "clock")


@dataclass(frozen=True, slots=True)
class DirectGround:
    """A circumstance, agreed by all partners, in which a child may be placed without competition (§8.10)."""

    code: str
    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ReferralStatement:
    """The one method statement of a bid (§8.11)."""

    text: str
    hint: str
    most_words: int
    top_mark: Decimal
    mark_meanings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PriceRange:
    """Pounds a week between which the absolute price formula gives points: all at the floor, none at the ceiling."""

    floor: Decimal
    ceiling: Decimal


RELATIVE, ABSOLUTE = "relative", "absolute"
"""The price formulas of the published method (rule 2)."""


@dataclass(frozen=True, slots=True)
class CategoryContent:
    """The whole document.

    cap: the common cap for every kind of placement that `caps` does not name. discounts: "sibling", "cohort", or both.
    settings: the kinds of establishment that may apply; () admits all. block_rules: how block contracts are competed
    for and called off (§8.9), in words. price_formula: relative or absolute; the absolute one runs between a floor and
    a ceiling that are per cent of the common cap for the kind of placement (C9). standstill_working_days: between an
    award and its acceptance (C6); 0: none. short_form: every bid is places, needs and price, with a statement only
    where there is one (R13). low_price_percent: how far below the mean of the other bids a price is questioned, where
    its core costs are low_cost_percent below those carried over as well (reg 69); 0: none is.
    one_opener_out_of_hours: an emergency may be opened by one opener and the system's timed share (C2).
    opener_councils: from how many councils the three openers come at least, 1 to 3 (C2). With three, no council alone
    can open a bid.
    """

    code: str
    name: str
    filled: bool
    description: str
    cap: Decimal | None
    suitable_number: int
    price_weight: Decimal
    criteria: tuple[Criterion, ...]
    questions: tuple[Question, ...]
    headings: tuple[Heading, ...]
    needs: tuple[Item, ...]
    features: tuple[Item, ...]
    components: tuple[Component, ...]
    placement_kinds: tuple[PlacementKind, ...]
    response_times: tuple[ResponseTime, ...]
    statement: ReferralStatement | None
    accept_within_working_days: int = 3
    standstill_working_days: int = 0
    short_form: bool = False
    services: tuple[Service, ...] = ()
    caps: tuple[Cap, ...] = ()
    discounts: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    direct_grounds: tuple[DirectGround, ...] = ()
    block_rules: str = ""
    price_formula: str = RELATIVE
    floor_percent: Decimal = Decimal(0)
    ceiling_percent: Decimal = Decimal(0)
    low_price_percent: Decimal = Decimal(0)
    low_cost_percent: Decimal = Decimal(0)
    price_answer_working_days: int = 2
    one_opener_out_of_hours: bool = False
    opener_councils: int = 1

    @property
    def is_scored(self) -> bool:
        """Whether any criterion is scored: if none is, lines have no competency score and it weighs nothing (Q10)."""
        return any(criterion.method == "scored" for criterion in self.criteria)

    def headings_for(self, placement_kind: str) -> tuple[Heading, ...]:
        """The headings that a placement of this kind is priced by."""
        return tuple(h for h in self.headings if not h.placement_kinds or placement_kind in h.placement_kinds)

    def cap_for(self, placement_kind: str, council: str = "") -> Decimal | None:
        """Pounds a week (Q8): the common cap, or for one council (by ONS code) the lower of that and its own."""
        common = self._cap(placement_kind, "")
        common = self.cap if common is None else common
        own = self._cap(placement_kind, council) if council else None
        return min((cap for cap in (common, own) if cap is not None), default=None)

    def price_range(self, placement_kind: str) -> PriceRange | None:
        """To the penny, half-up; None under the relative formula. A published version has a cap to take it from."""
        cap = self.cap_for(placement_kind)
        if self.price_formula != ABSOLUTE or cap is None:
            return None
        return PriceRange(*(half_up(cap * percent / 100, 2) for percent in (self.floor_percent, self.ceiling_percent)))

    @property
    def common_caps(self) -> tuple[tuple[PlacementKind, Decimal], ...]:
        """Each kind of placement with its common cap, where there is one."""
        found = ((kind, self.cap_for(kind.code)) for kind in self.placement_kinds)
        return tuple((kind, cap) for kind, cap in found if cap is not None)

    def _cap(self, placement_kind: str, council: str) -> Decimal | None:
        found = {cap.placement_kind: cap.weekly for cap in self.caps if cap.council == council}
        return found.get(placement_kind, found.get(""))

    def most_words(self, urgency: str) -> int:
        """Of a bid's statement at this urgency; 0: none is asked."""
        if self.statement is None:
            return 0
        fewer = self.response_time(urgency).statement_words
        return min(fewer, self.statement.most_words) if fewer else self.statement.most_words

    def short_at(self, urgency: str) -> bool:
        """Whether bids at this urgency are by the short form (R13)."""
        return self.short_form or any(time.short_form for time in self.response_times if time.urgency == urgency)

    def response_time(self, urgency: str) -> ResponseTime:
        """The published time for this urgency; Refused where the category has none."""
        for time in self.response_times:
            if time.urgency == urgency:
                return time
        raise Refused(f"{self.name} has no response time for this urgency. Choose another.")


_DECIMALS = {
    "weight", "minimum", "top_mark", "marks", "cap", "price_weight", "weekly", "floor_percent", "ceiling_percent",
    "low_price_percent", "low_cost_percent",
}  # fmt: skip


def _made(kind: type[Any], data: Mapping[str, Any]) -> Any:
    known = {field.name for field in fields(kind)}
    if unknown := set(data) - known:
        raise Refused(f"A category's document has no place for {', '.join(sorted(unknown))}.")
    return kind(**{name: _value(name, value) for name, value in data.items()})


def _value(name: str, value: Any) -> Any:
    if name in _DECIMALS:
        return None if value is None else Decimal(str(value))
    return tuple(value) if isinstance(value, list) else value


PARTS: dict[str, type[Any]] = {
    "criteria": Criterion,
    "questions": Question,
    "headings": Heading,
    "services": Service,
    "caps": Cap,
    "needs": Item,
    "features": Item,
    "components": Component,
    "placement_kinds": PlacementKind,
    "response_times": ResponseTime,
    "direct_grounds": DirectGround,
}
"""The parts of a document that are lists -> what their items are."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a document. path: the part, then the item and its field where one is meant."""

    path: tuple[str, ...]
    sentence: str


def read_content(document: Mapping[str, Any]) -> CategoryContent:
    """The typed content of a category's document. Refused with a sentence where it breaks a rule of P3."""
    content = typed_content(document)
    for fault in broken_rules(content):
        raise Refused(fault.sentence)
    return content


def typed_content(document: Mapping[str, Any]) -> CategoryContent:
    """The same, whether or not it keeps the rules: for drafts. Refused only for what has no place in a document."""
    data = dict(document)
    made = {name: tuple(_made(kind, one) for one in data.pop(name, [])) for name, kind in PARTS.items()}
    statement = data.pop("statement", None)
    # A question that is left empty, in a category of the short form, asks for nothing (R13).
    asked = statement is not None and (statement.get("text") or not data.get("short_form"))
    typed = _made(ReferralStatement, statement) if asked else None
    content: CategoryContent = _made(CategoryContent, {"cap": None, **data, "statement": typed, **made})
    return content


def broken_rules(content: CategoryContent) -> list[Fault]:
    """Every rule that the content breaks; what breaks one is never published."""
    faults = []
    for name in PARTS:
        if name in {"caps", "response_times"}:
            continue
        codes = [one.code for one in getattr(content, name)]
        if len(codes) != len(set(codes)):
            faults.append(Fault((name,), f"Two {name.replace('_', ' ')} of {content.name} share a code."))
    criteria = {criterion.code for criterion in content.criteria}
    faults += [
        Fault(
            ("questions", question.code, "criterion"),
            f"Question {question.code} belongs to no criterion of {content.name}.",
        )
        for question in content.questions
        if question.criterion not in criteria
    ]
    faults += [
        Fault(
            ("response_times", time.urgency, "counts"),
            f"The hours of a response time of {content.name} are neither working hours nor hours by the clock.",
        )
        for time in content.response_times
        if time.counts not in COUNTS
    ]
    bands = {band.value for band in Band}
    faults += [
        Fault(
            ("questions", question.code, "bands"),
            f"Question {question.code} passes a band of ratings that does not exist.",
        )
        for question in content.questions
        if set(question.bands) - bands
    ]
    scored = sum((c.weight for c in content.criteria if c.method == "scored"), Decimal(0))
    if content.filled and content.is_scored and scored != 100:
        sentence = f"The weights of the scored criteria of {content.name} add up to {scored}, not 100."
        faults.append(Fault(("criteria",), sentence))
    if content.opener_councils not in {1, 2, 3}:
        sentence = "The three openers come from one, two or three councils."
        faults.append(Fault(("referrals", "", "opener_councils"), sentence))
    return faults + _price_formula_faults(content)


def _price_formula_faults(content: CategoryContent) -> list[Fault]:
    """Without a range to score in, no bid could be scored."""
    if content.price_formula == RELATIVE:
        return []
    if content.price_formula != ABSOLUTE:
        return [Fault(("referrals", "", "price_formula"), f"{content.name} has a price formula that does not exist.")]
    ranges = [found for kind in content.placement_kinds if (found := content.price_range(kind.code))]
    if not 0 <= content.floor_percent < content.ceiling_percent or any(one.floor >= one.ceiling for one in ranges):
        sentence = "The floor of the price formula must be below its ceiling."
        return [Fault(("referrals", "", "ceiling_percent"), sentence)]
    without = [kind.name for kind in content.placement_kinds if not (content.cap_for(kind.code) or 0) > 0]
    sentence = "The price formula needs an affordability cap for every kind of placement: there is none for {0}."
    return [Fault(("caps",), sentence.format(name)) for name in without]
