"""A placement agreement, as either side sees it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fairplace.dps.placements.queries.agreements import AgreementRow, signatures_of
from fairplace.dps.placements.queries.premiums import PremiumRow
from fairplace.web.components.agreements.premium import premium_status
from fairplace.web.components.formats import day, money, sentence, until
from fairplace.web.components.rows import Fact, Status
from fairplace.web.components.signing import SignForm

WEEKS_IN_A_YEAR = 52
"""Of the published method (rule 0)."""


def placement_page(
    row: AgreementRow,
    form: SignForm | None,
    *,
    back: str,
    document: str,
    now: datetime,
    premium: PremiumRow | None = None,
    premium_href: str = "",
    premium_label: str = "",
) -> dict[str, Any]:
    """What web/components/agreements/placement.jinja draws. back, document: names of the side's own addresses.

    premium_href: where this side may say something of the premium; "" where it may not.
    """
    tone = "good" if row.state == "signed" else "active" if row.may_sign else "waiting"
    return {
        "row": row,
        "form": form or SignForm(),
        "back_href_name": back,
        "document_name": document,
        "signatures": signatures_of(row.id),
        "premium": premium,
        "premium_status": premium_status(premium) if premium else None,
        "premium_href": premium_href if premium and premium.can_be_said else "",
        "premium_label": premium_label,
        "status": Status(row.state_label, tone),  # type: ignore[arg-type]
        "facts": [
            Fact("Place", row.establishment),
            Fact("Provider", row.provider),
            Fact("Council", row.council),
            Fact("Starts", day(row.starts_on), note=sentence(until(row.starts_on, now))),
            Fact(
                "Price",
                f"{money(row.weekly_price)} a week",
                note=f"{money(row.weekly_price * WEEKS_IN_A_YEAR)} in a year of {WEEKS_IN_A_YEAR} weeks",
            ),
            Fact("Terms", row.terms_version),
        ],
    }
