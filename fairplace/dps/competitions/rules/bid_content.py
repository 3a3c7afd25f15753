"""What a sealed slot holds: the bid as its bidder wrote it (C1, §8.11).

Stored as canonical JSON, so that the same content always gives the same bytes and the receipt's digest can be
checked by anyone who is given the opened bid. A slot that was never used opens to no bytes at all.

    content = read_content(opened_bytes)     # None: never used
    content.submission is None               # a draft, or withdrawn: no bid
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from fairplace.dps.competitions.rules.prices import Quote, Unit
from fairplace.foundations.kernel.rounding import exact_text

FORMAT = "fairplace-bid"
VERSION = 1
_FIGURES = re.compile(r"[0-9]+(\.[0-9]+)?")


class ContentBroken(ValueError):
    """The bytes are not a bid in a format that this version reads."""


@dataclass(frozen=True, slots=True)
class Submission:
    """The receipt, inside the seal with what it is for. `at` is the database's time (C2)."""

    at: datetime
    by: UUID
    by_name: str
    receipt: str
    salt: str
    edition: str
    """The draft that was submitted: submitting the same one again gives the same receipt."""
    digest: str = ""
    """SHA-256 in hexadecimal of the canonical bytes with this field empty."""


@dataclass(frozen=True, slots=True)
class BidContent:
    """One bid for one invitation. Pounds per week; `carried` is what the core costs were carried over at."""

    needs_met: tuple[str, ...] = ()
    features_met: tuple[str, ...] = ()
    how: Mapping[str, str] = field(default_factory=dict)
    """Code of a need to how it will be met."""
    statement: str = ""
    core_costs: Mapping[str, Decimal] = field(default_factory=dict)
    carried: Mapping[str, Decimal] = field(default_factory=dict)
    priced_needs: Mapping[str, Decimal] = field(default_factory=dict)
    quoted: Mapping[str, Quote] = field(default_factory=dict)
    """Code of a priced need to its price as quoted, where that is not by the week; `priced_needs` has what it makes."""
    units: Mapping[str, Unit] = field(default_factory=dict)
    """In a draft: code of a need without a price yet to the unit that was chosen for it."""
    discount_percent: Decimal = Decimal(0)
    discount_reason: str = ""
    district: str = ""
    """Foster agencies: the postcode district of the household (method, rule 0)."""
    places: int | None = None
    """The short form: how many places are free from the start (R13)."""
    edition: str = ""
    """A random word, new at every save: tells one state of the draft from another."""
    submission: Submission | None = None

    def as_json(self) -> dict[str, Any]:
        """Decimals as text, keys sorted when written: the form that Bid.content keeps."""
        told: dict[str, Any] = {
            "format": FORMAT,
            "version": VERSION,
            "needs_met": list(self.needs_met),
            "features_met": list(self.features_met),
            "how": dict(self.how),
            "statement": self.statement,
            "core_costs": _amounts(self.core_costs),
            "carried": _amounts(self.carried),
            "priced_needs": _amounts(self.priced_needs),
            "discount_percent": exact_text(self.discount_percent),
            "discount_reason": self.discount_reason,
            "district": self.district,
            "edition": self.edition,
        }
        if self.places is not None:  # absent in a full form, so that the receipts of earlier bids still hold
            told["places"] = self.places
        if self.quoted:  # absent where all is by the week, for the same reason
            told["quoted"] = {
                code: {"amount": exact_text(quote.amount, least_places=2), "unit": quote.unit.value}
                for code, quote in self.quoted.items()
            }
        if self.units:
            told["units"] = {code: unit.value for code, unit in self.units.items()}
        if self.submission is not None:
            given = self.submission
            told["submission"] = {
                "at": given.at.isoformat(),
                "by": str(given.by),
                "by_name": given.by_name,
                "receipt": given.receipt,
                "salt": given.salt,
                "edition": given.edition,
                "digest": given.digest,
            }
        return told

    def as_bytes(self) -> bytes:
        """Canonical: sorted keys, no spaces, UTF-8."""
        return json.dumps(self.as_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

    def submitted(self, given: Submission) -> BidContent:
        """This content with its receipt, whose digest is worked out here."""
        plain = replace(self, submission=replace(given, digest=""))
        return replace(plain, submission=replace(given, digest=digest_of(plain)))

    def withdrawn(self, edition: str) -> BidContent:
        """The same as a draft again."""
        return replace(self, submission=None, edition=edition)


def digest_of(content: BidContent) -> str:
    """SHA-256 of a submitted bid without its digest: what the receipt commits the bidder and us to."""
    if content.submission is None:
        raise ValueError("A bid that is not submitted has no receipt.")
    plain = replace(content, submission=replace(content.submission, digest=""))
    return hashlib.sha256(plain.as_bytes()).hexdigest()


def receipt_holds(content: BidContent) -> bool:
    """Whether the content is, to the letter, what the receipt was given for."""
    return content.submission is not None and content.submission.digest == digest_of(content)


def read_content(opened: bytes) -> BidContent | None:
    """The content of an opened slot; None where the slot was never used. Raises ContentBroken."""
    if not opened:
        return None
    try:
        told = json.loads(opened)
    except ValueError as error:
        raise ContentBroken("The slot holds no JSON.") from error
    return content_from_json(told)


def content_from_json(told: Mapping[str, Any]) -> BidContent:
    """The content that `as_json` wrote. Raises ContentBroken."""
    if not isinstance(told, Mapping) or told.get("format") != FORMAT or told.get("version") != VERSION:
        raise ContentBroken("This is not a bid in a format that this version reads.")
    try:
        given = told.get("submission")
        return BidContent(
            needs_met=tuple(told["needs_met"]),
            features_met=tuple(told["features_met"]),
            how=dict(told["how"]),
            statement=told["statement"],
            core_costs=_decimals(told["core_costs"]),
            carried=_decimals(told["carried"]),
            priced_needs=_decimals(told["priced_needs"]),
            quoted={
                code: Quote(_decimal(quote["amount"]), Unit(quote["unit"]))
                for code, quote in told.get("quoted", {}).items()
            },
            units={code: Unit(unit) for code, unit in told.get("units", {}).items()},
            discount_percent=_decimal(told["discount_percent"]),
            discount_reason=told["discount_reason"],
            district=told["district"],
            places=None if told.get("places") is None else int(told["places"]),
            edition=told["edition"],
            submission=_submission(given) if given else None,
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ContentBroken("A part of this bid is missing or cannot be read.") from error


def words(text: str) -> int:
    """How many words: the same count as the form field makes."""
    return len(re.findall(r"\S+", text))


def _submission(told: Mapping[str, Any]) -> Submission:
    return Submission(
        at=datetime.fromisoformat(told["at"]),
        by=UUID(told["by"]),
        by_name=told["by_name"],
        receipt=told["receipt"],
        salt=told["salt"],
        edition=told["edition"],
        digest=told["digest"],
    )


def _amounts(amounts: Mapping[str, Decimal]) -> dict[str, str]:
    return {code: exact_text(amount, least_places=2) for code, amount in amounts.items()}


def _decimals(told: Mapping[str, str]) -> dict[str, Decimal]:
    return {code: _decimal(amount) for code, amount in told.items()}


def _decimal(told: str) -> Decimal:
    """As it was written, without an exponent: "1e99999999" written out fills the memory of whoever checks a pack."""
    if not _FIGURES.fullmatch(told):
        raise ValueError(told)
    return Decimal(told)
