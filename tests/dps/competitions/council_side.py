"""What a council's people do after publication, step by step, for tests of the opening and all that follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from fairplace.dps.competitions.actions import make_award as making
from fairplace.dps.competitions.actions.declare_interests import declare_interests
from fairplace.dps.competitions.actions.make_award import make_award
from fairplace.dps.competitions.actions.mark_statement import mark_statement
from fairplace.dps.competitions.actions.moderate_statement import moderate_statement
from fairplace.dps.competitions.actions.score_bids import score_bids
from fairplace.dps.competitions.actions.turn_opening_key import turn_opening_key
from fairplace.dps.competitions.models import Bid, Competition, Evaluator, FamilyChoice, Slot
from fairplace.dps.competitions.rules.bid_content import BidContent, Submission
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.dps.referrals.models import ChildIdentity
from fairplace.foundations import audit
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.bid_sealing import new_bid_code, seal
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.messages.models import Message
from fairplace.foundations.messages.queries import message as message_row
from tests.dps.competitions.published import CLOSES, PASSPHRASE, Bidder, Published, keys, publish
from tests.dps.world import AT, person

Clock = Callable[[datetime | None], None]
OPENED = CLOSES + timedelta(hours=1)
REASON = "It answers the outcome step by step."


@dataclass
class Run:
    """One competition and who works on it. The clock is the test's."""

    published: Published
    evaluators: list[Actor]
    set_clock: Clock
    codes: dict[UUID, str] = field(default_factory=dict)

    @property
    def competition_id(self) -> UUID:
        return self.published.competition_id

    @property
    def officer(self) -> Actor:
        return self.published.officer

    @property
    def state(self) -> str:
        return Competition.objects.values_list("state", flat=True).get(id=self.competition_id)

    def bids(self) -> list[Bid]:
        """In the order of the bidders, whatever label the lot gave them."""
        with audit.transaction_as(self.officer):
            found = {bid.provider_id: bid for bid in Bid.objects.filter(competition_id=self.competition_id)}
        return [found[one.provider_id] for one in self.published.bidders if one.provider_id in found]

    def bid_of(self, bidder: Bidder) -> Bid:
        return next(bid for bid in self.bids() if bid.provider_id == bidder.provider_id)

    def submit(self, bidder: Bidder, content: BidContent) -> None:
        """Seal a submitted bid into the slot, as the bidder's own page does."""
        given = content.submitted(
            Submission(at=AT, by=bidder.actor.person_id, by_name="Dana", receipt="R-1", salt="s", edition="e")  # type: ignore[arg-type]
        )
        sealed = seal(
            given.as_bytes(),
            slot_id=bidder.slot_id,
            competition_id=self.competition_id,
            openers=[key.public for key in keys()],
            bid_code=new_bid_code(),
        )
        with audit.transaction_as(bidder.actor):
            changed = Slot.objects.filter(id=bidder.slot_id).update(
                content=sealed.content,
                wraps=sealed.wraps,
                bidder_wrap=sealed.bidder_wrap,
                commitment=sealed.commitment,
            )
        assert changed == 1

    def declare(self) -> None:
        for opener in self.published.openers:
            self.acting(
                opener,
                declare_interests,
                competition_id=self.competition_id,
                duty="opener",
                has_interest=False,
                interest="",
            )
        for evaluator in self.evaluators:
            self.acting(
                evaluator,
                declare_interests,
                competition_id=self.competition_id,
                duty="evaluator",
                has_interest=False,
                interest="",
            )

    def turn(self, opener: Actor, passphrase: str = PASSPHRASE) -> int:
        return int(self.acting(opener, turn_opening_key, competition_id=self.competition_id, passphrase=passphrase))  # type: ignore[call-overload]

    def open(self, at: datetime = OPENED) -> None:
        self.declare()
        self.set_clock(at)
        self.turn(self.published.openers[0])
        self.turn(self.published.openers[2])

    def mark_all(self, marks: Sequence[str]) -> None:
        """Both evaluators give the same mark to each bid, in the order of the bidders, and agree on it."""
        for bid, mark in zip(self.bids(), marks, strict=True):
            for evaluator in self.evaluators:
                self.acting(evaluator, mark_statement, bid_id=bid.id, mark=Decimal(mark), reason=REASON)
            if len(self.evaluators) > 1:
                self.acting(self.evaluators[0], moderate_statement, bid_id=bid.id, mark=Decimal(mark), reason=REASON)

    def score(self) -> None:
        self.acting(self.officer, score_bids, competition_id=self.competition_id)

    def award(self, bidder: Bidder) -> UUID:
        return self.acting(self.officer, make_award, competition_id=self.competition_id, bid_id=self.bid_of(bidder).id)  # type: ignore[return-value]

    def token(self) -> str:
        """The family's link, out of the newest letter: the database itself keeps its digest alone."""
        choice = FamilyChoice.objects.filter(competition_id=self.competition_id).latest("asked_at", "id")
        body = _letter(Message.objects.get(key=f"family-choice:{choice.id}"))
        return body.split("/family/choice/")[1].split("/")[0]

    def code(self) -> str:
        body = _letter(Message.objects.filter(key__startswith="family-code:").latest("queued_at", "id"))
        return body.split("Your code is ")[1][:6]

    def acting(self, actor: Actor, action: Callable[..., object], **given: object) -> object:
        """As a view does: a refusal becomes a form error, and the page's own transaction is committed."""
        with audit.transaction_as(actor) as now:
            try:
                return action(actor=actor, at=now, **given)
            except Refused as refused:
                kept = refused
        raise kept


