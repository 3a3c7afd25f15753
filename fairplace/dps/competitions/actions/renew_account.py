"""An officer sends the family its account again by a new link, or ends the link that went astray (C12)."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.tell_family import write_account
from fairplace.dps.competitions.models import AccountLink, PlainAccount
from fairplace.dps.competitions.permissions import check_may_run, person_of
from fairplace.dps.competitions.rules.family_account import LINK_LASTS
from fairplace.dps.competitions.rules.family_code import token_digest
from fairplace.dps.referrals.queries.child import family_contact
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def renew_account(*, actor: Actor, competition_id: UUID, child: int = 1, at: datetime) -> None:
    """To the family's e-mail address as it stands now, with its full time. Every earlier link opens nothing."""
    account = _account(actor, competition_id, child)
    referral = referral_for_bidder(account.award.competition.referral_id)
    contact = family_contact(referral_id=referral.id, child=child)
    if not contact.email:
        raise Refused("There is no e-mail address of the family. Print the page and hand it over.")
    token = secrets.token_urlsafe(32)
    link = AccountLink.objects.create(
        account=account,
        token_sha256=token_digest(token),
        at=at,
        by_id=person_of(actor),
        expires_at=at + LINK_LASTS,
    )
    write_account(f"family-account:{account.id}:{link.id}", contact, referral, token)
    audit.record(actor=actor, kind=events.FAMILY_ACCOUNT_SENT_AGAIN, subject=account, about=referral.id)


@transaction.atomic
def revoke_account(*, actor: Actor, competition_id: UUID, child: int = 1, at: datetime) -> None:
    """No link opens it from now on; what the family was told stays, for the council to print."""
    account = _account(actor, competition_id, child)
    AccountLink.objects.create(account=account, token_sha256=None, at=at, by_id=person_of(actor))
    audit.record(
        actor=actor,
        kind=events.FAMILY_ACCOUNT_LINK_ENDED,
        subject=account,
        about=account.award.competition.referral_id,
    )


def _account(actor: Actor, competition_id: UUID, child: int) -> PlainAccount:
    """The newest of the competition. NotThere before an award was accepted, and for other councils."""
    found = PlainAccount.objects.select_related("award__competition").filter(
        award__competition=competition_id, child=child
    )
    account = found.order_by("-written_at").first()
    if account is None:
        raise NotThere
    check_may_run(actor, account.award.competition.council_id)
    return account
