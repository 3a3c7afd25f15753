"""The terms of the system: versions, local schedules, drafts, what a version changes (A8, §1.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fairplace.dps.market.models import LocalSchedule, TermsDraft, TermsVersion
from fairplace.dps.market.permissions import check_may_write_terms
from fairplace.dps.market.queries.the_system import partners, the_system
from fairplace.dps.market.rules.terms_content import TermsChange, TermsContent, read_terms, terms_changes
from fairplace.foundations.documents.store import StoredDocument, open_document
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """What one council adds."""

    council_id: UUID
    council: str
    text: str


@dataclass(frozen=True, slots=True)
class TermsRow:
    """A published version. category_id None: for all categories, named "All categories"."""

    id: UUID
    category_id: UUID | None
    category: str
    label: str
    content: TermsContent
    document_id: UUID | None
    published_at: datetime
    accept_by: date | None
    consequence: str
    schedules: tuple[ScheduleRow, ...]

    def covers(self, category_id: UUID | None) -> bool:
        """Whether lines of this category stand under it."""
        return self.category_id is None or self.category_id == category_id


@dataclass(frozen=True, slots=True)
class TermsDraftRow:
    """Terms being written. before: the version that they would follow."""

    id: UUID
    category_id: UUID | None
    category: str
    label: str
    content: TermsContent
    schedules: dict[UUID, str]
    document_id: UUID | None
    accept_by: date | None
    consequence: str
    started_at: datetime
    before: TermsRow
    changes: list[TermsChange]


ALL = "All categories"


def terms_versions() -> list[TermsRow]:
    """Every version, the newest first. Two statements, however many there are."""
    found = list(
        TermsVersion.objects.filter(system_id=the_system().id)
        .order_by("-published_at", "-id")
        .values_list(
            "id", "category_id", "category__name", "label", "content", "document_id", "published_at", "accept_by",
            "consequence",
        )
    )  # fmt: skip
    schedules: dict[UUID, list[ScheduleRow]] = {row[0]: [] for row in found}
    written = LocalSchedule.objects.filter(terms_id__in=schedules).order_by("council__name")
    for terms_id, council_id, council, text in written.values_list("terms_id", "council_id", "council__name", "text"):
        schedules[terms_id].append(ScheduleRow(council_id, council, text))
    return [
        TermsRow(
            id_, category_id, name or ALL, label, read_terms(content), document_id, at, accept_by, consequence,
            tuple(schedules[id_]),
        )
        for id_, category_id, name, label, content, document_id, at, accept_by, consequence in found
    ]  # fmt: skip


def newest_covering(versions: Iterable[TermsRow], category_id: UUID | None) -> TermsRow:
    """Of versions that stand newest first, the one that lines of this category are under. NotThere when none is."""
    for row in versions:
        if row.covers(category_id):
            return row
    raise NotThere


def terms_in_force(category_id: UUID | None) -> TermsRow:
    """Which terms a new agreement in this category is signed under; None asks for those of all categories."""
    return newest_covering(terms_versions(), category_id)


def terms_version(terms_id: UUID) -> TermsRow:
    """One version. NotThere when there is none."""
    for row in terms_versions():
        if row.id == terms_id:
            return row
    raise NotThere


def version_before(versions: list[TermsRow], row: TermsRow) -> TermsRow | None:
    """The version that this one followed, for its category; None for the first."""
    older = versions[versions.index(row) + 1 :]
    return next((one for one in older if one.covers(row.category_id)), None)


def changes_between(before: TermsRow, after: TermsRow) -> list[TermsChange]:
    """What differs, clause by clause."""
    return terms_changes(
        before.content,
        after.content,
        {row.council: row.text for row in before.schedules},
        {row.council: row.text for row in after.schedules},
    )


def terms_document(terms_id: UUID) -> StoredDocument:
    """The full text as it was published. Anyone may read it. NotThere where none was uploaded."""
    document_id = TermsVersion.objects.filter(id=terms_id).values_list("document_id", flat=True).first()
    document = open_document(document_id) if document_id else None
    if document is None:
        raise NotThere
    return document


def terms_drafts(actor: Actor) -> list[TermsDraftRow]:
    """Terms being written, for those who may write them."""
    system = the_system()
    check_may_write_terms(actor, system.lead_id)
    versions = terms_versions()
    councils = _council_names()
    rows = []
    for draft in TermsDraft.objects.filter(system_id=system.id).select_related("category").order_by("started_at"):
        before = newest_covering(versions, draft.category_id)
        content = read_terms(draft.content)
        schedules = {UUID(council): text for council, text in draft.schedules.items()}
        rows.append(
            TermsDraftRow(
                id=draft.id,
                category_id=draft.category_id,
                category=draft.category.name if draft.category else ALL,
                label=draft.label,
                content=content,
                schedules=schedules,
                document_id=draft.document_id,
                accept_by=draft.accept_by,
                consequence=draft.consequence,
                started_at=draft.started_at,
                before=before,
                changes=terms_changes(
                    before.content,
                    content,
                    {row.council: row.text for row in before.schedules},
                    {councils.get(council, "a council"): text for council, text in schedules.items()},
                ),
            )
        )
    return rows


def terms_draft(actor: Actor, draft_id: UUID) -> TermsDraftRow:
    """One of them. NotThere when it is gone."""
    for row in terms_drafts(actor):
        if row.id == draft_id:
            return row
    raise NotThere


def _council_names() -> dict[UUID, str]:
    return {row.council_id: row.name for row in partners()}
