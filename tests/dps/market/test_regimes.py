"""P2, Q13: what each law asks, as data with its source."""

from __future__ import annotations

import pytest

from fairplace.dps.market.rules.regimes import Regime, regime_of, regimes
from fairplace.foundations.kernel.refused import Refused

ACTS = {"establish", "change-period", "end", "modify", "award"}


@pytest.mark.parametrize("regime", regimes().values(), ids=lambda one: one.code)
def test_every_rule_is_told_in_plain_words_with_its_source_p2(regime: Regime) -> None:
    assert {notice.act for notice in regime.notices} == ACTS
    codes = {rule.code for rule in regime.rules}
    assert codes >= {
        "begin", "period", "entry", "initial-evaluation", "deciding", "exclusion", "insurance", "conditions",
        "inviting", "tender-time", "fees", "standstill", "records",
    }  # fmt: skip
    assert len(codes) == len(regime.rules)
    for rule in regime.rules:
        assert rule.text.endswith("."), rule.code
        assert rule.source, rule.code
        assert rule.basis in {"law", "cautious", "default"}


def test_clocks_of_a_request_to_join_q13() -> None:
    assert {code: (one.decide_within, one.decide_within_extended) for code, one in regimes().items()} == {
        "pcr-dps": (10, 15),
        "pcr-light-touch-dps": (10, None),
        "pa23-dynamic-market": (10, None),
        "pa23-light-touch-open-framework": (10, None),
    }
    assert regime_of("pcr-dps").join_window_days == 30
    assert regime_of("pcr-dps").tender_days == 10


def test_no_fee_from_suppliers_under_the_regulations_p2() -> None:
    assert {code for code, one in regimes().items() if one.may_charge_suppliers} == {
        "pa23-dynamic-market",
        "pa23-light-touch-open-framework",
    }
    assert regime_of("pcr-dps").rule("fees").source == "PCR regulation 34(29)"


def test_insurance_conditions_and_invitations_by_regime_p2() -> None:
    frozen = {code for code, one in regimes().items() if one.conditions_frozen}
    assert frozen == {"pa23-dynamic-market"}
    assert {code for code, one in regimes().items() if one.insurance_before_award} == {"pcr-dps", "pcr-light-touch-dps"}
    assert {code: one.inviting for code, one in regimes().items()} == {
        "pcr-dps": "everyone",
        "pcr-light-touch-dps": "as_published",
        "pa23-dynamic-market": "public_notice",
        "pa23-light-touch-open-framework": "as_published",
    }
    assert {one.records_years for one in regimes().values()} == {3}


def test_a_refusal_cites_its_rule_p2() -> None:
    refused = regime_of("pa23-dynamic-market").refusal("Conditions stay.", "conditions", "criteria")
    assert refused.sentence == "Conditions stay (Procurement Act 2023, section 36(7)(b))."
    assert refused.field == "criteria"


def test_no_such_regime_p2() -> None:
    with pytest.raises(Refused, match="There is no legal regime"):
        regime_of("")
