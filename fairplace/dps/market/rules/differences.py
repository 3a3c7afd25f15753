"""What changed between two documents of a category (P3): a list of changes that turns the first into the second.

Lists of things that have a code (criteria, needs ...) are compared thing by thing, so that a thing that moved is not
taken for a thing that changed; every other list is one value. Response times go by their urgency, caps by council and
kind of placement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Absent(Enum):
    """Not there at all, which is not the same as None or empty."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Change:
    """path: names of fields, and keys of things in lists. order: before and after are keys in their order."""

    path: tuple[str, ...]
    before: object
    after: object
    order: bool = False


def key_of(part: str, thing: object) -> str | None:
    """What a thing in a list is known by; None where it has no key."""
    if not isinstance(thing, Mapping):
        return None
    if part == "caps":
        return f"{thing.get('council', '')}/{thing.get('placement_kind', '')}"
    found = thing.get("code", thing.get("urgency"))
    return found if isinstance(found, str) else None


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Every change from the one to the other; nothing that is the same."""
    return _between((), before, after)


def with_changes(document: Mapping[str, Any], changes: Iterable[Change]) -> dict[str, Any]:
    """The document after these changes; the one given stays as it is."""
    made: dict[str, Any] = deepcopy(dict(document))
    for change in changes:
        _apply(made, change)
    return made


def _between(path: tuple[str, ...], before: object, after: object) -> list[Change]:
    if _same(before, after):
        return []
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return [
            change
            for name in [*before, *(name for name in after if name not in before)]
            for change in _between((*path, name), before.get(name, ABSENT), after.get(name, ABSENT))
        ]
    if isinstance(before, list) and isinstance(after, list):
        old, new = _keyed(path, before), _keyed(path, after)
        if old is not None and new is not None:
            return _between_things(path, old, new)
    return [Change(path, before, after)]


def _between_things(path: tuple[str, ...], old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    kept = [key for key in old if key in new]
    added = [key for key in new if key not in old]
    found = [Change((*path, key), old[key], ABSENT) for key in old if key not in new]
    found += [change for key in kept for change in _between((*path, key), old[key], new[key])]
    found += [Change((*path, key), ABSENT, new[key]) for key in added]
    if [*kept, *added] != list(new):
        found.append(Change(path, list(old), list(new), order=True))
    return found


def _same(before: object, after: object) -> bool:
    return before == after and isinstance(before, bool) == isinstance(after, bool)


def _keyed(path: tuple[str, ...], things: Sequence[Any]) -> dict[str, Any] | None:
    """By key, in order; None where a thing has no key of its own."""
    found = {key_of(path[-1] if path else "", thing): thing for thing in things}
    if len(found) != len(things) or None in found:
        return None
    return {str(key): thing for key, thing in found.items()}


def _apply(made: dict[str, Any], change: Change) -> None:
    holder: Any = made
    for depth, name in enumerate(change.path[:-1]):
        holder = holder[name] if isinstance(holder, dict) else holder[_place(change.path[depth - 1], holder, name)]
    name = change.path[-1]
    after = deepcopy(change.after)
    if change.order:
        wanted = {key: place for place, key in enumerate(change.after)}  # type: ignore[arg-type,var-annotated]
        holder[name].sort(key=lambda thing: wanted[key_of(name, thing)])
    elif isinstance(holder, dict):
        if after is ABSENT:
            del holder[name]
        else:
            holder[name] = after
    elif change.before is ABSENT:
        holder.append(after)
    elif after is ABSENT:
        del holder[_place(change.path[-2], holder, name)]
    else:
        holder[_place(change.path[-2], holder, name)] = after


def _place(part: str, things: Sequence[Any], key: str) -> int:
    return next(place for place, thing in enumerate(things) if key_of(part, thing) == key)
