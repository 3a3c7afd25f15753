"""Whoever runs Fairplace asks to see one organisation's pages, and either side ends it (X1)."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from fairplace.dps.organisations import events
from fairplace.dps.organisations.models import Organisation, SupportAccess
from fairplace.dps.organisations.permissions import check_may_administer, check_may_support
from fairplace.dps.organisations.queries.people import people_with_role
from fairplace.dps.organisations.rules.administering import ADMINISTERS
from fairplace.dps.organisations.rules.support import BORROWED, check_asked
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.london_clock import day_and_time
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queue import Letter, queue_messages


@transaction.atomic
def ask_support_access(*, actor: Actor, organisation_id: UUID, reason: str, hours: int, at: datetime) -> UUID:
    """Begins at once, because help is wanted now; everybody who administers the organisation is told at once."""
    person_id = check_may_support(actor)
    organisation = Organisation.objects.select_for_update().filter(id=organisation_id, kind__in=BORROWED).first()
    if organisation is None:
        raise NotThere
    said = check_asked(reason, hours, settings.FAIRPLACE_SUPPORT_HOURS)
    told = people_with_role(organisation_id, ADMINISTERS[organisation.kind].value)
    if not told:
        raise Refused(f"Nobody administers {organisation.name}, so nobody could be told. Name somebody first.")
    access = SupportAccess.objects.create(
        organisation=organisation,
        asked_by_id=person_id,
        reason=said,
        begins_at=at,
        ends_at=at + timedelta(hours=hours),
    )
    audit.record(
        actor=actor,
        kind=events.SUPPORT_ACCESS_BEGUN,
        subject=access,
        about=access,
        organisation=organisation_id,
        hours=hours,
    )
    queue_messages(
        Letter(
            f"support-begun:{access.id}:{person.id}",
            person.email,
            f"{actor.name} of {actor.organisation_name} can see your pages for {hours} hours",
            f"Hello {person.name},\n\n{actor.name}, who runs Fairplace, has asked to see the pages of"
            f" {organisation.name} until {day_and_time(access.ends_at)}. The reason given:\n\n"
            f"{said}\n\nThey can read and change nothing. Who a child is, a child's story and sealed bids stay hidden"
            " from them. Each page that they open is listed for you, and you can end it at once:\n\n"
            f"{settings.PUBLIC_ADDRESS}/{organisation.kind}/people/support/\n\nFairplace\n",
        )
        for person in told
    )
    return access.id


@transaction.atomic
def end_support_access(*, actor: Actor, access_id: UUID, at: datetime) -> None:
    """By whoever administers the organisation, or whoever asked. Ended already: nothing happens."""
    access = SupportAccess.objects.select_for_update().filter(id=access_id).first()
    if access is None:
        raise NotThere
    if actor.is_operator:
        if check_may_support(actor) != access.asked_by_id:
            raise NotThere
    elif check_may_administer(actor)[0] != access.organisation_id:
        raise NotThere
    if access.ended_at is not None or at >= access.ends_at:
        return
    access.ended_at, access.ended_by_id = at, actor.person_id
    access.save(update_fields=["ended_at", "ended_by"])
    audit.record(
        actor=actor,
        kind=events.SUPPORT_ACCESS_ENDED,
        subject=access,
        about=access,
        organisation=access.organisation_id,
    )
