"""A bid is excluded: it keeps its row, and from now on its reason (C4)."""

from __future__ import annotations

from fairplace.dps.competitions import events
from fairplace.dps.competitions.models import Bid, Competition
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor

LONGEST = 300


def exclude_bid(competition: Competition, bid: Bid, because: str, *, actor: Actor) -> None:
    """Part of an action that holds the competition's lock. What it was excluded for first stays."""
    if bid.excluded_because:
        return
    bid.excluded_because = because[:LONGEST]
    bid.save(update_fields=["excluded_because"])
    audit.record(
        actor=actor,
        kind=events.BID_EXCLUDED,
        subject=bid,
        about=competition.referral_id,
        because=bid.excluded_because,
    )
