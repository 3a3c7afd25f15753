"""The leaf that stands for an event in the log: the same for everybody who recomputes it."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairplace.foundations.kernel.event_leaf import EventRow, canonical, leaf_of, payload_commitment, plain

SALT = bytes(range(16))
ROW = EventRow(
    id=UUID("01936f4e-0000-7000-8000-000000000001"),
    transaction=742,
    at=datetime(2026, 11, 3, 9, 0, 0, 250, tzinfo=UTC),
    kind="referrals.referral_published",
    actor_id=UUID("01936f4e-0000-7000-8000-000000000002"),
    organisation_id=None,
    subject_kind="referrals.referral",
    subject_id=UUID("01936f4e-0000-7000-8000-000000000003"),
    about_id=UUID("01936f4e-0000-7000-8000-000000000003"),
    payload={"weights": {"price": "40", "quality": "60"}, "radius": 20},
)


def test_leaf_can_be_recomputed_by_hand_from_the_published_row() -> None:
    commitment = hashlib.sha256(SALT + b'{"radius":20,"weights":{"price":"40","quality":"60"}}').hexdigest()
    text = (
        '{"about":"01936f4e-0000-7000-8000-000000000003","actor":"01936f4e-0000-7000-8000-000000000002",'
        '"at":"2026-11-03T09:00:00.000250Z","id":"01936f4e-0000-7000-8000-000000000001",'
        '"kind":"referrals.referral_published","organisation":null,"payload":"' + commitment + '",'
        '"subject":"01936f4e-0000-7000-8000-000000000003","subject_kind":"referrals.referral","transaction":"742"}'
    )
    assert leaf_of(ROW, SALT) == hashlib.sha256(b"\x00" + text.encode()).digest()


@pytest.mark.parametrize(
    "changed",
    [
        {"transaction": 743},
        {"at": ROW.at + timedelta(microseconds=1)},
        {"kind": "referrals.referral_withdrawn"},
        {"actor_id": None},
        {"organisation_id": ROW.id},
        {"subject_id": ROW.id},
        {"about_id": ROW.id},
        {"payload": {"radius": 21}},
    ],
)
def test_leaf_changes_with_every_part_of_the_row(changed: dict[str, object]) -> None:
    assert leaf_of(replace(ROW, **changed), SALT) != leaf_of(ROW, SALT)  # type: ignore[arg-type]


def test_leaf_does_not_depend_on_the_time_zone_or_the_order_of_the_payload() -> None:
    other = replace(
        ROW,
        at=ROW.at.astimezone(timezone(timedelta(hours=5))),
        payload={"radius": 20, "weights": {"quality": "60", "price": "40"}},
    )
    assert leaf_of(other, SALT) == leaf_of(ROW, SALT)


def test_salt_hides_a_short_payload() -> None:
    assert payload_commitment({"rank": 1}, SALT) != payload_commitment({"rank": 1}, bytes(16))
    with pytest.raises(ValueError, match="16 bytes"):
        leaf_of(ROW, b"short")


def test_payload_is_plain_text_and_whole_numbers() -> None:
    assert plain(
        {
            "price": Decimal("3120.50"),
            "on": date(2026, 11, 3),
            "at": ROW.at,
            "id": ROW.id,
            "many": (1, True, None),
            "set": {"b", "a"},
        }
    ) == {
        "price": "3120.50",
        "on": "2026-11-03",
        "at": "2026-11-03T09:00:00.000250Z",
        "id": str(ROW.id),
        "many": [1, True, None],
        "set": ["a", "b"],
    }


@pytest.mark.parametrize(
    "value",
    [1.5, object(), {1: "a"}, {"é": "a"}, b"bytes", "\x00", datetime(2026, 11, 3)],  # noqa: DTZ001
)
def test_payload_that_two_programs_would_write_differently_is_not_taken(value: object) -> None:
    with pytest.raises(TypeError):
        plain({"value": value})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_characters="\x00", codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.from_regex(r"[a-z_]{1,9}", fullmatch=True), inner),
    max_leaves=8,
)


@given(json_values)
def test_canonical_json_reads_back_the_same(value: object) -> None:
    assert json.loads(canonical(plain(value))) == value
    assert canonical(plain(json.loads(canonical(plain(value))))) == canonical(plain(value))
