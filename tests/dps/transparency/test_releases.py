"""T2: open contracting releases that third-party validators accept, and nothing about a child."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from fairplace.dps.transparency.rules.releases import (
    ContractingFacts,
    Party,
    award_release,
    contract_release,
    package,
    parties_missing,
    record_package,
)

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
SCHEMAS = Path(__file__).resolve().parents[4] / "shared" / "data" / "ocds" / "schema-1.1.5"
FACTS = ContractingFacts(
    ocid="ocds-000000-WSX-2026-001",
    reference="WSX-2026-001",
    category="Special educational needs",
    system="South East Together",
    buyer=Party("GB-ONS", "E10000032", "West Sussex County Council"),
    supplier=Party("GB-COH", "00000012", "Chalk Path Learning"),
    published_at=AT,
    closed_at=AT,
    bids=3,
    price_weight=Decimal("50.00"),
    awarded_at=AT,
    estimated_value=Decimal("61500.00"),
    agreement_reference="IPA-WSX-2026-001",
    signed_at=AT,
)


@pytest.mark.shared_folder
def test_package_and_record_are_valid_by_the_published_schema_t2(tmp_path: Path) -> None:
    releases = [contract_release(FACTS, release_id="b", at=AT), award_release(FACTS, release_id="a", at=AT)]
    whole = package(
        releases,
        uri="https://fairplace.invalid/open-data/releases.json",
        at=AT,
        next_page="https://fairplace.invalid/n",
    )
    record = {"ocid": FACTS.ocid, "releases": releases}
    for name, made in {
        "release": whole,
        "record": record_package(record, uri="https://fairplace.invalid/r.json", at=AT),
    }.items():
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps(made), encoding="utf-8")
        schema = SCHEMAS / f"{name}-package-schema.selfcontained.json"
        command = [
            str(Path(sys.executable).parent / "check-jsonschema"),
            "--schemafile",
            str(schema),
            str(file),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_parties_are_consistent_t2() -> None:
    release = contract_release(FACTS, release_id="b", at=AT)
    assert parties_missing(release) == set()
    release["parties"].pop()
    assert parties_missing(release) == {"GB-COH-00000012"}


def test_value_is_rounded_to_thousands_so_that_one_childs_contract_identifies_nobody_t2() -> None:
    assert award_release(FACTS, release_id="a", at=AT)["awards"][0]["value"] == {
        "amount": 62000,
        "currency": "GBP",
    }
    small = replace(FACTS, estimated_value=Decimal("120.00"))
    assert award_release(small, release_id="a", at=AT)["awards"][0]["value"]["amount"] == 1000


def test_contract_release_needs_the_second_signature_t2() -> None:
    with pytest.raises(ValueError, match="second signature"):
        contract_release(replace(FACTS, signed_at=None), release_id="b", at=AT)
