"""Differences between two versions in words that anybody can read (P3): by part, by thing, "from … to …"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from fairplace.dps.market.rules.category_content import PARTS
from fairplace.dps.market.rules.differences import ABSENT, Change, differences, key_of

ABOUT, REFERRALS, STATEMENT = "about", "referrals", "statement"
PART_NAMES = {
    ABOUT: "Name, description and who may apply",
    "criteria": "Criteria",
    "questions": "Questions",
    "placement_kinds": "Kinds of placement",
    "headings": "Core cost headings",
    "services": "Additional services",
    "caps": "Affordability caps",
    "needs": "Needs",
    "features": "Features",
    "components": "Outcomes framework",
    REFERRALS: "Usual weights and times of referrals",
    "response_times": "Response times",
    STATEMENT: "The statement of a bid",
    "direct_grounds": "Grounds for direct placements",
}
"""Every part of a document in the order in which it is drafted and compared."""
FIELDS_OF_REFERRALS = (
    "price_weight",
    "price_formula",
    "floor_percent",
    "ceiling_percent",
    "low_price_percent",
    "low_cost_percent",
    "price_answer_working_days",
    "one_opener_out_of_hours",
    "opener_councils",
    "suitable_number",
    "accept_within_working_days",
    "standstill_working_days",
    "short_form",
    "block_rules",
)
FIELD_NAMES = {
    "name": "Name",
    "description": "Description",
    "filled": "Providers may apply",
    "settings": "Kinds of establishment",
    "discounts": "Discounts asked for",
    "cap": "Cap common to all councils and kinds of placement",
    "price_weight": "Usual weight of price",
    "price_formula": "How prices are scored",
    "floor_percent": "Price that gets every point, per cent of the cap",
    "ceiling_percent": "Price that gets none, per cent of the cap",
    "low_price_percent": "Price that is questioned, per cent below the mean of the other bids",
    "low_cost_percent": "and its core costs, per cent below those carried over",
    "price_answer_working_days": "Working days to explain a price",
    "one_opener_out_of_hours": "One opener may open an emergency out of hours",
    "opener_councils": "Councils that the three openers come from, at least",
    "suitable_number": "Places thought enough to choose from",
    "accept_within_working_days": "Working days to accept an award",
    "standstill_working_days": "Working days of standstill after an award",
    "block_rules": "Block contracts",
    "method": "How it is judged",
    "why": "Why we ask",
    "passes": "What passes",
    "weight": "Weight",
    "criterion": "Criterion",
    "level": "Asked about",
    "kind": "Kind of answer",
    "text": "Question",
    "hint": "Hint",
    "passes_when": "Answer that passes",
    "evidence": "Document asked for",
    "minimum": "Least cover",
    "most_words": "Most words",
    "top_mark": "Top mark",
    "model_answer": "Young people’s model answer",
    "mark_meanings": "What each mark means",
    "optional": "May stay unanswered",
    "placement_kinds": "For these kinds of placement",
    "unit": "Priced by",
    "weekly": "Amount a week",
    "placement_kind": "Kind of placement",
    "council": "Council",
    "marks": "Marks",
    "meaning": "Meaning",
    "examples": "Examples",
    "urgency": "Urgency",
    "working_days": "Working days to answer",
    "hours": "Hours to answer",
    "family_working_days": "Working days for the family to choose",
    "counts": "Hours that count",
    "question_hours": "Hours before closing at which questions end",
    "short_form": "Bids by the short form",
    "statement_words": "Most words of a statement at this urgency",
}
_POUNDS = {"cap", "minimum", "weekly"}
_LONG = 8  # words from which on a text is compared word by word


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed ("same"), came ("added") or went ("removed")."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ChangedField:
    """pieces: word by word, for long texts; empty where before and after are said side by side."""

    label: str
    before: str
    after: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangedThing:
    """what: changed, added, removed, or order. name empty: the fields of the part itself."""

    name: str
    what: str
    fields: tuple[ChangedField, ...] = ()
    text: str = ""


@dataclass(slots=True)
class ChangedPart:
    """code: of the part, for links."""

    code: str
    title: str
    things: list[ChangedThing] = field(default_factory=list)


def changed_parts(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[ChangedPart]:
    """Everything that differs, in the order in which a category is drafted; nothing that is the same."""
    parts = {code: ChangedPart(code, title) for code, title in PART_NAMES.items()}
    by_thing: dict[tuple[str, str], list[Change]] = {}
    for change in _by_thing(differences(before, after)):
        part = _part_of(change.path[0])
        thing = change.path[1] if change.path[0] in PARTS and len(change.path) > 1 else ""
        by_thing.setdefault((part, thing), []).append(change)
    for (part, thing), changes in by_thing.items():
        parts.setdefault(part, ChangedPart(part, part)).things.extend(_things(part, thing, changes, before, after))
    return [part for part in parts.values() if part.things]


def _part_of(name: str) -> str:
    if name in PARTS or name == STATEMENT:
        return name
    if name == "cap":
        return "caps"
    return REFERRALS if name in FIELDS_OF_REFERRALS else ABOUT


def _by_thing(changes: Sequence[Change]) -> list[Change]:
    """A whole list that came or went is told thing by thing; so is a statement."""
    found = []
    for change in changes:
        name = change.path[0]
        if len(change.path) > 1 or change.order or not (name in PARTS or name == STATEMENT):
            found.append(change)
            continue
        old, new = ({} if side is ABSENT else side for side in (change.before, change.after))
        if name in PARTS:
            found += differences({name: old or []}, {name: new or []})
        else:
            found += [Change((name, *inner.path), inner.before, inner.after) for inner in _fields(old, new)]
    return found


def _fields(old: object, new: object) -> list[Change]:
    return differences(
        old if isinstance(old, Mapping) else {},
        new if isinstance(new, Mapping) else {},
    )


def _things(
    part: str, key: str, changes: list[Change], before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[ChangedThing]:
    things = []
    fields = []
    for change in changes:
        if change.order:
            things += _reordered(part, change, after)
        elif key and len(change.path) == 2:
            came = change.before is ABSENT
            thing = change.after if came else change.before
            shown = tuple(
                ChangedField(_label(name), "", _words(name, value)) if came
                else ChangedField(_label(name), _words(name, value), "")
                for name, value in (thing.items() if isinstance(thing, Mapping) else ())
                if name not in {"code", "name"} and value not in ("", [], None)
            )  # fmt: skip
            things.append(ChangedThing(_name(part, thing, key), "added" if came else "removed", shown))
        else:
            name = change.path[-1]
            old, new = _words(name, change.before), _words(name, change.after)
            if old != new:
                fields.append(ChangedField(_label(name), old, new, word_pieces(old, new)))
    if fields:
        named = _name(part, _thing(part, key, after) or _thing(part, key, before), key) if key else ""
        things.append(ChangedThing(named, "changed", tuple(fields)))
    return things


def _reordered(part: str, change: Change, after: Mapping[str, Any]) -> list[ChangedThing]:
    """Only when things that were there before changed places among themselves."""
    old, new = _texts(change.before), _texts(change.after)
    if [key for key in old if key in new] == [key for key in new if key in old]:
        return []
    names = (_name(part, _thing(part, key, after), key) for key in new)
    return [ChangedThing("", "order", text=", ".join(names))]


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _thing(part: str, key: str, document: Mapping[str, Any]) -> Any:
    return next((thing for thing in document.get(part, []) if key_of(part, thing) == key), None)


def _name(part: str, thing: object, key: str) -> str:
    """What people call it: its name, else its question, else what it is known by."""
    if not isinstance(thing, Mapping):
        return key
    if part == "caps":
        return ", ".join(filter(None, (str(thing.get("council", "")), str(thing.get("placement_kind", ""))))) or "All"
    return str(thing.get("name") or thing.get("text") or key).replace("_", " ")


def _label(name: str) -> str:
    return FIELD_NAMES.get(name, name.replace("_", " ").capitalize())


def _words(name: str, value: object) -> str:
    if value is ABSENT or value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if name in _POUNDS:
        return f"£{Decimal(str(value)):,.2f}"
    if isinstance(value, list):
        return "\n".join(str(one) for one in value)
    if isinstance(value, int | float):
        return f"{Decimal(str(value)).normalize():f}"
    return str(value)


def word_pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Word by word where both are texts and a good part of them stayed."""
    old, new = _split(before), _split(after)
    if min(len(old), len(new)) < 2 * _LONG:
        return ()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < 0.4:
        return ()
    pieces: list[Piece] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            pieces.append(Piece("same", "".join(old[a:b])))
            continue
        pieces += [Piece("removed", "".join(old[a:b]))] * (b > a)
        pieces += [Piece("added", "".join(new[c:d]))] * (d > c)
    return tuple(pieces)


def _split(text: str) -> list[str]:
    """Words and the spaces between them, so that they join again to the very text."""
    return re.findall(r"\s+|[^\s]+", text)
