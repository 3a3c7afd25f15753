"""The parts of a draft as its pages name them, and where each is changed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode

from fairplace.dps.market.queries.drafts import DraftRow, draft_for_council
from fairplace.dps.market.rules.category_content import PARTS, Fault
from fairplace.dps.market.rules.difference_words import PART_NAMES
from fairplace.web.page import PageRequest

SINGULAR = {
    "criteria": "criterion",
    "questions": "question",
    "placement_kinds": "kind of placement",
    "headings": "core cost heading",
    "services": "additional service",
    "caps": "cap",
    "needs": "need",
    "features": "feature",
    "components": "part of the outcomes framework",
    "response_times": "response time",
    "direct_grounds": "ground for direct placements",
}


def editable_draft(request: PageRequest, draft_id: UUID) -> DraftRow:
    """404 for those who only read, and once it is with the partners: then there is no page on which to change it."""
    row = draft_for_council(request.actor, draft_id)
    if not row.editable:
        raise Http404
    return row


def href_of_part(draft_id: UUID, part: str) -> str:
    """The page on which a part is changed."""
    kind = "list" if part in PARTS else "fields"
    return reverse(f"council:categories:{kind}", args=[draft_id, part])


def href_of_thing(draft_id: UUID, part: str, key: str) -> str:
    """The page of one thing of a list."""
    return f"{reverse('council:categories:change', args=[draft_id, part])}?{urlencode({'key': key})}"


def href_of_fault(draft_id: UUID, fault: Fault) -> str:
    """Where a fault is put right."""
    part, key, field = (*fault.path, "", "")[:3]
    if part == "model_answer":
        return reverse("council:categories:model_answer", args=[draft_id, key])
    if fault.path == ("criteria",) or field == "weight":
        return reverse("council:categories:weights", args=[draft_id])
    if part in PARTS and key:
        return f"{href_of_thing(draft_id, part, key)}#id_{field}"
    return href_of_part(draft_id, part)


def title_of(part: str) -> str:
    """404 when there is no such part."""
    if part not in PART_NAMES:
        raise Http404
    return PART_NAMES[part]
