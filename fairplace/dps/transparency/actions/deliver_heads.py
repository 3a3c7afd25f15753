"""The newest head of the log goes to every council of the system, which keeps it as a witness (T3)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from fairplace.dps.market.queries.the_system import partner_ids
from fairplace.dps.organisations.queries.people import people_with_role_in
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.transparency import events
from fairplace.dps.transparency.models import HeadDelivery
from fairplace.foundations import audit
from fairplace.foundations.audit.proofs import published_head
from fairplace.foundations.audit.publishing import publish_head_now
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.messages.queue import Letter, queue_messages

_BODY = """Hello {name},

This is today's signed head of the Fairplace record. Keep this message: with it your council can prove later that \
nothing in the record was altered or taken away since today. What that means, and how to check it: {address}/log/

{signed}"""


@transaction.atomic
def deliver_heads(*, actor: Actor, at: datetime) -> int:
    """To the procurement officers of each council, once for each head. Returns how many councils were written to."""
    try:
        councils = partner_ids()
    except NotThere:  # no system is set up yet
        return 0
    publish_head_now()
    head = published_head()
    if head is None:
        return 0
    had = set(HeadDelivery.objects.filter(size=head.size).values_list("council_id", flat=True))
    people = people_with_role_in(councils, Role.PROCUREMENT_OFFICER)
    new = [council for council in councils if council not in had]
    for council in new:
        told = [person for person in people if person.organisation_id == council]
        delivery = HeadDelivery.objects.create(
            council_id=council, size=head.size, signed=head.signed, people=len(told), at=at
        )
        audit.record(
            actor=actor,
            kind=events.HEAD_DELIVERED,
            subject=delivery,
            about=council,
            size=head.size,
            root=head.root.hex(),
            people=len(told),
        )
    queue_messages(
        Letter(
            f"log-head:{head.size}:{person.id}",
            person.email,
            f"The record at {head.size:,} events: keep this",
            _BODY.format(name=person.name, address=settings.PUBLIC_ADDRESS, signed=head.signed),
        )
        for person in people
        if person.organisation_id in set(new)
    )
    return len(new)
