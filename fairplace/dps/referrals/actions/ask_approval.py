"""The writer asks a second person to read and approve the referral: they are told, and have it on their tasks (R1)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from fairplace.dps.organisations.queries.people import people_with_roles
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.actions.draft import lock_draft
from fairplace.dps.referrals.events import APPROVAL_ASKED
from fairplace.dps.referrals.models import ApprovalRequest
from fairplace.dps.referrals.queries.approvals import second_person_wanted
from fairplace.dps.referrals.queries.publication import publication_check
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queue import Letter, queue_messages


@transaction.atomic
def ask_approval(*, actor: Actor, referral_id: UUID, at: datetime) -> None:
    """Of the referral as it stands, once; after a change it is asked anew. Refused while something else is missing."""
    referral = lock_draft(actor, referral_id)
    if actor.person_id is None:
        raise NotThere
    if not second_person_wanted(referral.council_id):
        raise Refused("Your council asks for no second person.")
    for fault in publication_check(actor=actor, referral_id=referral_id, at=at).faults:
        if fault.part != "approval":
            raise Refused(fault.sentence)
    if ApprovalRequest.objects.filter(referral=referral, revision=referral.revision).exists():
        raise Refused("Everybody who may approve has been told already.")
    ApprovalRequest.objects.create(referral=referral, revision=referral.revision, at=at, by_id=actor.person_id)
    audit.record(actor=actor, kind=APPROVAL_ASKED, subject=referral, about=referral, revision=referral.revision)
    roles = (Role.PLACEMENT_OFFICER.value, Role.COUNCIL_SIGNATORY.value)
    own = {referral.written_by_id, referral.changed_by_id, actor.person_id}
    queue_messages(
        Letter(
            f"to-approve:{referral.pk}:{referral.revision}:{person.id}",
            person.email,
            f"To approve: {referral.reference}",
            f"Hello {person.name},\n\n{actor.name} asks a second person to approve {referral.reference} before it is"
            " published. Read it, then approve it or tell them what to change:\n\n"
            f"{settings.PUBLIC_ADDRESS}/council/referrals/{referral.pk}/approval/\n",
        )
        for person in people_with_roles([referral.council_id], roles)
        if person.id not in own
    )
