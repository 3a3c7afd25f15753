"""Saving one change of a draft from a form, so that of two editors at once the second loses nothing."""

from __future__ import annotations

from uuid import UUID

from fairplace.dps.market.actions.change_draft import ChangedMeanwhile, change_draft
from fairplace.dps.market.rules.edits import Edit
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import forms
from fairplace.web.page import PageRequest


def revision_read(request: PageRequest, current: int) -> int:
    """The revision that the form was drawn from; one that makes no sense is the oldest."""
    typed = request.POST.get("revision", "")
    return min(int(typed), current) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


def saved(request: PageRequest, draft_id: UUID, current: int, edit: Edit, form: forms.Form) -> bool:
    """Whether it was saved. A refusal stands on the form; the next try knows of what somebody else changed."""
    try:
        change_draft(
            actor=request.actor,
            draft_id=draft_id,
            revision=revision_read(request, current),
            edit=edit,
            at=request.now,
        )
    except ChangedMeanwhile as meanwhile:
        form.refuse(meanwhile)
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["revision"] = str(meanwhile.revision)  # type: ignore[index]
    except Refused as refused:
        form.refuse(refused)
    else:
        return True
    return False
