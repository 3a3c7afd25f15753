"""Submit the draft that lies in the sealed slot (C1, C2). The database's clock gives the time."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions.actions.held_slot import hold_slot
from fairplace.dps.competitions.permissions import check_may_bid, check_will_bid
from fairplace.dps.competitions.queries.bid_terms import bid_terms
from fairplace.dps.competitions.rules.bid_content import BidContent, Submission
from fairplace.dps.competitions.rules.bid_faults import faults
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def submit_bid(*, actor: Actor, invitation_id: UUID, bid_code: str, edition: str, at: datetime) -> BidContent:
    """Returns the content with its receipt, which lies inside the seal and nowhere else.

    `edition` names the draft that was checked. The same one twice (a second click, a repeated request) gives
    the same receipt; another one was changed since and must be checked again. Refused also when not ready.
    """
    check_may_bid(actor)
    held = hold_slot(actor=actor, invitation_id=invitation_id, at=at)
    check_will_bid(held.answer)
    stored = held.read(bid_code)
    if stored.submission is not None and stored.submission.edition == edition:
        return stored
    if stored.submission is not None or stored.edition != edition:
        raise Refused("This bid was changed since you checked it. Check it again, then submit it.")
    terms = bid_terms(actor, invitation_id)
    for fault in faults(stored, terms):
        raise Refused(f"Not yet ready: {fault.sentence}")
    assert actor.person_id is not None
    content = replace(stored, carried=terms.carried_by_heading, units={}).submitted(
        Submission(
            at=held.now,
            by=actor.person_id,
            by_name=actor.name,
            receipt=_new_receipt(),
            salt=secrets.token_hex(16),
            edition=edition,
        )
    )
    held.reseal(content, bid_code)
    return content


def _new_receipt() -> str:
    """Sixteen characters that can be read out: "7F3A-91C2-08BD-44E6"."""
    word = secrets.token_hex(8).upper()
    return "-".join(word[at : at + 4] for at in range(0, len(word), 4))
