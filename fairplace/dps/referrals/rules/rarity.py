"""Whether the coded facts fit few children, as far as the referrals that we hold can tell (R1, ours).

The published rule: of the earlier referrals of one category, district and age band, when we hold ENOUGH of them to
judge by, a need that fewer than FEWEST of them shared is rare there. With less to go by we say so and judge nothing:
children who never had a referral are unknown to us, so that a silent check is no promise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fairplace.dps.referrals.rules.privacy import Finding, Kind

ENOUGH = 20
FEWEST = 5


@dataclass(frozen=True, slots=True)
class HeldNearby:
    """Earlier referrals of the same category, district and age band. sharing: need code -> how many asked for it."""

    district: str = ""
    age_band: str = ""
    referrals: int = 0
    sharing: Mapping[str, int] = field(default_factory=dict)


def rare_findings(needs: Mapping[str, str], held: HeldNearby) -> list[Finding]:
    """needs: code -> name, as the category names them."""
    if held.referrals < ENOUGH:
        return []
    return [
        Finding(
            "rare",
            Kind.FEW_CHILDREN,
            f"of {held.referrals} earlier referrals of children of {held.age_band} in {held.district}, fewer than"
            f" {FEWEST} asked for “{name}”",
        )
        for code, name in needs.items()
        if held.sharing.get(code, 0) < FEWEST
    ]


def what_the_check_knows(*children: HeldNearby) -> str:
    """What stands beside the findings: an honest sentence for each child, none twice."""
    told = list(dict.fromkeys(map(_known_of, children)))
    if any(held.district and held.age_band and held.referrals < ENOUGH for held in children):
        told.append("Ask yourself whether a neighbour would know the child.")
    return " ".join(told)


def _known_of(held: HeldNearby) -> str:
    if not held.district or not held.age_band:
        return "How many children the facts may fit is looked up once the age and the home postcode are written."
    if held.referrals < ENOUGH:
        return (
            f"We hold fewer than {ENOUGH} earlier referrals of children of {held.age_band} in {held.district}: too few"
            " to say whether the needs are rare there."
        )
    return (
        f"Needs were compared with {held.referrals} earlier referrals of children of {held.age_band} in"
        f" {held.district}. Children who never had a referral are unknown to us."
    )
