"""Statements that a provider wrote before, for a new one to start from (C1): its own, and no sealed one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.competitions.models import Bid, Invitation
from fairplace.dps.competitions.rules.bid_content import words
from fairplace.dps.qualification.queries.own_statements import own_statements
from fairplace.dps.referrals.queries.said_of_child import plain_findings
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere

SHOWN = 10


@dataclass(frozen=True, slots=True)
class EarlierStatement:
    """key names it to the bid's form. at: when the bid was submitted; None for an application's.

    findings: what in it might tell who another child is, in sentences.
    """

    key: str
    source: str
    text: str
    at: datetime | None
    findings: tuple[str, ...]

    @property
    def words(self) -> int:
        return words(self.text)


def earlier_statements(actor: Actor, invitation_id: UUID) -> list[EarlierStatement]:
    """Of the actor's organisation: its bids that were opened, newest first, those of this place and category before
    others; then what it wrote about this place when it applied. Raises NotThere for another's invitation.
    """
    invitation = (
        Invitation.objects.filter(id=invitation_id, provider_id=actor.organisation_id).select_related("line").first()
    )
    if invitation is None or actor.organisation_id is None:
        raise NotThere
    bids = (
        Bid.objects.filter(provider_id=actor.organisation_id)
        .exclude(invitation_id=invitation_id)
        .order_by("-submitted_at")
        .values_list(
            "id",
            "content__statement",
            "submitted_at",
            "establishment__name",
            "competition__referral__reference",
            "establishment_id",
            "competition__referral__category_id",
        )[:200]
    )
    wanted = [row for row in bids if str(row[1] or "").strip()]
    wanted.sort(key=lambda row: (row[6] != invitation.line.category_id, row[5] != invitation.establishment_id))
    found: list[tuple[str, str, str, datetime | None]] = [
        (f"bid-{bid_id}", f"{place}, bid for {reference}", str(text).strip(), at)
        for bid_id, text, at, place, reference, _, _ in wanted[:SHOWN]
    ]
    found += [
        (f"application-{one.code}", f"Your application: {one.name}", one.text, None)
        for one in own_statements(actor, invitation.line_id)
    ]
    told: dict[str, list[str]] = {}
    for finding in plain_findings({key: text for key, _, text, _ in found}):
        told.setdefault(finding.field, []).append(finding.sentence)
    return [EarlierStatement(*row, tuple(told.get(row[0], ()))) for row in found]
