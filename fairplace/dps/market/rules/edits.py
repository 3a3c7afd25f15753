"""Changes that somebody makes to a draft's document, one thing at a time (P8)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import MISSING, dataclass, fields
from decimal import Decimal
from typing import Any

from fairplace.dps.market.rules.category_content import PARTS, CategoryContent, ReferralStatement
from fairplace.dps.market.rules.differences import key_of
from fairplace.foundations.kernel.refused import NotThere, Refused


@dataclass(frozen=True, slots=True)
class SetFields:
    """Fields of the document itself; of the statement of a bid where part is "statement"."""

    part: str
    values: Mapping[str, Any]
    key: str = ""


@dataclass(frozen=True, slots=True)
class AddThing:
    """A new thing at the end of a list. Its code is made from its name."""

    part: str
    values: Mapping[str, Any]
    key: str = ""


@dataclass(frozen=True, slots=True)
class ChangeThing:
    """Fields of one thing of a list."""

    part: str
    key: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RemoveThing:
    part: str
    key: str


@dataclass(frozen=True, slots=True)
class MoveThing:
    """by: places towards the end; -1 is one place up. Past an end it stays there."""

    part: str
    key: str
    by: int


@dataclass(frozen=True, slots=True)
class SetWeights:
    """One number of many things of a list at once: the weights of criteria."""

    part: str
    field: str
    numbers: Mapping[str, Decimal]
    key: str = ""


Edit = SetFields | AddThing | ChangeThing | RemoveThing | MoveThing | SetWeights


def edited(document: Mapping[str, Any], edit: Edit) -> dict[str, Any]:
    """The document after the edit. NotThere when its thing is gone; Refused when a key would be there twice."""
    made: dict[str, Any] = deepcopy(dict(document))
    match edit:
        case SetFields():
            _set_fields(made, edit)
        case AddThing(part, values):
            things = made.setdefault(part, [])
            things.append(_new_thing(part, values, [key_of(part, one) for one in things]))
        case ChangeThing(part, key, values):
            things = made.get(part, [])
            place = _place(part, things, key)
            things[place] = _written(PARTS[part], things[place], values)
            if [key_of(part, one) for one in things].count(key_of(part, things[place])) > 1:
                raise Refused("There is one of these already. Change that one instead.")
        case RemoveThing(part, key):
            del made.get(part, [])[_place(part, made.get(part, []), key)]
        case MoveThing(part, key, by):
            things = made.get(part, [])
            place = _place(part, things, key)
            things.insert(max(0, place + by), things.pop(place))
        case SetWeights(part, field, numbers):
            things = made.get(part, [])
            for key, number in numbers.items():
                place = _place(part, things, key)
                things[place] = _written(PARTS[part], things[place], {field: number})
    return made


def _set_fields(made: dict[str, Any], edit: SetFields) -> None:
    if edit.part == "statement":
        made["statement"] = _written(ReferralStatement, made.get("statement") or {}, edit.values)
    else:
        made.update(_written(CategoryContent, made, edit.values))
        for name in edit.values:
            if name in made and made[name] is None and name == "cap":
                del made[name]


def _new_thing(part: str, values: Mapping[str, Any], taken: Iterable[str | None]) -> dict[str, Any]:
    kind = PARTS[part]
    names = [field.name for field in fields(kind)]
    blank: dict[str, Any] = {
        field.name: _blank(field.type) for field in fields(kind) if field.default is MISSING and field.name != "code"
    }
    thing = _written(kind, blank, values)
    if "code" in names:
        thing = {"code": _code(str(thing.get("name") or thing.get("text") or part), set(taken)), **thing}
    elif key_of(part, thing) in set(taken):
        raise Refused("There is one of these already. Change that one instead.")
    return thing


def _blank(kind: object) -> Any:
    return {"str": "", "Decimal": 0, "int": 0}.get(str(kind), [])


def _code(name: str, taken: set[str | None]) -> str:
    """Short, in small letters, not used yet: "Sensory room" -> "sensory-room"."""
    stem = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:36].strip("-") or "new"
    return next(code for code in (stem, *(f"{stem}-{number}" for number in range(2, 1000))) if code not in taken)


def _place(part: str, things: list[Any], key: str) -> int:
    for place, thing in enumerate(things):
        if key_of(part, thing) == key:
            return place
    raise NotThere


def _written(kind: type[Any], old: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The old fields with the new values, as JSON. What means the same stays as it was written, and what is as good
    as left out is left out, so that nothing is shown as changed that was only saved again."""
    usual = {field.name: field.default for field in fields(kind)}
    made = dict(old)
    for name, value in values.items():
        plain = _plain(value)
        if name in old and _means_the_same(old[name], plain):
            continue
        default = usual[name]
        if default is not MISSING and plain == _plain(default):
            made.pop(name, None)
        else:
            made[name] = plain
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value.normalize())
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value


def _means_the_same(old: Any, new: Any) -> bool:
    if isinstance(old, bool) or isinstance(new, bool):
        return old is new
    if isinstance(old, int | float | str) and isinstance(new, int | float | str):
        return str(old) == str(new)
    return bool(old == new)
