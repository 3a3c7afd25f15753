"""A partner agrees to a draft or objects; the last agreement publishes it (P8)."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from fairplace.dps.market import events
from fairplace.dps.market.actions.draft_part import category_lead_id, lock_draft, move_draft
from fairplace.dps.market.actions.tell_people import tell, tell_councils
from fairplace.dps.market.models import Category, CategoryDraft, CategoryVersion, DraftAgreement
from fairplace.dps.market.permissions import READERS, check_may_answer_draft, person_of
from fairplace.dps.market.queries.draft_readiness import answers_of_round
from fairplace.dps.market.queries.the_system import agreeing_ids, partner_ids
from fairplace.dps.market.rules.category_content import read_content
from fairplace.dps.market.rules.draft_lifecycle import DraftStage
from fairplace.dps.organisations.queries.people import people_with_role_in
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def answer_draft(
    *, actor: Actor, draft_id: UUID, agrees: bool, reference: str, reason: str, at: datetime
) -> UUID | None:
    """reference: of the council's own decision. An objection has a reason, and may become an agreement later.

    Returns the version when this was the last agreement; else None.
    """
    draft = lock_draft(draft_id)
    asked = agreeing_ids()
    council_id = check_may_answer_draft(actor, asked)
    if DraftStage(draft.stage) is not DraftStage.AGREEING:
        raise Refused("This draft is not with the partners, so there is nothing to agree.")
    if agrees and not reference.strip():
        raise Refused("Enter the reference of your council’s own decision.", "reference")
    if not agrees and not reason.strip():
        raise Refused("Say why your council objects, and what would change that.", "reason")
    before = answers_of_round(draft.id, draft.round).get(council_id)
    if before is not None and before.agrees:
        raise Refused("Your council has agreed already. Nothing was changed.")
    DraftAgreement.objects.create(
        draft=draft,
        round=draft.round,
        council_id=council_id,
        person_id=person_of(actor),
        at=at,
        agrees=agrees,
        reference=reference.strip(),
        reason=reason.strip(),
        document_sha256=hashlib.sha256(json.dumps(draft.document, sort_keys=True).encode()).hexdigest(),
    )
    audit.record(
        actor=actor,
        kind=events.DRAFT_AGREED if agrees else events.DRAFT_OBJECTED_TO,
        subject=draft,
        about=draft.category_id,
        round=draft.round,
        council_id=council_id,
        reference=reference.strip(),
        reason=reason.strip(),
    )
    answers = answers_of_round(draft.id, draft.round)
    if all(council in answers and answers[council].agrees for council in asked):
        return _publish(draft, actor, at)
    if not agrees:
        _tell_of_objection(draft, actor, at)
    return None


def _publish(draft: CategoryDraft, actor: Actor, at: datetime) -> UUID:
    content = read_content(draft.document)
    category = Category.objects.select_for_update().get(id=draft.category_id)
    last = CategoryVersion.objects.filter(category=category).aggregate(last=Max("number"))["last"] or 0
    in_force = at
    if draft.in_force_on is not None:
        in_force = max(at, datetime.combine(draft.in_force_on, time(), LONDON))
    version = CategoryVersion.objects.create(
        category=category, number=last + 1, in_force_from=in_force, content=draft.document
    )
    Category.objects.filter(id=category.id).update(name=content.name)
    draft.published = version
    move_draft(draft, DraftStage.AGREED, actor=actor, at=at)
    audit.record(
        actor=actor,
        kind=events.CATEGORY_VERSION_PUBLISHED,
        subject=version,
        about=category,
        code=content.code,
        number=version.number,
        draft_id=draft.id,
        in_force_from=in_force,
    )
    day = in_force.astimezone(LONDON)
    tell_councils(
        cause=f"version-agreed:{version.id}",
        council_ids=partner_ids(),
        roles=READERS,
        subject=f"Agreed by all: {content.name}, version {version.number}",
        sentence=f"Every partner has agreed. Version {version.number} of {content.name} is in force from "
        f"{day.day} {day:%B %Y}.",
        path=f"/council/categories/{content.code}/versions/",
    )
    return version.id


def _tell_of_objection(draft: CategoryDraft, actor: Actor, at: datetime) -> None:
    leads = people_with_role_in(partner_ids(), Role.CATEGORY_LEAD)
    named = category_lead_id(draft.category_id)
    tell(
        [person for person in leads if person.id == named],
        cause=f"draft-objected:{draft.id}:{draft.round}:{actor.organisation_id}:{at.isoformat()}",
        subject=f"An objection to the draft of {draft.category.name}",
        sentence=f"{actor.organisation_name} objects to the draft of {draft.category.name}, and says why.",
        path=f"/council/categories/drafts/{draft.id}/",
    )
