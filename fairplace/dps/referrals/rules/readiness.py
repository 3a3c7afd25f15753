"""What keeps a referral from being published: "Not yet ready because…" (R2, R3).

Each part of the referral is one page; a fault names the part where it is put right. The same checks refuse
the change of a part and, once more, the publication.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from fairplace.dps.referrals.rules.age_bands import OLDEST, YOUNGEST
from fairplace.dps.referrals.rules.children import COHORT, MOST_CHILDREN, SIBLING, ChildFacts, child_name
from fairplace.dps.referrals.rules.facts import AskedFor, ReferralFacts
from fairplace.dps.referrals.rules.weights import ALL_POINTS, weight_faults

PARTS = ("kind", "facts", "needs", "outcomes", "child", "story", "weights", "limit")
MOST_RADIUS = 200
MOST_WEEKS = 1040
MOST_MARKS = Decimal(100)


class ReferralFault(NamedTuple):
    """One thing to put right. `field` is the name of the field on the page of that part, or empty; `child`: whose."""

    part: str
    field: str
    sentence: str
    child: int = 1


def referral_faults(facts: ReferralFacts, today: date, *, urgent: bool = False) -> list[ReferralFault]:
    """Everything that keeps the referral from being published on this day; [] when it may be.

    urgent: within hours only what keeps a child safe is asked (R13, ours): outcomes may follow with the placement.
    """
    found: list[ReferralFault] = []
    if not facts.placement_kind:
        found.append(ReferralFault("kind", "placement_kind", "Choose the kind of place."))
    found += fact_faults(facts, today)
    found += group_faults(facts)
    for child in facts.children:
        own = list(_faults_of_child(facts, child, today))
        found += [_of_child(fault, child.number) for fault in own] if facts.several else own
    if not facts.outcomes and not urgent:
        found.append(ReferralFault("outcomes", "components", "Choose at least one outcome that is hoped for."))
    if facts.price_weight is None:
        found.append(ReferralFault("weights", "price_weight", "Decide how much price and quality weigh."))
    else:
        found += referral_weight_faults(facts.price_weight, facts.quality_weights, facts.needs, facts.features)
    if facts.radius_miles is None:
        found.append(ReferralFault("limit", "radius_miles", "Decide how far from home the place may be."))
    return found


def fact_faults(facts: ReferralFacts, today: date) -> list[ReferralFault]:
    """Age from 0 to 25, a start that is not past, a length, an urgency."""

    def told() -> Iterator[tuple[str, str]]:
        yield from (("age", sentence) for sentence in _age_faults(facts.age))
        if facts.start_on is None:
            yield "start_on", "Enter the day on which the place should start."
        elif facts.start_on < today:
            yield "start_on", "The start must be today or later."
        if facts.expected_weeks is None:
            yield "expected_weeks", "Enter how many weeks the place is expected to last."
        elif not 1 <= facts.expected_weeks <= MOST_WEEKS:
            yield "expected_weeks", f"The length must be from 1 to {MOST_WEEKS} weeks."
        if not facts.urgency:
            yield "urgency", "Choose how urgent it is."

    return [ReferralFault("facts", field, sentence) for field, sentence in told()]


def group_faults(facts: ReferralFacts) -> list[ReferralFault]:
    """Several children are two or more. A parent or carer chooses for all brothers and sisters, never one of them; a
    cohort of several families has nobody who could (C5).
    """
    number = len(facts.children)
    found = []
    if facts.several and not 2 <= number <= MOST_CHILDREN:
        sentence = f"Add the other children: several are from 2 to {MOST_CHILDREN}."
        found.append(ReferralFault("children", "", sentence))
    if facts.several == COHORT and facts.choice_by != "nobody":
        sentence = "Children of different families: say that nobody chooses between close bids."
        found.append(ReferralFault("child", "choice_by", sentence))
    if facts.several == SIBLING and facts.choice_by == "young_person":
        sentence = "One of several brothers and sisters does not choose for all: choose a parent, a carer or nobody."
        found.append(ReferralFault("child", "choice_by", sentence))
    return found


def _faults_of_child(facts: ReferralFacts, child: ChildFacts, today: date) -> Iterator[ReferralFault]:
    if child.number > 1:
        yield from (ReferralFault("facts", "age", sentence) for sentence in _age_faults(child.age))
    yield from item_faults((*facts.needs_of(child.number), *facts.features_of(child.number)))
    if not child.has_identity:
        sentence = "Say who the child is. Only the place that is chosen will see it."
        yield ReferralFault("child", "full_name", sentence)
    yield from _age_against_birth(child, facts.start_on, today)
    if not child.has_story:
        yield ReferralFault("story", "narrative", "Write the child's story.")


def _of_child(fault: ReferralFault, number: int) -> ReferralFault:
    return fault._replace(sentence=f"{child_name(number)}: {fault.sentence}", child=number)


def _age_faults(age: int | None) -> Iterator[str]:
    if age is None:
        yield "Enter the child's age."
    elif not YOUNGEST <= age <= OLDEST:
        yield f"The age must be from {YOUNGEST} to {OLDEST}."


def item_faults(items: Iterable[AskedFor]) -> list[ReferralFault]:
    """At least one need; marks from 0 to 100; what is essential carries marks."""
    asked = list(items)
    found = []
    if not any(item.kind == "need" for item in asked):
        found.append(ReferralFault("needs", "", "Choose at least one need."))
    for item in asked:
        if not 0 <= item.marks <= MOST_MARKS:
            sentence = f"The marks for “{item.plain_name}” must be from 0 to {MOST_MARKS}."
            found.append(ReferralFault("needs", f"marks_{item.own_code}", sentence))
        elif item.essential and item.marks == 0:
            sentence = f"“{item.plain_name}” is essential, so give it marks of more than 0."
            found.append(ReferralFault("needs", f"marks_{item.own_code}", sentence))
    return found


def referral_weight_faults(
    price: Decimal, parts: Mapping[str, Decimal], needs: Sequence[AskedFor], features: Sequence[AskedFor]
) -> list[ReferralFault]:
    """R3, and no weight on a part in which nothing can be scored."""
    found = [
        ReferralFault("weights", fault.field, fault.sentence)
        for fault in weight_faults(price, ALL_POINTS - price, parts)
    ]
    for name, items in (("needs", needs), ("features", features)):
        if parts.get(name, 0) > 0 and not sum((item.marks for item in items), Decimal(0)):
            found.append(ReferralFault("weights", name, f"No {name} carry marks, so the weight of {name} must be 0."))
    return found


def _age_against_birth(child: ChildFacts, start_on: date | None, today: date) -> Iterator[ReferralFault]:
    if child.date_of_birth is None or child.age is None:
        return
    ages = {age_on(child.date_of_birth, today)}
    if start_on is not None:
        ages.add(age_on(child.date_of_birth, start_on))
    if child.age not in ages:
        yield ReferralFault(
            "facts", "age", f"The age does not fit the date of birth, which makes the child {min(ages)}."
        )


def age_on(born: date, day: date) -> int:
    """Full years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
