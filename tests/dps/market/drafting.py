"""A category lead, a second partner and an associate, for tests of drafts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from fairplace.dps.market.actions.appoint_category_lead import appoint_category_lead
from fairplace.dps.market.actions.change_draft import change_draft
from fairplace.dps.market.actions.put_draft_to_partners import put_draft_to_partners
from fairplace.dps.market.actions.start_draft import start_draft
from fairplace.dps.market.queries.drafts import DraftRow, draft_for_council
from fairplace.dps.market.rules.edits import Edit, SetFields
from fairplace.foundations.kernel.actor import Actor
from tests.dps.world import AT, World, person


@dataclass
class Drafting:
    """lead: the category lead of SEN, who works for the partner."""

    world: World
    lead: Actor
    draft_id: UUID

    def row(self, actor: Actor | None = None) -> DraftRow:
        return draft_for_council(actor or self.lead, self.draft_id)

    def change(self, edit: Edit, at: datetime = AT, actor: Actor | None = None) -> int:
        return change_draft(
            actor=actor or self.lead, draft_id=self.draft_id, revision=self.row().revision, edit=edit, at=at
        )

    def set(self, **values: Any) -> int:
        return self.change(SetFields("about", values))

    def put_to_partners(self, at: datetime = AT, **given: Any) -> None:
        told = {"in_force_on": None, "no_consultation_because": "A change of figures alone.", **given}
        put_draft_to_partners(actor=self.lead, draft_id=self.draft_id, at=at, **told)


def start_drafting(world: World, at: datetime = AT) -> Drafting:
    """SEN is led by somebody at the partner, who has started its draft."""
    lead = person(world.partner_id, "Chidi Lewes", "category_lead")
    sen = world.category("sen").id
    appoint_category_lead(actor=world.people["officer"], category_id=sen, person_id=lead.person_id, at=at)  # type: ignore[arg-type]
    return Drafting(world, lead, start_draft(actor=lead, category_id=sen, at=at))


def later(days: int) -> datetime:
    return AT + timedelta(days=days)
