"""Every kind of event is `area.noun_past`, declared once in the area that it belongs to."""

import pytest

from fairplace.foundations.audit import checks, vocabulary


def test_all_areas_declare_well_formed_kinds() -> None:
    assert vocabulary.problems() == []
    assert vocabulary.declared()["audit.child_data_read"] == "audit"


@pytest.mark.parametrize(
    "kind",
    ["ReferralPublished", "referrals.published", "market.line_opened", "referrals.Line_opened", "referrals."],
)
def test_kind_of_another_shape_or_area_is_found(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(vocabulary, "_constants", lambda: {"referrals": ["referrals.referral_published", kind]})
    (error,) = checks.kinds_are_well_formed()
    assert kind in str(error.msg)


def test_kind_declared_twice_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = "referrals.referral_published"
    monkeypatch.setattr(vocabulary, "_constants", lambda: {"referrals": [kind, kind]})
    assert vocabulary.problems() == [f"{kind} is declared 2 times."]
