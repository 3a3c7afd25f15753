"""Who is to be reminded now: half the time gone and not read, four fifths gone and said to bid (R6). One statement."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from fairplace.dps.competitions.models import Reminder

SHARES = {Reminder.Kind.UNREAD: "0.5", Reminder.Kind.BIDDING: "0.8"}
"""Ours: the share of an invitation's own time, from its letter to the closing, after which each is sent."""
_DUE = """
    SELECT c.id, c.council_id, k.kind, i.id
      FROM competitions_competition c
      JOIN competitions_invitation i ON i.competition_id = c.id
      JOIN (VALUES ('unread', %s::float8), ('bidding', %s::float8)) AS k (kind, share)
        ON CASE k.kind WHEN 'unread' THEN i.read_at IS NULL AND i.answer = '' ELSE i.answer = 'will_bid' END
     WHERE c.state = 'open' AND fairplace_now() < c.closes_at
       AND fairplace_now() >= i.sent_at + (c.closes_at - i.sent_at) * k.share
       AND NOT EXISTS (SELECT FROM competitions_reminder r
                        WHERE r.invitation_id = i.id AND r.kind = k.kind AND r.closes_at = c.closes_at)
     ORDER BY c.closes_at, c.id, k.kind
"""


@dataclass(frozen=True, slots=True)
class ToRemind:
    """All of one competition that are due for the same reminder."""

    competition_id: UUID
    council_id: UUID
    kind: str
    invitation_ids: tuple[UUID, ...]


def to_remind() -> list[ToRemind]:
    """Those whose competition closes first come first. Nothing here knows whether a bid is in."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [SHARES[Reminder.Kind.UNREAD], SHARES[Reminder.Kind.BIDDING]])
        found: dict[tuple[UUID, UUID, str], list[UUID]] = defaultdict(list)
        for competition_id, council_id, kind, invitation_id in cursor.fetchall():
            found[competition_id, council_id, kind].append(invitation_id)
    return [ToRemind(*key, tuple(invitations)) for key, invitations in found.items()]
