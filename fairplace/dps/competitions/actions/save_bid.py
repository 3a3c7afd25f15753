"""Save a draft into the sealed slot (C1, C2). Nothing outside the slot tells that it was done, or by whom."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions.actions.held_slot import hold_slot
from fairplace.dps.competitions.permissions import check_may_bid, check_will_bid
from fairplace.dps.competitions.queries.bid_terms import bid_terms
from fairplace.dps.competitions.rules.bid_content import BidContent
from fairplace.dps.competitions.rules.bid_faults import cost_faults, discount_faults, district_faults
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


@transaction.atomic
def save_bid(
    *, actor: Actor, invitation_id: UUID, bid_code: str, content: BidContent, edition: str, at: datetime
) -> BidContent:
    """Returns the draft as saved, with its new edition.

    `edition` is the draft that the page was drawn from: what somebody else saved meanwhile is not overwritten
    unseen. A draft may be unfinished, but a core cost a penny above the carried one is refused at once, and so is a
    discount below the carried one (Q7) and a district that miles cannot be measured from.
    """
    check_may_bid(actor)
    held = hold_slot(actor=actor, invitation_id=invitation_id, at=at)
    check_will_bid(held.answer)
    stored = held.read(bid_code)
    if stored.submission is not None:
        raise Refused("This bid is submitted. Take it back first if you want to change it.")
    if stored.edition != edition:
        raise Refused(
            "This bid was saved on another page since you opened this one. What you typed is below:"
            " save again to replace what was saved there."
        )
    terms = bid_terms(actor, invitation_id)
    for fault in (
        *cost_faults(content.core_costs, terms),
        *discount_faults(content.discount_percent, terms),
        *district_faults(content.district, terms),
    ):
        raise Refused(fault.sentence, fault.field)
    draft = replace(content, submission=None, edition=secrets.token_hex(16), carried=terms.carried_by_heading)
    held.reseal(draft, bid_code)
    return draft
