"""Q1, Q6: providers, their people, establishments and evidence."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from fairplace.dps.organisations.actions.add_establishment import add_establishment
from fairplace.dps.organisations.actions.add_evidence import add_evidence
from fairplace.dps.organisations.actions.add_person import add_person
from fairplace.dps.organisations.actions.record_rating import record_rating
from fairplace.dps.organisations.actions.register_organisation import register_organisation
from fairplace.dps.organisations.queries.establishments import establishments_of
from fairplace.dps.organisations.queries.evidence import evidence_of, own_document
from fairplace.foundations.kernel.actor import SYSTEM
from fairplace.foundations.kernel.refused import NotThere, Refused
from tests.dps.world import AT, PNG, make_provider, make_world

SCHOOL: dict[str, Any] = {
    "name": "Rowan Bank School",
    "kind": "independent_special_school",
    "postcode": "po191rq",
    "council_area": "West Sussex",
    "age_from": 7,
    "age_to": 16,
    "placement_kinds": ["day", "weekly"],
    "places": 40,
    "vacancies": 3,
    "urn": "987001",
}


def certificate(content: bytes = PNG, name: str = "cover.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.django_db
def test_an_establishment_has_its_place_on_the_map_q1() -> None:
    make_world()
    provider, manager, _ = make_provider("Rowan Trust", "07000001")
    add_establishment(actor=manager, **SCHOOL, at=AT)
    (school,) = establishments_of(provider)
    assert (school.postcode, school.name) == ("PO19 1RQ", "Rowan Bank School")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"postcode": "ZZ1 1ZZ"}, "postcode"),
        ({"postcode": "nonsense"}, "postcode"),
        ({"age_from": 17}, "age_to"),
        ({"vacancies": 41}, "vacancies"),
        ({"placement_kinds": []}, "placement_kinds"),
        ({"name": " "}, "name"),
    ],
)
def test_a_wrong_establishment_is_refused_beside_its_field(change: dict[str, Any], field: str) -> None:
    make_world()
    _, manager, _ = make_provider("Rowan Trust", "07000001")
    with pytest.raises(Refused) as refusal:
        add_establishment(actor=manager, **{**SCHOOL, **change}, at=AT)
    assert refusal.value.field == field


@pytest.mark.django_db
def test_a_urn_is_registered_once_q1() -> None:
    make_world()
    _, manager, _ = make_provider("Rowan Trust", "07000001")
    add_establishment(actor=manager, **SCHOOL, at=AT)
    with pytest.raises(Refused, match="You have added the establishment with URN 987001 already"):
        add_establishment(actor=manager, **{**SCHOOL, "name": "Another"}, at=AT)


@pytest.mark.django_db
def test_only_a_bid_manager_adds_establishments() -> None:
    world = make_world()
    _, _, signatory = make_provider("Rowan Trust", "07000001")
    for nobody in (signatory, world.people["officer"]):
        with pytest.raises(NotThere):
            add_establishment(actor=nobody, **SCHOOL, at=AT)


@pytest.mark.django_db
def test_evidence_is_kept_with_its_dates_and_read_by_its_owner_alone_q6() -> None:
    make_world()
    provider, manager, _ = make_provider("Rowan Trust", "07000001")
    _, rival, _ = make_provider("Other", "07000002")
    add_evidence(
        actor=manager,
        kind="public_liability",
        upload=certificate(),
        issued_on=date(2026, 4, 1),
        expires_on=date(2027, 3, 31),
        cover=Decimal(10_000_000),
        at=AT,
    )
    (row,) = evidence_of(provider)
    document = own_document(manager, row.document_id)
    assert document is not None
    assert (document.content, row.document_name) == (PNG, "cover.png")
    assert own_document(rival, row.document_id) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"expires_on": date(2026, 11, 2)}, "expires_on", "has expired"),
        ({"expires_on": date(2026, 3, 1)}, "expires_on", "must come after"),
        ({"issued_on": AT.date() + timedelta(91)}, "issued_on", "within the next 90 days"),
        ({"cover": None}, "cover", "Enter the cover"),
        ({"upload": certificate(b"MZ\x90\x00" * 40, "cover.exe")}, "upload", "PDF"),
        ({"upload": certificate(b"not a picture", "cover.png")}, "upload", "\\w"),
    ],
)
def test_wrong_evidence_is_refused_beside_its_field_q6(change: dict[str, Any], field: str, words: str) -> None:
    make_world()
    provider, manager, _ = make_provider("Rowan Trust", "07000001")
    right: dict[str, Any] = {
        "kind": "public_liability",
        "upload": certificate(),
        "issued_on": date(2026, 4, 1),
        "expires_on": date(2027, 3, 31),
        "cover": Decimal(5_000_000),
    }
    with pytest.raises(Refused, match=words) as refusal:
        add_evidence(actor=manager, **{**right, **change}, at=AT)
    assert refusal.value.field == field
    assert evidence_of(provider) == []


@pytest.mark.django_db
def test_a_role_fits_its_organisation_and_an_address_signs_in_once_p1() -> None:
    world = make_world()
    with pytest.raises(Refused, match="not a role of a council"):
        add_person(
            actor=SYSTEM, organisation_id=world.lead_id, name="X", email="x@y.example", roles=["bid_manager"], at=AT
        )
    add_person(actor=SYSTEM, organisation_id=world.lead_id, name="X", email="x@y.example", roles=["opener"], at=AT)
    with pytest.raises(Refused, match="already signs in"):
        add_person(actor=SYSTEM, organisation_id=world.lead_id, name="Y", email="X@y.example", roles=[], at=AT)


@pytest.mark.django_db
def test_a_provider_registers_once_q1() -> None:
    make_world()
    make_provider("Rowan Trust", "07000001")
    with pytest.raises(Refused, match="already registered"):
        register_organisation(actor=SYSTEM, kind="provider", name="Rowan Again", registered_number="07000001", at=AT)


@pytest.mark.django_db
def test_a_rating_is_recorded_with_its_date_q4() -> None:
    make_world()
    provider, manager, _ = make_provider("Rowan Trust", "07000001")
    school = add_establishment(actor=manager, **SCHOOL, at=AT)
    rated: dict[str, Any] = {"actor": manager, "establishment_id": school, "framework": "ofsted-grades", "at": AT}
    with pytest.raises(Refused, match="date of the inspection"):
        record_rating(**rated, rating="Good", rated_on=None)
    with pytest.raises(Refused, match="on the scale"):
        record_rating(**rated, rating="Fine", rated_on=date(2025, 5, 1))
    record_rating(**rated, rating="Good", rated_on=date(2025, 5, 1))
    (row,) = establishments_of(provider)
    assert (row.rating, row.rated_on) == ("Good", date(2025, 5, 1))
    with pytest.raises(Refused, match="not in use for this kind of place on 2 March 2026") as told:
        record_rating(**rated, rating="Good", rated_on=date(2026, 3, 2))
    assert told.value.field == "framework"


@pytest.mark.django_db
def test_a_report_card_is_recorded_area_by_area_and_its_lowest_area_counts_q4() -> None:
    make_world()
    provider, manager, _ = make_provider("Rowan Trust", "07000001")
    school = add_establishment(actor=manager, **SCHOOL, at=AT)
    rated: dict[str, Any] = {"actor": manager, "establishment_id": school, "framework": "ofsted-report-card", "at": AT}
    six = ("inclusion", "curriculum", "achievement", "attendance", "development", "leadership")
    areas = {"safeguarding": "Met", "standards": "Met", **dict.fromkeys(six, "Strong standard")}
    with pytest.raises(Refused, match="each area") as told:
        record_rating(**rated, rated_on=date(2026, 3, 2), areas={**areas, "inclusion": ""})
    assert told.value.field == "areas"
    words = record_rating(**rated, rated_on=date(2026, 3, 2), areas={**areas, "inclusion": "Needs attention"})
    assert words == "Safeguarding met, some areas need attention"
    (row,) = establishments_of(provider)
    assert (row.rating, row.rating_areas["inclusion"]) == (words, "Needs attention")