def _letter(message: Message) -> str:
    found = message_row(message.id)
    assert found is not None
    return found.body_text


def content(
    published: Published,
    *,
    price: str = "100.00",
    needs: Sequence[str] = ("speech", "sensory"),
    statement: str = "We will.",
) -> BidContent:
    """price: of each heading, at most the 100.00 carried."""
    costs = dict.fromkeys(published.headings, Decimal(price))
    return BidContent(
        needs_met=tuple(needs),
        features_met=("pool",),
        how=dict.fromkeys(needs, "With a therapist."),
        statement=statement,
        core_costs=costs,
        carried=dict.fromkeys(published.headings, Decimal("100.00")),
    )


def run(
    set_clock: Clock,
    *,
    bidders: int = 3,
    evaluators: int = 2,
    choice_by: str = "parent",
    email: str = "family@home.example",
) -> Run:
    """A competition before its closing time, with two evaluators and a family to ask."""
    set_clock(AT)
    published = publish(bidders)
    council = published.world.partner_id
    made = [person(council, f"Evaluator {letter}", "evaluator") for letter in "AB"[:evaluators]]
    for evaluator in made:
        Evaluator.objects.create(competition_id=published.competition_id, person_id=evaluator.person_id)
    Competition.objects.get(id=published.competition_id).referral.__class__.objects.filter(
        id=published.referral_id
    ).update(choice_by=choice_by)
    with audit.transaction_as(published.officer):
        identity = ChildIdentity(id=new_id(), referral_id=published.referral_id, council_id=council)
        seal_onto(
            identity,
            full_name="Samir Example",
            date_of_birth="2017-05-01",
            home_postcode="GU2 7XH",
            home_point="498400,149700",
            called="Sam",
            family_name="Mrs Example",
            family_email=email,
            family_phone="07700 900123",
        )
        identity.save()
    return Run(published, made, set_clock)


def with_standstill(monkeypatch: pytest.MonkeyPatch, working_days: int = 8) -> None:
    """Every category has a standstill of so many working days (C6)."""

    def content(version: UUID) -> CategoryContent:
        return replace(content_of(version), standstill_working_days=working_days)

    monkeypatch.setattr(making, "content_of", content)
