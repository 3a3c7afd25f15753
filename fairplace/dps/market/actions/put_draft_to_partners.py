"""Fix a draft and ask every partner to agree (P8)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market import events
from fairplace.dps.market.actions.draft_part import check_drafting, lock_for_drafting, move_draft
from fairplace.dps.market.actions.tell_people import tell_councils
from fairplace.dps.market.models import CategoryVersion, Consultation
from fairplace.dps.market.permissions import AGREEING
from fairplace.dps.market.queries.draft_readiness import faults_of_draft
from fairplace.dps.market.queries.the_system import agreeing_ids
from fairplace.dps.market.rules.draft_lifecycle import DraftStage
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def put_draft_to_partners(
    *, actor: Actor, draft_id: UUID, in_force_on: date | None, no_consultation_because: str, at: datetime
) -> None:
    """in_force_on None: as soon as the last partner has agreed. A draft that was never out for comments says why.

    Refused while it has a fault, while comments may still come, and when it changes nothing.
    """
    draft, _ = lock_for_drafting(actor, draft_id)
    check_drafting(draft)
    today = at.astimezone(LONDON).date()
    if faults_of_draft(draft.id):
        raise Refused("The draft is not ready: put right what is listed on its page first.")
    if draft.document == draft.begun_from.content:
        raise Refused("The draft changes nothing yet.")
    if CategoryVersion.objects.filter(category_id=draft.category_id, number__gt=draft.begun_from.number).exists():
        raise Refused("A newer version was published since this draft began. Give it up, and start from that one.")
    if in_force_on is not None and in_force_on <= today:
        raise Refused("The day from which it is in force must come after today.", "in_force_on")
    last = Consultation.objects.filter(draft=draft).order_by("-closes_on").first()
    if last is not None and last.closes_on >= today:
        raise Refused(f"Comments may still come until {last.closes_on.day} {last.closes_on:%B %Y}.")
    reason = no_consultation_because.strip()
    if last is None and not reason:
        raise Refused("Say why nobody outside was asked, or put the draft out for comments.", "no_consultation_because")
    draft.round += 1
    draft.in_force_on = in_force_on
    draft.no_consultation_because = "" if last else reason
    move_draft(draft, DraftStage.AGREEING, actor=actor, at=at)
    audit.record(
        actor=actor,
        kind=events.DRAFT_PUT_TO_PARTNERS,
        subject=draft,
        about=draft.category_id,
        round=draft.round,
        revision=draft.revision,
        in_force_on=in_force_on,
        no_consultation_because=draft.no_consultation_because,
    )
    tell_councils(
        cause=f"draft-to-agree:{draft.id}:{draft.round}",
        council_ids=agreeing_ids(),
        roles=AGREEING,
        subject=f"To agree: {draft.category.name}",
        sentence=f"A new version of {draft.category.name} needs your council’s agreement, or its objection and why.",
        path=f"/council/categories/drafts/{draft.id}/agree/",
    )
