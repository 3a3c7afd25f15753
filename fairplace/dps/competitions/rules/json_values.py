"""JSON from outsiders: read so that nothing in a file ends in anything but a value or a fault.

Not its encoding, its depth, the size of its numbers, or a key that stands twice (readers silently drop one).
"""

import json
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import NoReturn, TypeVar

from fairplace.dps.competitions.rules.faults import (
    WHOLE_RECORD,
    Fault,
    RecordRefused,
    element,
    member,
    quoted,
)

MOST_DIGITS = 10_000
"""Longer numbers are refused: none can be meant, and exact arithmetic on them would take for ever."""

NOUGHT = Decimal(0)
"""Stands in for a number that has a fault."""

_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")
_NO_NUMBER = Decimal("NaN")

Read = TypeVar("Read")
Absent = TypeVar("Absent")


class _Object(dict[str, object]):
    """A JSON object that remembers which of its keys stood more than once."""

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        self.repeated = list(dict.fromkeys(_second_times(pairs))) if len(self) < len(pairs) else []


def _second_times(pairs: list[tuple[str, object]]) -> list[str]:
    seen: set[str] = set()
    return [key for key, _ in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]


def read_json(text: bytes) -> object:
    try:
        decoded = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(f"This is not UTF-8 text (byte {error.start + 1}).") from None
    if not decoded.strip():
        raise _unreadable("There is nothing here.")
    try:
        return json.loads(
            decoded,
            object_pairs_hook=_Object,
            parse_int=_number,
            parse_float=_number,
            parse_constant=_no_constant,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise _unreadable(f"This is not JSON: {error.msg.lower()} ({where}).") from None
    except ValueError as error:
        raise _unreadable(f"This is not JSON: {error}.") from None
    except RecursionError:
        raise _unreadable("This is nested too deeply to be an evaluation record.") from None


def _unreadable(why: str) -> RecordRefused:
    return RecordRefused([Fault(WHOLE_RECORD, why)])


def _number(digits: str) -> Decimal:
    """A JSON number of any size, exactly; an exponent that no machine can hold is no number."""
    try:
        return Decimal(digits)
    except InvalidOperation:
        return _NO_NUMBER


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")


class JsonWalk:
    """Walks a JSON value once and notes every fault; where one is, something stands in for the value."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, path: str, why: str) -> None:
        self.faults.append(Fault(path, why))

    def keys(self, value: object, path: str, required: str, optional: str = "") -> dict[str, object]:
        """The members of an object that may have these keys and no others."""
        if not isinstance(value, dict):
            self.fault(path, "This must be an object.")
            return {}
        self.repeats(value, path)
        known = required.split() + optional.split()
        for key in value:
            if key not in known:
                self.fault(member(path, str(key)), "An evaluation record has no such field here.")
        for key in required.split():
            if key not in value:
                self.fault(member(path, key), "This is missing.")
        return value

    def repeats(self, value: dict[str, object], path: str) -> None:
        for key in value.repeated if isinstance(value, _Object) else []:
            self.fault(member(path, key), "This key stands here more than once.")

    def get(
        self,
        holder: dict[str, object],
        key: str,
        path: str,
        read: Callable[[object, str], Read],
        absent: Read,
    ) -> Read:
        return read(holder[key], member(path, key)) if key in holder else absent

    def many(self, value: object, path: str, read: Callable[[object, str], Read]) -> tuple[Read, ...]:
        if not isinstance(value, list | tuple):
            self.fault(path, "This must be a list.")
            return ()
        return tuple(read(one, element(path, index)) for index, one in enumerate(value))

    def text(self, value: object, path: str) -> str:
        if not isinstance(value, str):
            self.fault(path, "This must be text.")
            return ""
        return value

    def filled_text(self, value: object, path: str) -> str:
        if value == "":
            self.fault(path, "This must not be empty.")
        return self.text(value, path)

    def texts(self, value: object, path: str) -> tuple[str, ...]:
        return self.many(value, path, self.text)

    def flag(self, value: object, path: str) -> bool:
        if not isinstance(value, bool):
            self.fault(path, "This must be true or false.")
            return False
        return value

    def decimal(self, value: object, path: str) -> Decimal:
        if not isinstance(value, str):
            self.fault(path, 'This must be a decimal number as text, such as "12.50".')
        elif not _DECIMAL.fullmatch(value):
            self.fault(path, f'This must be a decimal number of 0 or more, such as "12.50", not {quoted(value)}.')
        elif len(value) > MOST_DIGITS:
            self.fault(path, f"This number has more than {MOST_DIGITS:,} digits.")
        else:
            return Decimal(value)
        return NOUGHT

    def whole(self, value: object, path: str) -> int:
        """A whole number as JSON Schema has it (3.0 is one), held within what a count can be."""
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            number = Decimal(value)
            if number.is_finite() and number == number.to_integral_value():
                return int(max(min(number, Decimal(10**9)), Decimal(-(10**9))))
        self.fault(path, "This must be a whole number.")
        return 0

    def one_of(self, value: object, path: str, kinds: type[Read], names: list[str]) -> Read:
        if isinstance(value, str) and value in names:
            return kinds(value)  # type: ignore[call-arg]
        self.fault(path, f"This must be one of {', '.join(names)}.")
        return kinds(names[0])  # type: ignore[call-arg]
