"""What a provider wrote about a place when it applied: for its own bids to start from (C1)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.qualification.models import Line
from fairplace.foundations.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class OwnStatement:
    """code and name of the question that it answers."""

    code: str
    name: str
    text: str


def own_statements(actor: Actor, line_id: UUID) -> list[OwnStatement]:
    """Of one line of the actor's own organisation, as answered; [] for anybody else's."""
    line = Line.objects.filter(id=line_id, provider_id=actor.organisation_id).first()
    if line is None or actor.organisation_id is None:
        return []
    asked = [one for one in content_of(line.category_version_id).questions if one.kind == "statement"]
    told = {one.code: str((line.answers.get(one.code) or {}).get("text") or "").strip() for one in asked}
    return [OwnStatement(one.code, one.name or one.text, told[one.code]) for one in asked if told[one.code]]
