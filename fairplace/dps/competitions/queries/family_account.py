"""The plain account of an award: worked out once, kept, and read by the family and its officer alike (C12)."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from fairplace.dps.competitions import events
from fairplace.dps.competitions.models import AccountLink, Award, Bid, Competition, Invitation, PlainAccount, Score
from fairplace.dps.competitions.permissions import check_may_run
from fairplace.dps.competitions.queries.due_award import latest_choice
from fairplace.dps.competitions.queries.family_places import family_places
from fairplace.dps.competitions.rules.family_account import FamilyAccount, account_from_json
from fairplace.dps.referrals.queries.child import family_contact
from fairplace.dps.referrals.queries.referral_for_bidder import BidderReferral, referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.encryption import reveal
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class AccountPage:
    """account None: the link has run out, or (ended) an officer ended it. sent: by e-mail; else an officer prints it.

    families: of a cohort, the children whose families were told, for the officer.
    """

    account: FamilyAccount | None
    sent: bool
    young_person: bool
    called: str
    reference: str
    council_name: str
    officer_name: str
    officer_email: str
    expires_at: datetime
    families: tuple[int, ...] = ()
    ended: bool = False
    has_email: bool = False


def account_of(award: Award, referral: BidderReferral, child: int = 1) -> FamilyAccount:
    """As it stands now. Only in a transaction of the council. child: of a cohort, whose family is told."""
    choice = latest_choice(award.competition_id)
    said = ""
    if choice is not None and choice.revoked_at is None and str(award.bid_id) in choice.bids:
        if choice.chosen_id is not None:
            said = "chose" if choice.chosen_id == award.bid_id else "chose_other"
        else:
            said = "no_preference" if choice.no_preference else "nothing"
    (place,) = family_places(award.competition_id, {award.bid_id}, referral, child)
    return FamilyAccount(
        place=place,
        invited=Invitation.objects.filter(competition=award.competition_id).count(),
        bids=Bid.objects.filter(competition=award.competition_id).count(),
        basis=award.basis,
        family_said=said,
        passed_on=award.basis == Award.Basis.FIRST_PLACE
        and Score.objects.filter(bid=award.bid_id, rank__gt=1).exists(),
    )


def account_by_link(token_digest: bytes, *, at: datetime) -> AccountPage | None:
    """None for a link that we never sent. The view is recorded."""
    again = AccountLink.objects.filter(token_sha256=token_digest)
    kept = (
        PlainAccount.objects.select_related("award")
        .filter(Q(token_sha256=token_digest) | Q(id__in=again.values("account_id")))
        .first()
    )
    if kept is None:
        return None
    newest = AccountLink.objects.filter(account=kept).order_by("-at", "-id").first()
    ended = newest is not None and bytes(newest.token_sha256 or b"") != token_digest
    family = replace(SYSTEM, name="The family", organisation_id=kept.award.council_id)
    with audit.transaction_as(family):
        page = _page(kept, at, until=newest.expires_at if newest and newest.expires_at else kept.expires_at)
        if ended:
            page = replace(page, account=None, ended=True)
        audit.record(
            actor=family,
            kind=events.FAMILY_ACCOUNT_VIEWED,
            subject=kept,
            about=Competition.objects.values_list("referral_id", flat=True).get(id=kept.award.competition_id),
        )
    return page


def account_for_officer(actor: Actor, competition_id: UUID, child: int = 1) -> AccountPage:
    """Exactly what the family reads; of a cohort, the family of this child. NotThere before the award is accepted, and
    for other councils.
    """
    competition = Competition.objects.filter(id=competition_id).first()
    if competition is None:
        raise NotThere
    check_may_run(actor, competition.council_id)
    found = PlainAccount.objects.select_related("award").filter(award__competition=competition, child=child)
    kept = found.order_by("-written_at").first()
    if kept is None:
        raise NotThere
    told = PlainAccount.objects.filter(award=kept.award).order_by("child").values_list("child", flat=True)
    newest = AccountLink.objects.filter(account=kept).order_by("-at", "-id").first()
    until = newest.expires_at if newest and newest.expires_at else kept.expires_at
    return replace(
        _page(kept, kept.written_at, until=until),
        families=tuple(told),
        ended=newest is not None and newest.token_sha256 is None,
        sent=kept.sent or newest is not None,
    )


def _page(kept: PlainAccount, at: datetime, *, until: datetime) -> AccountPage:
    competition = Competition.objects.select_related("published_by").get(id=kept.award.competition_id)
    referral = referral_for_bidder(competition.referral_id)
    contact = family_contact(referral_id=competition.referral_id, child=kept.child)
    return AccountPage(
        account=account_from_json(json.loads(reveal(kept, "content") or "{}")) if at < until else None,
        sent=kept.sent,
        young_person=referral.choice_by == "young_person",
        called=contact.called,
        has_email=bool(contact.email),
        reference=referral.reference,
        council_name=referral.council_name,
        officer_name=competition.published_by.name,
        officer_email=competition.published_by.email,
        expires_at=until,
    )
