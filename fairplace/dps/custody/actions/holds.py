"""A legal hold is placed and ended (T5)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.custody import events
from fairplace.dps.custody.models import Hold
from fairplace.dps.custody.permissions import check_may_keep
from fairplace.dps.organisations.queries.organisations import organisation_row
from fairplace.dps.referrals.queries.kept import kept_referral, kept_referrals
from fairplace.foundations.audit import record
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def place_hold(
    *,
    actor: Actor,
    scope: str,
    reference: str = "",
    provider_id: UUID | None = None,
    reason: str,
    until: date | None,
    at: datetime,
) -> UUID:
    """reference: of a referral of the actor's council. Waits for the one thing that is being erased at this moment."""
    council_id, person_id = check_may_keep(actor)
    if until is not None and until < at.astimezone(LONDON).date():
        raise Refused("The last day of a hold is today or later.", "until")
    if not reason.strip():
        raise Refused("Say why: an inquiry, a claim, a complaint.", "reason")
    referral = kept_referral(council_id, reference) if scope == Hold.Scope.REFERRAL else None
    referral_id = referral.id if referral else None
    if scope == Hold.Scope.REFERRAL:
        if referral is None:
            raise Refused("Your council has no referral with this reference.", "reference")
    elif scope == Hold.Scope.PROVIDER:
        provider = organisation_row(provider_id) if provider_id else None
        if provider is None or provider.kind != "provider":
            raise Refused("Select the provider.", "provider_id")
    elif scope != Hold.Scope.ALL:
        raise Refused("Select what is held.", "scope")
    hold = Hold.objects.create(
        council_id=council_id,
        scope=scope,
        referral_id=referral_id,
        reference=referral.reference if referral else "",
        provider_id=provider_id if scope == Hold.Scope.PROVIDER else None,
        reason=reason.strip(),
        until=until,
        placed_at=at,
        placed_by_id=person_id,
    )
    # The row waited for the thing that was being erased at this moment: it may have been this one.
    if referral_id is not None and not kept_referrals(council_id, [referral_id]):
        raise Refused("This referral has just been disposed of: nothing of it is left to hold.", "reference")
    record(
        actor=actor,
        kind=events.HOLD_PLACED,
        subject=hold,
        about=referral_id or council_id,
        scope=scope,
        reason=hold.reason,
        until=until,
    )
    return hold.id


@transaction.atomic
def end_hold(*, actor: Actor, hold_id: UUID, because: str, at: datetime) -> None:
    """From now on what falls due may go again. With a reason; it stays on record that it was held."""
    council_id, person_id = check_may_keep(actor)
    hold = Hold.objects.select_for_update().filter(id=hold_id, council_id=council_id).first()
    if hold is None:
        raise NotThere
    if hold.ended_at is not None:
        raise Refused("This hold has been ended already.")
    if not because.strip():
        raise Refused("Say why the hold may end.", "because")
    hold.ended_at, hold.ended_by_id, hold.ended_because = at, person_id, because.strip()
    hold.save(update_fields=["ended_at", "ended_by", "ended_because"])
    record(
        actor=actor,
        kind=events.HOLD_ENDED,
        subject=hold,
        about=hold.referral_id or council_id,
        because=hold.ended_because,
    )
