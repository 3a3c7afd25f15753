"""An application as a file: everything that was answered, in JSON (Q12). Its digest proves what was sent.

The same application gives the same text: keys in order, amounts as text, no time of making.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Protocol

FORMAT, VERSION = "fairplace-application", 1
PLACE_FIELDS = (
    "name", "kind", "urn", "postcode", "council_area", "age_from", "age_to", "takes", "placement_kinds", "places",
    "vacancies",
)  # fmt: skip


class Step(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def from_children(self) -> int: ...
    @property
    def percent(self) -> Decimal: ...


def line_part(
    place: Mapping[str, Any],
    category: str,
    answers: Mapping[str, Any],
    costs: Mapping[str, Decimal],
    prices: Mapping[str, Decimal],
    discounts: Iterable[Step],
) -> dict[str, Any]:
    """One line of the file."""
    return {
        "establishment": place,
        "category": category,
        "answers": answers,
        "costs": {code: str(weekly) for code, weekly in costs.items()},
        "prices": {code: str(price) for code, price in prices.items()},
        "discounts": [
            {"kind": step.kind, "from_children": step.from_children, "percent": str(step.percent)} for step in discounts
        ],
    }


def application_text(
    *,
    reference: str,
    provider: str,
    registered_number: str,
    answers: Mapping[str, Any],
    lines: Iterable[Mapping[str, Any]],
) -> str:
    """The whole file: each part on a row of its own, each line of the application too, so that it can be read."""
    parts = {
        "answers": _said(answers),
        "format": _said(FORMAT),
        "lines": "[\n" + ",\n".join(map(_said, lines)) + "\n]",
        "note": _said(
            "A copy of answers. It admits nobody: read into Fairplace it becomes a draft, to be checked and sent."
        ),
        "provider": _said({"name": provider, "registered_number": registered_number}),
        "reference": _said(reference),
        "version": _said(VERSION),
    }
    return "{\n" + ",\n".join(f'"{name}": {part}' for name, part in parts.items()) + "\n}\n"


def _said(part: Any) -> str:
    """Without indenting: that takes ten times as long, in the transaction that sends fifty places."""
    return json.dumps(part, sort_keys=True, ensure_ascii=False)


def text_digest(text: str) -> str:
    """SHA-256 of the file, in hexadecimal: what `sha256sum` says of it."""
    return hashlib.sha256(text.encode()).hexdigest()
