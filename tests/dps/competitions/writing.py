"""A bid that is ready to be submitted, and the steps to it as one call."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from fairplace.dps.competitions.actions.answer_invitation import answer_invitation
from fairplace.dps.competitions.actions.save_bid import save_bid
from fairplace.dps.competitions.actions.submit_bid import submit_bid
from fairplace.dps.competitions.queries.own_bid import own_bid
from fairplace.dps.competitions.rules.bid_content import BidContent
from fairplace.foundations import audit
from tests.dps.competitions.published import Bidder, Published

CANARY = "Kittiwake lessons on the pier"


def ready(published: Published, **changes: object) -> BidContent:
    """Ready for submission; `changes` replace fields."""
    fields: dict[str, object] = {
        "needs_met": ("speech", "sensory"),
        "features_met": ("pool",),
        "how": {"speech": "A therapist on two days a week.", "sensory": "Two quiet rooms."},
        "statement": f"{CANARY}, twice a week from the first half-term.",
        "core_costs": dict.fromkeys(published.headings, Decimal("98.76")),
        "priced_needs": {"speech": Decimal("54.32")},
    }
    return BidContent(**{**fields, **changes})  # type: ignore[arg-type]


def say_will_bid(bidder: Bidder, at: datetime) -> str:
    with audit.transaction_as(bidder.actor):
        code = answer_invitation(
            actor=bidder.actor, invitation_id=bidder.invitation_id, answer="will_bid", confidential=True, at=at
        )
    assert code is not None
    return code


def save(bidder: Bidder, code: str, content: BidContent, at: datetime) -> BidContent:
    with audit.transaction_as(bidder.actor):
        stored = own_bid(bidder.actor, bidder.invitation_id, code)
        assert stored is not None
        return save_bid(
            actor=bidder.actor,
            invitation_id=bidder.invitation_id,
            bid_code=code,
            content=content,
            edition=stored.edition,
            at=at,
        )


def submit(bidder: Bidder, code: str, edition: str, at: datetime) -> BidContent:
    with audit.transaction_as(bidder.actor):
        return submit_bid(actor=bidder.actor, invitation_id=bidder.invitation_id, bid_code=code, edition=edition, at=at)


def bid(published: Published, bidder: Bidder, at: datetime) -> tuple[str, BidContent]:
    """Answer, save, submit. Returns the code and what was submitted."""
    code = say_will_bid(bidder, at)
    draft = save(bidder, code, ready(published), at)
    return code, submit(bidder, code, draft.edition, at)
