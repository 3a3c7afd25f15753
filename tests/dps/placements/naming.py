"""A place named by a family, through the real actions, for tests of R10."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from fairplace.dps.placements.actions.agree_preference import agree_preference, ask_to_agree
from fairplace.dps.placements.actions.answer_consultation import PlaceAnswer, answer_by_link, promise_by_link
from fairplace.dps.placements.actions.ask_place import ask_place
from fairplace.dps.placements.actions.award_preference import award_preference
from fairplace.dps.placements.actions.place_link import open_place_link, send_place_code
from fairplace.dps.placements.actions.record_preference import PlaceNamed, PreferenceSaid, record_preference
from fairplace.dps.placements.models import Consultation
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.messages.models import Message
from fairplace.foundations.messages.queries import message
from tests.dps.referrals.written import write_referral
from tests.dps.world import AT, World, make_world, person

WORDS = "She said at the review that she has friends at the farm there."
REASON = "A competition would leave her without a place after Christmas."
SAID = PreferenceSaid(
    preferred_by="parent",
    said_on=date(2026, 11, 2),
    only_one=False,
    enactment="ea-1996-9",
    tribunal="none",
    their_words=WORDS,
    best_interests=REASON,
    excluded_checked_on=date(2026, 11, 3),
    not_excluded=True,
    excluded_note="The debarment list and its annual return.",
)
PLACE = PlaceNamed(name="Longacre Farm School", kind="Independent school", area="Kent", run_by="Longacre Trust")
YES = PlaceAnswer(
    can=True,
    words="Two therapists and a quiet barn.",
    weekly_price=Decimal("1432.50"),
    starts_on=date(2027, 1, 11),
    run_by="Longacre Trust Ltd",
    run_by_number="07654321",
)


@dataclass
class Naming:
    """A council with a referral, an officer, a second person, a signatory."""

    world: World
    officer: Actor
    second: Actor
    signatory: Actor
    referral_id: UUID

    def record(self, place: PlaceNamed = PLACE, said: PreferenceSaid = SAID, at: datetime = AT) -> UUID:
        with audit.transaction_as(self.officer):
            return record_preference(actor=self.officer, referral_id=self.referral_id, place=place, said=said, at=at)

    def ask(self, at: datetime = AT, phone: str = "") -> UUID:
        with audit.transaction_as(self.officer):
            return ask_place(
                actor=self.officer,
                referral_id=self.referral_id,
                contact_name="Ms Head",
                contact_email="head@longacre.example",
                contact_phone=phone,
                privacy_reason="Nobody can be told from it.",
                at=at,
            )

    def token(self) -> str:
        return letter("place-asked:").split("/place/asked/")[1].split("/")[0]

    def open(self, at: datetime = AT) -> str:
        """The token of the link, opened with its code."""
        token = self.token()
        send_place_code(token=token, at=at)
        code = letter("place-code:").split("Your code is ")[1][:6]
        assert open_place_link(token=token, code=code, at=at) == ""
        return token

    def promise(self, token: str, at: datetime = AT) -> None:
        promise_by_link(token=token, name="Hana Head", job="Head teacher", at=at)

    def answer(self, answer: PlaceAnswer = YES, at: datetime = AT) -> str:
        token = self.open(at)
        self.promise(token, at)
        answer_by_link(token=token, answer=answer, at=at)
        return token

    def ask_to_agree(self, at: datetime = AT) -> None:
        with audit.transaction_as(self.officer):
            ask_to_agree(actor=self.officer, referral_id=self.referral_id, cost_compared="£1,600 on the system.", at=at)

    def agree(self, at: datetime = AT) -> None:
        self.ask_to_agree(at)
        with audit.transaction_as(self.second):
            agree_preference(actor=self.second, referral_id=self.referral_id, at=at)

    def award(self, at: datetime = AT) -> UUID:
        with audit.transaction_as(self.officer):
            return award_preference(actor=self.officer, referral_id=self.referral_id, at=at)

    def consultation(self) -> Consultation:
        return Consultation.objects.latest("asked_at")


def letter(key: str) -> str:
    """The newest message whose key begins so, as it was sent."""
    found = message(Message.objects.filter(key__startswith=key).latest("queued_at", "id").id)
    assert found is not None
    return found.body_text


def make_naming(at: datetime = AT) -> Naming:
    """With a referral that is written and not published."""
    world = make_world()
    officer = world.people["partner_officer"]
    second = person(world.partner_id, "Second Person", "placement_officer")
    signatory = person(world.partner_id, "Helen Signs", "council_signatory")
    with audit.transaction_as(officer):
        referral = write_referral(world, officer, at=at)
    return Naming(world, officer, second, signatory, referral)
