"""The roles that people hold, and for which kind of organisation (requirements: "People who use it")."""

from __future__ import annotations

from enum import Enum


class Role(Enum):
    """One word for one thing: these values are stored, checked and shown."""

    BID_MANAGER = "bid_manager"
    PROVIDER_SIGNATORY = "provider_signatory"
    HELPER = "helper"
    PLACEMENT_OFFICER = "placement_officer"
    EVALUATOR = "evaluator"
    OPENER = "opener"
    COUNCIL_SIGNATORY = "council_signatory"
    PROCUREMENT_OFFICER = "procurement_officer"
    CONTRACT_MANAGER = "contract_manager"
    CATEGORY_LEAD = "category_lead"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def organisation_kind(self) -> str:
        if self in {Role.BID_MANAGER, Role.PROVIDER_SIGNATORY, Role.HELPER}:
            return "provider"
        return "operator" if self is Role.OPERATOR else "council"


_LABELS = {
    Role.BID_MANAGER: "Bid manager",
    Role.PROVIDER_SIGNATORY: "Signs for the provider",
    Role.HELPER: "Helps to fill in, cannot send",
    Role.PLACEMENT_OFFICER: "Placement officer",
    Role.EVALUATOR: "Evaluator",
    Role.OPENER: "Opener of bids",
    Role.COUNCIL_SIGNATORY: "Signs for the council",
    Role.PROCUREMENT_OFFICER: "Procurement officer",
    Role.CONTRACT_MANAGER: "Contract manager",
    Role.CATEGORY_LEAD: "Category lead",
    Role.ADMINISTRATOR: "Administers the council's people",
    Role.OPERATOR: "System operator",
}
