"""Open contracting releases (OCDS 1.1) of one competition: built from facts, holding nothing about a child (T2).

What is left out on purpose: the establishment (a small home is public by council area only), the child's age, needs and
start date, losers' names and prices. Values are rounded to the nearest thousand pounds, because a single child's
contract can identify the child (domain: publication of single placements).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Json = dict[str, Any]
PAGINATION = (
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_pagination_extension/master/extension.json"
)


@dataclass(frozen=True, slots=True)
class Party:
    """A council (scheme GB-ONS) or a provider (GB-COH for a company; GB-CHC for a charity).

    scheme "": a place outside the system whose number nobody knows; it is then named without an identifier.
    """

    scheme: str
    number: str
    name: str

    @property
    def id(self) -> str:
        return f"{self.scheme}-{self.number}" if self.scheme else f"unregistered-{_plain(self.name)}"


@dataclass(frozen=True, slots=True)
class ContractingFacts:
    """What happened in one competition, as far as the public may know it."""

    ocid: str
    reference: str
    category: str
    system: str
    buyer: Party
    supplier: Party
    published_at: datetime
    closed_at: datetime
    bids: int
    price_weight: Decimal
    awarded_at: datetime
    estimated_value: Decimal
    agreement_reference: str = ""
    signed_at: datetime | None = None
    ground: str = ""
    """Why there was no competition; empty after one."""


def award_release(facts: ContractingFacts, *, release_id: str, at: datetime) -> Json:
    """The release when an award has been accepted: tag "award"."""
    return {**_common(facts, release_id, at), "tag": ["award"], "awards": [_award(facts)]}


def contract_release(facts: ContractingFacts, *, release_id: str, at: datetime) -> Json:
    """The release when both sides have signed the agreement: tag "contract"."""
    if facts.signed_at is None:
        raise ValueError("A contract release needs the day of the second signature.")
    contract = {
        "id": facts.agreement_reference,
        "awardID": _award_id(facts),
        "title": f"Placement agreement {facts.agreement_reference}",
        "status": "active",
        "dateSigned": _moment(facts.signed_at),
        "value": _value(facts.estimated_value),
    }
    return {
        **_common(facts, release_id, at),
        "tag": ["contract"],
        "awards": [_award(facts)],
        "contracts": [contract],
    }


def package(releases: Sequence[Json], *, uri: str, at: datetime, next_page: str = "") -> Json:
    """A release package of these releases, newest first; links.next where there is another page."""
    made: Json = {
        "uri": uri,
        "version": "1.1",
        "publishedDate": _moment(at),
        "publisher": {"name": "Fairplace"},
        "releases": list(releases),
    }
    if next_page:
        made["extensions"] = [PAGINATION]
        made["links"] = {"next": next_page}
    return made


def record_package(record: Json, *, uri: str, at: datetime) -> Json:
    """A record package of one contracting process."""
    return {
        "uri": uri,
        "version": "1.1",
        "publishedDate": _moment(at),
        "publisher": {"name": "Fairplace"},
        "records": [record],
    }


def parties_missing(release: Json) -> set[str]:
    """Ids that a release refers to and does not list among its parties: no validator notices this."""
    named = {release["buyer"]["id"], release["tender"]["procuringEntity"]["id"]}
    named |= {supplier["id"] for award in release.get("awards", []) for supplier in award["suppliers"]}
    return named - {party["id"] for party in release["parties"]}


def _common(facts: ContractingFacts, release_id: str, at: datetime) -> Json:
    buyer = {"id": facts.buyer.id, "name": facts.buyer.name}
    return {
        "ocid": facts.ocid,
        "id": release_id,
        "date": _moment(at),
        "language": "en",
        "initiationType": "tender",
        "parties": [
            {**_party(facts.buyer), "roles": ["buyer", "procuringEntity"]},
            {**_party(facts.supplier), "roles": ["supplier", "tenderer"]},
        ],
        "buyer": buyer,
        "tender": _direct(facts, buyer)
        if facts.ground
        else {
            "id": facts.reference,
            "title": f"Placement under {facts.category}",
            "description": f"A call-off by mini-competition under {facts.system}.",
            "status": "complete",
            "procuringEntity": buyer,
            "procurementMethod": "selective",
            "procurementMethodDetails": "Mini-competition among accredited establishments (light-touch services)",
            "mainProcurementCategory": "services",
            "awardCriteria": "ratedCriteria",
            "awardCriteriaDetails": (
                f"Price {facts.price_weight.normalize():f} and quality {(100 - facts.price_weight).normalize():f}"
                " points of 100, by the published method"
            ),
            "submissionMethod": ["electronicSubmission"],
            "tenderPeriod": {"startDate": _moment(facts.published_at), "endDate": _moment(facts.closed_at)},
            "numberOfTenderers": facts.bids,
        },
    }


def _direct(facts: ContractingFacts, buyer: Json) -> Json:
    """An award without a competition: the law that allows it is said, nothing of who asked for it (R10)."""
    return {
        "id": facts.reference,
        "title": f"Placement under {facts.category}",
        "description": "A placement awarded directly, without a competition.",
        "status": "complete",
        "procuringEntity": buyer,
        "procurementMethod": "direct",
        "procurementMethodDetails": "Direct award: user choice (light-touch services)",
        "procurementMethodRationale": facts.ground,
        "mainProcurementCategory": "services",
        "numberOfTenderers": facts.bids,
    }


def _plain(name: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", name.lower())) or "supplier"


def _party(party: Party) -> Json:
    told: Json = {"id": party.id, "name": party.name}
    if party.scheme:
        told["identifier"] = {"scheme": party.scheme, "id": party.number, "legalName": party.name}
    return told


def _award_id(facts: ContractingFacts) -> str:
    return f"{facts.reference}-award"


def _award(facts: ContractingFacts) -> Json:
    return {
        "id": _award_id(facts),
        "title": f"Award of {facts.reference}",
        "status": "active",
        "date": _moment(facts.awarded_at),
        "value": _value(facts.estimated_value),
        "suppliers": [{"id": facts.supplier.id, "name": facts.supplier.name}],
    }


def _value(pounds: Decimal) -> Json:
    thousands = (pounds / 1000).quantize(Decimal(1), ROUND_HALF_UP)
    return {"amount": int(max(thousands, Decimal(1)) * 1000), "currency": "GBP"}


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
