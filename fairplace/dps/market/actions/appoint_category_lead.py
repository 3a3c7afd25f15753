"""Name who leads the drafting of a category (P8)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market import events
from fairplace.dps.market.actions.tell_people import tell
from fairplace.dps.market.models import Category, CategoryLead
from fairplace.dps.market.permissions import check_may_appoint_category_lead, person_of
from fairplace.dps.market.queries.the_system import partner_ids, the_system
from fairplace.dps.organisations.queries.people import people_with_role_in
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused


@transaction.atomic
def appoint_category_lead(*, actor: Actor, category_id: UUID, person_id: UUID, at: datetime) -> None:
    """Somebody who holds the role of category lead in any council of the system. The one before leads no longer."""
    system = the_system()
    check_may_appoint_category_lead(actor, system.lead_id)
    category = Category.objects.select_for_update().filter(id=category_id, system_id=system.id).first()
    if category is None:
        raise NotThere
    able = {person.id: person for person in people_with_role_in(partner_ids(), Role.CATEGORY_LEAD)}
    if person_id not in able:
        raise Refused("Choose somebody who is a category lead in one of the councils.", "person")
    CategoryLead.objects.create(category=category, person_id=person_id, by_id=person_of(actor), at=at)
    audit.record(actor=actor, kind=events.CATEGORY_LEAD_APPOINTED, subject=category, person_id=person_id)
    tell(
        [able[person_id]],
        cause=f"category-lead:{category.id}:{at.isoformat()}",
        subject=f"You lead the category {category.name}",
        sentence=f"{actor.organisation_name} has named you as the lead of {category.name}: you draft its next version.",
        path="/council/categories/",
    )
