"""T1, Q5: what anyone may read without an account."""

from __future__ import annotations

import html
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.transparency.models import Release
from fairplace.dps.transparency.rules.releases import ContractingFacts, Party, award_release, contract_release
from fairplace.foundations.geography.districts import known_districts
from fairplace.web.public import open_data
from tests.dps.world import AT, make_world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/", "The right place for one child at a time"),
        ("/how-scores-are-worked-out/", "Weight × lowest price"),
        ("/families/", "Your say"),
        ("/how-inspections-are-compared/", "Safeguarding not met, or urgent improvement needed"),
        ("/accredited/", "Not open yet"),
        ("/how-to-join/", "Not open yet"),
        ("/awards/", "Nothing has been awarded yet"),
        ("/accessibility/", "2.2 at level AA"),
        ("/privacy/", "Cookies"),
        ("/components/", "Components"),
        ("/sign-in/", "Password"),
        ("/new-password/", "Send me a code"),
    ],
)
def test_public_page_is_there_for_anyone_t1(client: Client, address: str, words: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert words in response.content.decode()


def test_points_of_the_districts_are_there_to_check_a_distance_by_hand_c3(client: Client) -> None:
    assert (
        "/how-scores-are-worked-out/postcode-districts.csv"
        in client.get("/how-scores-are-worked-out/").content.decode()
    )
    sheet = client.get("/how-scores-are-worked-out/postcode-districts.csv")
    assert sheet["Content-Type"] == "text/csv; charset=utf-8"
    assert "\r\nGU2,498307,150448\r\n" in sheet.content.decode()
    assert len(sheet.content.decode().splitlines()) == 1 + len(known_districts())


def test_a_page_of_an_organisation_asks_a_visitor_to_sign_in_x1(client: Client) -> None:
    response = client.get("/council/referrals/?state=draft")
    assert response.status_code == 302
    assert response["Location"] == "/sign-in/?next=%2Fcouncil%2Freferrals%2F%3Fstate%3Ddraft"


def test_what_is_not_there_says_so_in_plain_words(client: Client) -> None:
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


def test_open_data_answers_an_unknown_record_or_cursor_with_not_found_t2(client: Client) -> None:
    assert client.get("/open-data/records/ocds-000000-NONE.json").status_code == 404
    assert client.get("/open-data/releases.json?after=nonsense").status_code == 404
    assert client.get("/open-data/releases.json").json()["releases"] == []


def test_open_data_is_newest_first_and_every_release_stands_on_exactly_one_page_t2(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Contract: the next page by links.next, also where several were published in one instant."""
    monkeypatch.setattr(open_data, "PAGE", 2)
    at = datetime(2026, 11, 2, 9, tzinfo=UTC)
    for number in range(5):
        Release.objects.create(
            ocid=f"ocds-000000-R-{number}",
            release_id=str(number),
            tag="award",
            published_at=at + timedelta(days=number // 3),
            content={"id": str(number), "ocid": f"ocds-000000-R-{number}"},
        )
    address, pages = "/open-data/releases.json", list[list[str]]()
    while address:
        package = client.get(address).json()
        pages.append([release["id"] for release in package["releases"]])
        address = package.get("links", {}).get("next", "")
    assert [len(page) for page in pages] == [2, 2, 1]
    assert sorted(pages[0]) == ["3", "4"], "the newest first"
    assert sorted(one for page in pages for one in page) == ["0", "1", "2", "3", "4"]


def test_pages_carry_a_strict_content_policy(client: Client) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_how_to_join_tells_of_every_category_why_what_passes_and_how_it_is_scored_q5_q8(client: Client) -> None:
    make_world()
    read = []
    for row in categories():
        response = client.get(f"/how-to-join/{row.code}/")
        page = " ".join(html.unescape(response.content.decode()).split())
        read.append(page)
        content = content_of(row.version_id)
        for criterion in content.criteria:
            assert criterion.passes in page
        for question in content.questions:
            assert question.text in page
            assert question.passes in page
            assert question.model_answer in page
            assert all(meaning in page for meaning in question.mark_meanings)
        for service in content.services:
            assert service.name in page
        for kind, cap in content.common_caps:
            assert f"{kind.name}</dt>" in page
            assert f"£{cap:,.2f}" in page
    assert any("25 of 100 points of the competency score" in page for page in read)
    assert any("100 of 100 points of the competency score" in page for page in read)
    assert any("How inspections are compared" in page for page in read)


def test_an_award_has_a_page_for_people_and_a_record_for_machines_t1_t2(client: Client) -> None:
    facts = ContractingFacts(
        ocid="ocds-000000-WSX-2026-001",
        reference="WSX-2026-001",
        category="Special educational needs",
        system="Children's placements in the south east",
        buyer=Party("GB-ONS", "E10000032", "West Sussex County Council"),
        supplier=Party("GB-COH", "07000001", "Rowan Trust"),
        published_at=AT,
        closed_at=AT + timedelta(days=10),
        bids=3,
        price_weight=Decimal(40),
        awarded_at=AT + timedelta(days=12),
        estimated_value=Decimal("151400"),
        agreement_reference="WSX-2026-001-IPA",
        signed_at=AT + timedelta(days=20),
    )
    address = f"/awards/{facts.ocid}/"
    assert client.get(address).status_code == 404
    for number, content in enumerate(
        [
            award_release(facts, release_id="1", at=AT),
            contract_release(facts, release_id="2", at=AT + timedelta(days=20)),
        ]
    ):
        Release.objects.create(
            ocid=facts.ocid,
            release_id=content["id"],
            tag=content["tag"][0],
            published_at=AT + timedelta(days=number),
            content=content,
        )
    listed = client.get("/awards/").content.decode()
    assert f'href="{address}"' in listed
    shown = client.get(address).content.decode()
    for words in ("Rowan Trust", "£151,000", "3 bids", "Price 40 and quality 60", "23 November 2026"):
        assert words in shown
    assert f"/open-data/records/{facts.ocid}.json" in shown
