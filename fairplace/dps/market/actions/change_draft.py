"""Change one thing in a draft (P8). Of two people who change the same thing at once, the second is told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market import events
from fairplace.dps.market.actions.draft_part import check_drafting, lock_for_drafting, write_document
from fairplace.dps.market.models import CategoryDraft, DraftChange
from fairplace.dps.market.rules.category_content import typed_content
from fairplace.dps.market.rules.conditions import check_conditions
from fairplace.dps.market.rules.differences import key_of
from fairplace.dps.market.rules.edits import AddThing, Edit, edited
from fairplace.dps.market.rules.regimes import regime_of
from fairplace.dps.organisations.queries.people import names_of
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused


class ChangedMeanwhile(Refused):
    """Somebody else changed the same thing after it was read. revision: the one to go on from, knowing that."""

    def __init__(self, sentence: str, revision: int) -> None:
        super().__init__(sentence)
        self.revision = revision


@transaction.atomic
def change_draft(*, actor: Actor, draft_id: UUID, revision: int, edit: Edit, at: datetime) -> int:
    """revision: the one that the editor had read. Returns the new one; the same where nothing changed.

    Raises ChangedMeanwhile; other things may have changed since without harm. Refused, with the rule cited, where the
    regime freezes what is to be changed.
    """
    draft, system = lock_for_drafting(actor, draft_id)
    check_drafting(draft)
    _check_unchanged(actor, draft, revision, edit)
    document = edited(draft.document, edit)
    if document == draft.document:
        return draft.revision
    check_conditions(regime_of(system.regime), typed_content(draft.begun_from.content), typed_content(document))
    what = type(edit).__name__.removesuffix("Thing").removesuffix("Fields").removesuffix("Weights").lower()
    key = edit.key if not isinstance(edit, AddThing) else key_of(edit.part, document[edit.part][-1]) or ""
    write_document(draft, document, actor=actor, at=at, part=edit.part, key=key, what=what)
    audit.record(
        actor=actor,
        kind=events.DRAFT_CHANGED,
        subject=draft,
        about=draft.category_id,
        revision=draft.revision,
        part=edit.part,
        key=key,
        what=what,
    )
    return draft.revision


def _check_unchanged(actor: Actor, draft: CategoryDraft, revision: int, edit: Edit) -> None:
    if isinstance(edit, AddThing):
        return
    since = DraftChange.objects.filter(draft=draft, revision__gt=revision, part=edit.part, key=edit.key)
    last = since.exclude(what="add").order_by("-revision").first()
    if last is None:
        return
    name = "You" if last.by_id == actor.person_id else names_of([last.by_id]).get(last.by_id, "Somebody")
    elsewhere = " in another window" if last.by_id == actor.person_id else ""
    raise ChangedMeanwhile(
        f"{name} changed this{elsewhere} while you were writing. Yours is not saved yet, and is still here: "
        "look at what it says now, then save again to put yours in its place.",
        draft.revision,
    )
