"""How much of a need, how often and by whom: structured, and one sentence made from it (R2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.rounding import exact_text

WAYS: Mapping[str, str] = {
    "one_to_one": "one to one",
    "small_group": "in a small group",
    "whole_group": "with the whole class or household",
    "advice": "as advice and training for the adults",
}
UNITS: Mapping[str, tuple[str, str]] = {
    "minutes": ("minute", "minutes"),
    "hours": ("hour", "hours"),
    "sessions": ("session", "sessions"),
    "days": ("day", "days"),
    "nights": ("night", "nights"),
}
FREQUENCIES: Mapping[str, str] = {
    "daily": "a day",
    "weekly": "a week",
    "fortnightly": "a fortnight",
    "monthly": "a month",
    "termly": "a term",
    "yearly": "a year",
    "once": "in all",
}
PEOPLE: Mapping[str, str] = {
    "therapist": "a qualified therapist",
    "therapy_assistant": "a therapy assistant under a therapist",
    "psychologist": "a psychologist",
    "nurse": "a nurse",
    "specialist_teacher": "a specialist teacher",
    "teacher": "a teacher",
    "teaching_assistant": "a trained teaching assistant",
    "care_worker": "a trained care worker",
    "carer": "the carer",
    "tutor": "a tutor",
    "mentor": "a mentor or key worker",
}
_MINUTES = {"minutes": 1, "hours": 60, "days": 24 * 60, "nights": 12 * 60}
_DAYS = {"daily": 1, "weekly": 7, "fortnightly": 14, "monthly": 31, "termly": 120, "yearly": 366}
MOST_AMOUNT = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Provision:
    """What is empty or None is not said. amount: of `unit`, each `frequency`."""

    way: str = ""
    amount: Decimal | None = None
    unit: str = ""
    frequency: str = ""
    by_whom: str = ""

    @property
    def sentence(self) -> str:
        """ "One to one, 2 hours a week, by a qualified therapist"; empty when nothing is said."""
        told = [WAYS.get(self.way, "")]
        if self.amount is not None:
            one, many = UNITS[self.unit]
            told.append(f"{exact_text(self.amount)} {one if self.amount == 1 else many} {FREQUENCIES[self.frequency]}")
        told.append(f"by {PEOPLE[self.by_whom]}" if self.by_whom else "")
        text = ", ".join(filter(None, told))
        return text[:1].upper() + text[1:]


def check_provision(provision: Provision) -> None:
    """Refused, with the field, where it says half a thing or more than a day or a week can hold."""
    known = (
        ("way", provision.way, WAYS),
        ("unit", provision.unit, UNITS),
        ("frequency", provision.frequency, FREQUENCIES),
        ("by_whom", provision.by_whom, PEOPLE),
    )
    for field, value, words in known:
        if value and value not in words:
            raise Refused("Choose one of the answers shown.", field)
    if provision.amount is None:
        if provision.unit or provision.frequency:
            raise Refused("Enter how much, or leave the unit and how often empty too.", "amount")
        return
    if not 0 < provision.amount <= MOST_AMOUNT:
        raise Refused(f"The amount must be more than 0 and at most {MOST_AMOUNT}.", "amount")
    if not provision.unit:
        raise Refused("Choose what the amount counts: minutes, hours, sessions, days or nights.", "unit")
    if not provision.frequency:
        raise Refused("Choose how often.", "frequency")
    minutes, days = _MINUTES.get(provision.unit), _DAYS.get(provision.frequency)
    if minutes and days and provision.amount * minutes > days * 24 * 60:
        raise Refused(f"There is less time than that in {FREQUENCIES[provision.frequency]}.", "amount")
