"""Tell the lead authority that an establishment which another provider has added is one's own (Q1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.organisations import events
from fairplace.dps.organisations.models import Establishment, EstablishmentClaim
from fairplace.dps.organisations.permissions import check_may_keep_evidence
from fairplace.dps.organisations.queries.people import people_with_role
from fairplace.dps.organisations.rules.register_facts import spelled
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queue import Letter, queue_messages


@transaction.atomic
def claim_establishment(*, actor: Actor, urn: str, words: str, lead_id: UUID, at: datetime) -> UUID:
    """The other provider stays unnamed, and nothing changes until the lead authority has looked."""
    provider_id = check_may_keep_evidence(actor)
    with audit.over_all_organisations():  # whose the number of a public register is
        taken = Establishment.objects.filter(urn=spelled(urn)).exclude(urn="").exclude(provider_id=provider_id).first()
    if taken is None or actor.person_id is None:
        raise NotThere
    if not words.strip():
        raise Refused("Say since when it is yours, and what shows it.", "words")
    if EstablishmentClaim.objects.filter(establishment=taken, provider_id=provider_id).exists():
        raise Refused("You have told the lead authority already: it will write to you.", "words")
    claim = EstablishmentClaim.objects.create(
        establishment=taken, provider_id=provider_id, words=words.strip(), by=actor.person_id, at=at
    )
    audit.record(actor=actor, kind=events.ESTABLISHMENT_CLAIMED, subject=claim, about=taken, urn=taken.urn)
    queue_messages(
        Letter(
            key=f"claim:{claim.id}:{officer.id}",
            to=officer.email,
            subject=f"Two providers say that they run {taken.name}",
            body=(
                f"{actor.organisation_name} says that it runs {taken.name} (URN {taken.urn}), which another provider"
                " has added. Nothing was changed.\n\nLook at it under Applications, Registers, Differences between"
                " register and system."
            ),
        )
        for officer in people_with_role(lead_id, Role.PROCUREMENT_OFFICER)
    )
    return claim.id
