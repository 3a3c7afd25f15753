"""A published competition with invited providers, for tests of what bidders do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from uuid import UUID

from fairplace.dps.competitions.models import Competition, Invitation, Opener, Slot
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.organisations.models import Establishment
from fairplace.dps.qualification.models import AgreementSignature, Application, CoreCost, Line
from fairplace.dps.referrals.models import ChildStory, Referral, ReferralItem, ReferralOutcome
from fairplace.foundations import audit
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.bid_sealing import OpenerKeys, filler
from fairplace.foundations.kernel.identifiers import new_id
from tests.dps.referrals.written import Market
from tests.dps.world import AT, World, make_provider, make_world, person

CLOSES = datetime(2026, 11, 17, 17, tzinfo=UTC)
PASSPHRASE = "the kettle sings at noon"
NEEDS = (("speech", "Speech and language therapy", "4", True), ("sensory", "A low-arousal classroom", "2", False))
FEATURES = (("pool", "Hydrotherapy pool", "1", False),)
STORY = "Loves the sea and is afraid of lifts."


@dataclass
class Bidder:
    """One invited place and who bids for it."""

    actor: Actor
    signatory: Actor
    provider_id: UUID
    invitation_id: UUID
    slot_id: UUID
    line_id: UUID
    name: str


@dataclass
class Published:
    world: World
    officer: Actor
    competition_id: UUID
    referral_id: UUID
    openers: Sequence[Actor]
    bidders: list[Bidder]
    headings: tuple[str, ...]


def joined_bidder(market: Market, line: UUID, competition: UUID, name: str) -> Bidder:
    """Of a market that was published to by the real action. Its line agreement is signed, as whoever wins needs."""
    AgreementSignature.objects.create(
        line_id=line, place=1, organisation_id=market.provider_id, person_id=market.signatory.person_id,
        name_typed=market.signatory.name, terms_version="2026.1", text_sha256="0" * 64, at=AT,
    )  # fmt: skip
    invitation = Invitation.objects.get(competition=competition, line=line)
    with audit.transaction_as(market.bid_manager):
        slot = Slot.objects.get(invitation=invitation)
    return Bidder(market.bid_manager, market.signatory, market.provider_id, invitation.id, slot.id, line, name)


@cache
def keys() -> tuple[OpenerKeys, ...]:
    """Made once: stretching a passphrase is slow by design."""
    return tuple(OpenerKeys.generate(PASSPHRASE) for _ in range(3))


def publish(bidders: int = 2, *, closes_at: datetime = CLOSES, at: datetime = AT) -> Published:
    """Everything as it stands after publication; the clock is the test's to set."""
    world = make_world(at)
    sen = world.category("sen")
    council = world.partner_id
    officer = world.people["partner_officer"]
    referral = Referral.objects.create(
        reference="SUR-2026-0001",
        council_id=council,
        category_id=sen.id,
        category_version_id=sen.version_id,
        state="published",
        written_by_id=officer.person_id,
        started_at=at,
        title="Day place for a child of primary age",
        placement_kind="day",
        age=9,
        start_on=date(2027, 1, 5),
        expected_weeks=78,
        urgency="planned",
        district="GU2",
        price_weight=Decimal(50),
        quality_weights={"outcomes": "15", "needs": "7", "features": "3", "location": "5", "competency": "20"},
        radius_miles=30,
    )
    for kind, items in (("need", NEEDS), ("feature", FEATURES)):
        for position, (code, name, marks, essential) in enumerate(items):
            ReferralItem.objects.create(
                referral=referral, kind=kind, code=code, name=name, marks=Decimal(marks),
                essential=essential, position=position,
            )  # fmt: skip
    component = content_of(sen.version_id).components[0].code
    ReferralOutcome.objects.create(referral=referral, component=component, wording="Makes a friend")
    with audit.transaction_as(officer):
        story = ChildStory(id=new_id(), referral=referral, council_id=council)
        seal_onto(story, narrative=STORY, own_words="I like ships.", family_words="He laughs a lot.")
        story.save()
    competition = Competition.objects.create(
        referral=referral, council_id=council, state="open", published_at=at,
        published_by_id=officer.person_id, closes_at=closes_at,
    )  # fmt: skip
    openers = [person(council, f"Opener {letter}", "opener", at=at) for letter in "ABC"]
    for place, (opener, key) in enumerate(zip(openers, keys(), strict=True)):
        Opener.objects.create(
            competition=competition, person_id=opener.person_id, place=place,
            public_key=key.public, sealed_private_key=key.sealed_private,
        )  # fmt: skip
    headings = tuple(h.code for h in content_of(sen.version_id).headings_for("day"))
    made = [_invite(number, world, competition, officer, headings, at) for number in range(bidders)]
    return Published(world, officer, competition.id, referral.id, openers, made, headings)


def _invite(
    number: int, world: World, competition: Competition, officer: Actor, headings: Sequence[str], at: datetime
) -> Bidder:
    provider, actor, signatory = make_provider(f"Provider {number}", f"{1234560 + number:08d}", at)
    sen = world.category("sen")
    place = Establishment.objects.create(
        provider_id=provider, name=f"School {number}", kind="independent_special_school", postcode="GU2 7XH",
        easting=498400, northing=149700, council_area="Surrey", age_from=5, age_to=16,
        placement_kinds=["day"], places=20, vacancies=2,
    )  # fmt: skip
    application = Application.objects.create(
        system_id=world.system_id, provider_id=provider, reference=f"APP-{number}", started_at=at,
        started_by_id=actor.person_id, submitted_at=at, submitted_by_id=actor.person_id,
        decide_by=at.date(),
    )  # fmt: skip
    line = Line.objects.create(
        application=application, provider_id=provider, establishment=place, category_version_id=sen.version_id,
        category_id=sen.id, state="accredited", competency_score=Decimal("84.5"), accredited_at=at,
    )  # fmt: skip
    AgreementSignature.objects.create(
        line=line, place=1, organisation_id=provider, person_id=signatory.person_id, name_typed=signatory.name,
        terms_version="2026.1", text_sha256="0" * 64, at=at,
    )  # fmt: skip
    for heading in headings:
        CoreCost.objects.create(line=line, heading=heading, weekly=Decimal("100.00"))
    invitation = Invitation(
        id=new_id(), competition=competition, line=line, provider_id=provider, establishment=place,
        distance_band="10 to 20 miles", competency_score=Decimal("84.5"), sent_at=at,
    )  # fmt: skip
    seal_onto(invitation, miles="12.345678")
    invitation.save()
    slot_id = new_id()
    with audit.transaction_as(officer):
        sealed = filler(slot_id=slot_id, competition_id=competition.id, openers=[key.public for key in keys()])
        Slot.objects.create(
            id=slot_id, invitation=invitation, competition=competition, provider_id=provider,
            version=sealed.version, content=sealed.content, wraps=sealed.wraps,
            bidder_wrap=sealed.bidder_wrap, commitment=sealed.commitment,
        )  # fmt: skip
    return Bidder(actor, signatory, provider, invitation.id, slot_id, line.id, place.name)
