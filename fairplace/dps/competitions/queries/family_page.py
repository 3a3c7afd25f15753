"""What a family sees by its link: the places that are close, the same facts of each in one order, no prices (C5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.conf import settings

from fairplace.dps.competitions import events
from fairplace.dps.competitions.models import Award, Bid, Competition, FamilyChoice, Invitation
from fairplace.dps.competitions.queries.bid_rows import BidRow, bid_rows
from fairplace.dps.competitions.rules.family_code import code_goes_to
from fairplace.dps.competitions.rules.lifecycle import CompetitionStanding
from fairplace.dps.referrals.queries.child import family_contact
from fairplace.dps.referrals.queries.referral_for_bidder import BidderReferral, referral_for_bidder
from fairplace.dps.referrals.rules.facts import AskedFor
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM, Actor


@dataclass(frozen=True, slots=True)
class FamilyPlace:
    """One place. how: name of a need to how it will be met, in the provider's words. cannot: what it does not offer."""

    bid_id: UUID
    name: str
    provider_name: str
    kind: str
    council_area: str
    miles: Decimal
    age_from: int
    age_to: int
    places: int
    rating: str
    rated_on: date | None
    needs_met: tuple[str, ...]
    features_met: tuple[str, ...]
    cannot: tuple[str, ...]
    how: Mapping[str, str]
    statement: str


@dataclass(frozen=True, slots=True)
class FamilyAccount:
    """How it was decided, in plain figures (C12): no prices, no rivals. basis: first_place, family_choice or lots."""

    bid_id: UUID
    invited: int
    bids: int
    basis: str


@dataclass(frozen=True, slots=True)
class FamilyPage:
    """standing: open, answered, expired (also when the council ended it) or decided: then `account` says how, and
    `places` holds the one place (C12).
    """

    standing: str
    called: str
    reference: str
    council_name: str
    officer_name: str
    officer_email: str
    expires_at: datetime
    answered_at: datetime | None
    chosen: UUID | None
    no_preference: bool
    where_the_code_goes: str
    account: FamilyAccount | None
    places: tuple[FamilyPlace, ...]

    def place(self, bid_id: UUID | None) -> FamilyPlace | None:
        return next((one for one in self.places if one.bid_id == bid_id), None)


def family_page(token_digest: bytes, *, at: datetime) -> FamilyPage | None:
    """None for a link that we never sent. The view is recorded; it works until the time is up, then only says so.

    The family has no account: the council's rows are handed to it here, and only these.
    """
    choice = FamilyChoice.objects.filter(token_sha256=token_digest).first()
    if choice is None:
        return None
    family = replace(SYSTEM, name="The family", organisation_id=choice.council_id)
    with audit.transaction_as(family):
        return _page(choice, family, at)


def _page(choice: FamilyChoice, family: Actor, at: datetime) -> FamilyPage:
    competition = Competition.objects.select_related("published_by").get(id=choice.competition_id)
    referral = referral_for_bidder(competition.referral_id)
    contact = family_contact(referral_id=competition.referral_id)
    standing = _standing(choice, competition, at)
    audit.record(
        actor=family,
        kind=events.FAMILY_PAGE_VIEWED,
        subject=choice,
        about=competition.referral_id,
        standing=standing,
    )
    account = _account(competition) if standing == "decided" else None
    shown = {UUID(bid) for bid in choice.bids} if standing in {"open", "answered"} else set()
    if account is not None:
        shown = {account.bid_id}
    rows = [row for row in (bid_rows(competition.id) if shown else []) if row.id in shown]
    return FamilyPage(
        standing=standing,
        called=contact.called,
        reference=referral.reference,
        council_name=referral.council_name,
        officer_name=competition.published_by.name,
        officer_email=competition.published_by.email,
        expires_at=choice.expires_at,
        answered_at=choice.answered_at,
        chosen=choice.chosen_id,
        no_preference=choice.no_preference,
        where_the_code_goes=code_goes_to(contact.phone, contact.email, getattr(settings, "FAIRPLACE_TEXT_GATEWAY", ""))[
            1
        ],
        account=account,
        places=tuple(sorted((_place(row, referral) for row in rows), key=lambda one: one.name.lower())),
    )


def _standing(choice: FamilyChoice, competition: Competition, at: datetime) -> str:
    if competition.state == CompetitionStanding.ACCEPTED.value:
        return "decided"
    if at >= choice.expires_at or choice.ended_because:
        return "expired"
    if choice.answered_at is not None:
        return "answered"
    return "open" if competition.state == CompetitionStanding.WITH_FAMILY.value else "expired"


def _account(competition: Competition) -> FamilyAccount:
    award = Award.objects.get(competition=competition, accepted_at__isnull=False)
    return FamilyAccount(
        bid_id=award.bid_id,
        invited=Invitation.objects.filter(competition=competition).count(),
        bids=Bid.objects.filter(competition=competition).count(),
        basis=award.basis,
    )


def _place(row: BidRow, referral: BidderReferral) -> FamilyPlace:
    needs, features = set(row.content["needs_met"]), set(row.content["features_met"])
    names = {need.code: need.name for need in referral.needs}
    return FamilyPlace(
        bid_id=row.id,
        name=row.establishment_name,
        provider_name=row.provider_name,
        kind=row.kind,
        council_area=row.council_area,
        miles=row.miles,
        age_from=row.age_from,
        age_to=row.age_to,
        places=row.places,
        rating=row.rating,
        rated_on=row.rated_on,
        needs_met=_named(referral.needs, needs, met=True),
        features_met=_named(referral.features, features, met=True),
        cannot=(*_named(referral.needs, needs, met=False), *_named(referral.features, features, met=False)),
        how={names[code]: text for code, text in row.content["how"].items() if code in names and code in needs},
        statement=row.content["statement"],
    )


def _named(asked: tuple[AskedFor, ...], met_codes: set[str], *, met: bool) -> tuple[str, ...]:
    return tuple(one.name for one in asked if (one.code in met_codes) is met)
