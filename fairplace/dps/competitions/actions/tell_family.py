"""After every award the family is told in plain words how it was decided (C12)."""

from __future__ import annotations

import json
import secrets
from datetime import datetime

from django.conf import settings

from fairplace.dps.competitions import events
from fairplace.dps.competitions.models import Award, PlainAccount
from fairplace.dps.competitions.queries.family_account import account_of
from fairplace.dps.competitions.rules.family_account import LINK_LASTS
from fairplace.dps.competitions.rules.family_code import token_digest
from fairplace.dps.referrals.queries.child import FamilyContact, family_contact
from fairplace.dps.referrals.queries.referral_for_bidder import BidderReferral, referral_for_bidder
from fairplace.dps.referrals.rules.children import COHORT
from fairplace.foundations import audit
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.messages.queue import queue_message

ACCOUNT_PATH = "/family/account/"
_LETTER = """Hello {name},

A place is found{for_one}. This page says which one{whom}, how it meets each need, how many places were asked, and \
why it is this one:
{link}

You can open it for 90 days, and print it. Please do not pass this link on.

{council}
"""


def tell_family(award: Award, *, actor: Actor, at: datetime) -> None:
    """Part of accept_award, acting for the council. Kept as it was told; without an e-mail an officer prints it.

    A referral without a family's contact has nobody to tell. Of a cohort, each family is told of its own child.
    """
    referral = referral_for_bidder(award.competition.referral_id)
    families = referral.children if referral.several == COHORT else referral.children[:1]
    for child in families:
        _tell(award, referral, child.number, actor=actor, at=at)


def _tell(award: Award, referral: BidderReferral, child: int, *, actor: Actor, at: datetime) -> None:
    try:
        contact = family_contact(referral_id=referral.id, child=child)
    except NotThere:
        return
    token = secrets.token_urlsafe(32)
    account = PlainAccount(
        award=award,
        child=child,
        council_id=award.council_id,
        token_sha256=token_digest(token),
        written_at=at,
        expires_at=at + LINK_LASTS,
        sent=bool(contact.email),
    )
    seal_onto(account, content=json.dumps(account_of(award, referral, child).as_json()))
    account.save(force_insert=True)
    if contact.email:
        write_account(f"family-account:{account.id}", contact, referral, token)
    audit.record(actor=actor, kind=events.FAMILY_TOLD, subject=account, about=referral.id, by_email=account.sent)


def write_account(key: str, contact: FamilyContact, referral: BidderReferral, token: str) -> None:
    """The letter with the link: part of an action that keeps the token's digest."""
    queue_message(
        key=key,
        to=contact.email,
        subject="A place is found",
        body=_LETTER.format(
            name=contact.name or "there",
            for_one=" for one of your children" if referral.split else "",
            whom=", for whom" if referral.split else "",
            link=f"{settings.PUBLIC_ADDRESS}{ACCOUNT_PATH}{token}/",
            council=referral.council_name,
        ),
        private=True,
    )
