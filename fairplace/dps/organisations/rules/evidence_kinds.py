"""What the evidence library holds (§4.8, §7.4, Q6): data, so that a category may ask for any of it by its code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Expiry = Literal["always", "maybe", "never"]
Holder = Literal["provider", "establishment", "either"]


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """One kind of document. has_cover: an insurance, with pounds for each claim.

    expires: whether it has a day on which it runs out ("always"), may have one, or never has one.
    of: whom it is about. ends: what its last day is called.
    """

    code: str
    name: str
    has_cover: bool = False
    expires: Expiry = "always"
    of: Holder = "provider"
    ends: str = "Expires on"


_REVIEWED = "Next review due by"

EVIDENCE_KINDS: dict[str, EvidenceKind] = {
    kind.code: kind
    for kind in (
        EvidenceKind("employers_liability", "Employers' liability insurance", has_cover=True),
        EvidenceKind("public_liability", "Public liability insurance", has_cover=True),
        EvidenceKind("professional_indemnity", "Professional indemnity insurance", has_cover=True),
        EvidenceKind("abuse_cover", "Abuse and molestation insurance", has_cover=True),
        EvidenceKind("medical_malpractice", "Medical malpractice insurance", has_cover=True),
        EvidenceKind("motor_insurance", "Motor insurance with business use"),
        EvidenceKind("registration_certificate", "Certificate of registration", expires="maybe", of="establishment"),
        EvidenceKind(
            "statement_of_purpose", "Statement of purpose", expires="maybe", of="establishment", ends=_REVIEWED
        ),
        EvidenceKind("inspection_report", "Inspection report", expires="never", of="establishment"),
        EvidenceKind("safeguarding_policy", "Safeguarding policy", of="either", ends=_REVIEWED),
        EvidenceKind("safer_recruitment", "Safer recruitment policy", expires="maybe", of="either", ends=_REVIEWED),
        EvidenceKind("missing_protocol", "Missing from care protocol", expires="maybe", of="either", ends=_REVIEWED),
        EvidenceKind("restraint_policy", "Restraint policy", expires="maybe", of="either", ends=_REVIEWED),
        EvidenceKind("complaints_policy", "Complaints policy", expires="maybe", of="either", ends=_REVIEWED),
        EvidenceKind("whistleblowing_policy", "Whistleblowing policy", expires="maybe", of="either", ends=_REVIEWED),
        EvidenceKind("continuity_plan", "Business continuity plan", expires="maybe", of="either", ends=_REVIEWED),
        EvidenceKind("health_and_safety", "Health and safety policy", expires="maybe", of="either", ends=_REVIEWED),
        EvidenceKind("equality_policy", "Equality policy", expires="maybe", ends=_REVIEWED),
        EvidenceKind("fire_risk_assessment", "Fire risk assessment", of="establishment", ends=_REVIEWED),
        EvidenceKind("food_hygiene", "Food hygiene rating", expires="never", of="establishment"),
        EvidenceKind("data_protection_registration", "Registration with the Information Commissioner"),
        EvidenceKind("modern_slavery_statement", "Modern slavery statement", expires="maybe", ends=_REVIEWED),
        EvidenceKind("accounts", "Latest accounts", expires="never"),
        EvidenceKind("cash_flow", "Cash flow forecast", expires="never"),
        EvidenceKind("bank_letter", "Letter from your bank", expires="never"),
        EvidenceKind("parent_guarantee", "Guarantee of a parent company", expires="maybe"),
        EvidenceKind("other", "Another document", expires="maybe", of="either"),
    )
}
