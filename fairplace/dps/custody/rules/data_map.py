"""Whom the fields of a table are about (seeds/data_map.toml), in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

GROUPS: Final[Mapping[str, str]] = {
    "child": "Who a child is, or their story",
    "family": "What a family said, or how to reach it",
    "coded": "About a child, without who it is",
    "person": "About somebody with an account",
    "contact": "About somebody without an account",
    "words": "Free words that may name somebody",
    "plain": "About nobody",
}

CHILD_TABLES: Final = (
    "referrals_childidentity", "referrals_childstory", "referrals_plansection", "referrals_attachment",
    "referrals_familyreading", "referrals_familycomment", "referrals_commentreply", "referrals_referral",
    "referrals_furtherchild", "referrals_referralcategory", "referrals_referralitem", "referrals_referraloutcome",
    "referrals_disclosure", "competitions_familychoice", "competitions_plainaccount", "placements_namedpreference",
    "placements_placementagreement",
)  # fmt: skip
"""What an export about a child holds. Bids, marks and scores are about providers and stay out."""
PROVIDER_TABLES: Final = (
    "organisations_establishment", "organisations_evidence", "qualification_application", "qualification_line",
    "competitions_invitation", "competitions_bid", "competitions_award", "competitions_feedback",
    "placements_placementagreement",
)  # fmt: skip
"""What an export about a provider holds, of its own."""


def in_words(table: str) -> str:
    """“Referrals: child identity” as people read it."""
    area, _, name = table.partition("_")
    return f"{area.capitalize()}: {name}"
