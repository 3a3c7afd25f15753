"""Disposals and holds of a council, as its pages list them (T5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Q

from fairplace.dps.custody.models import Disposal, DisposalItem, Hold
from fairplace.dps.custody.permissions import check_may_keep
from fairplace.dps.custody.queries.retention import ClassReport, class_name, retention_report
from fairplace.dps.organisations.queries.people import names_of
from fairplace.foundations.documents.store import StoredDocument, open_document
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.kernel.working_days import LONDON


@dataclass(frozen=True, slots=True)
class HoldRow:
    """what: a reference, a provider's name, or everything. live: it holds today."""

    id: UUID
    what: str
    reason: str
    until: date | None
    placed_at: datetime
    placed_by: str
    live: bool
    ended_at: datetime | None
    ended_because: str


@dataclass(frozen=True, slots=True)
class ItemsOfClass:
    """How far one class of a disposal is."""

    title: str
    number: int
    waiting: int
    erased: int
    held: int
    kept: int
    rows: int
    oldest: date
    newest: date


@dataclass(frozen=True, slots=True)
class DisposalRow:
    """mine: the reader put it forward, and so may not decide it."""

    id: UUID
    reference: str
    because: str
    asked_at: datetime
    asked_by: str
    mine: bool
    agreed_at: datetime | None
    agreed_by: str
    refused_at: datetime | None
    refused_because: str
    done_at: datetime | None
    things: int
    decided: int

    @property
    def standing(self) -> str:
        """In words."""
        if self.refused_at:
            return "Refused"
        if self.done_at:
            return "Done"
        return "Being carried out" if self.agreed_at else "Waits for a second person"


@dataclass(frozen=True, slots=True)
class RetentionDesk:
    """What the page of a council's retention shows."""

    report: list[ClassReport]
    holds: list[HoldRow]
    disposals: list[DisposalRow]


@dataclass(frozen=True, slots=True)
class DisposalFile:
    """One disposal, class by class."""

    row: DisposalRow
    classes: list[ItemsOfClass]
    things: list[tuple[str, str, date, str]]


def retention_desk(actor: Actor, at: datetime) -> RetentionDesk:
    """The dry run: looking changes nothing."""
    council_id, person_id = check_may_keep(actor)
    return RetentionDesk(
        retention_report(council_id, at), _holds(council_id, at), _disposals(council_id, person_id, None)
    )


def hold_row(actor: Actor, hold_id: UUID, at: datetime) -> HoldRow:
    """One hold of the actor's council."""
    council_id, _ = check_may_keep(actor)
    found = next((row for row in _holds(council_id, at) if row.id == hold_id), None)
    if found is None:
        raise NotThere
    return found


def disposal_file(actor: Actor, disposal_id: UUID) -> DisposalFile:
    """One disposal of the actor's council, with its progress."""
    council_id, person_id = check_may_keep(actor)
    rows = _disposals(council_id, person_id, disposal_id)
    if not rows:
        raise NotThere
    items = DisposalItem.objects.filter(disposal_id=disposal_id)
    things = [
        (class_name(code), name, due_on, DisposalItem.Outcome(outcome).label)
        for code, name, due_on, outcome in items.order_by("code", "due_on", "name").values_list(
            "code", "name", "due_on", "outcome"
        )
    ]
    return DisposalFile(rows[0], _by_class(disposal_id), things)


def certificate(actor: Actor, disposal_id: UUID) -> StoredDocument:
    """The sealed paper, once it is made."""
    council_id, _ = check_may_keep(actor)
    found = Disposal.objects.filter(id=disposal_id, council_id=council_id).values_list("certificate_id", flat=True)
    document = open_document(found[0]) if found and found[0] else None
    if document is None:
        raise NotThere
    return document


def _by_class(disposal_id: UUID) -> list[ItemsOfClass]:
    found: list[ItemsOfClass] = []
    items = DisposalItem.objects.filter(disposal_id=disposal_id).values_list("code", "outcome", "rows", "due_on")
    by_code: dict[str, list[tuple[str, int, date]]] = {}
    for code, outcome, rows, due_on in items:
        by_code.setdefault(code, []).append((outcome, rows, due_on))
    for code, mine in sorted(by_code.items()):
        outcomes = [outcome for outcome, _, _ in mine]
        found.append(
            ItemsOfClass(
                title=class_name(code),
                number=len(mine),
                waiting=outcomes.count(""),
                erased=outcomes.count("erased"),
                held=outcomes.count("held"),
                kept=outcomes.count("not_due") + outcomes.count("needed"),
                rows=sum(rows for _, rows, _ in mine),
                oldest=min(due_on for _, _, due_on in mine),
                newest=max(due_on for _, _, due_on in mine),
            )
        )
    return found


def _disposals(council_id: UUID, person_id: UUID, only: UUID | None) -> list[DisposalRow]:
    rows = Disposal.objects.filter(council_id=council_id)
    if only is not None:
        rows = rows.filter(id=only)
    found = list(rows.order_by("-asked_at")[:50])
    numbers = {
        disposal_id: (things, decided)
        for disposal_id, things, decided in DisposalItem.objects.filter(disposal__in=[row.id for row in found])
        .values_list("disposal_id")
        .annotate(things=Count("id"), decided=Count("id", filter=~Q(outcome="")))
    }
    people = names_of({one for row in found for one in (row.asked_by_id, row.agreed_by_id) if one is not None})
    return [
        DisposalRow(
            id=row.id,
            reference=row.reference,
            because=row.because,
            asked_at=row.asked_at,
            asked_by=people.get(row.asked_by_id, ""),
            mine=row.asked_by_id == person_id,
            agreed_at=row.agreed_at,
            agreed_by=people.get(row.agreed_by_id, "") if row.agreed_by_id else "",
            refused_at=row.refused_at,
            refused_because=row.refused_because,
            done_at=row.done_at,
            things=numbers.get(row.id, (0, 0))[0],
            decided=numbers.get(row.id, (0, 0))[1],
        )
        for row in found
    ]


def _holds(council_id: UUID, at: datetime) -> list[HoldRow]:
    today = at.astimezone(LONDON).date()
    rows = (
        Hold.objects.filter(council_id=council_id)
        .order_by(F("ended_at").desc(nulls_first=True), "-placed_at")
        .values(
            "id", "scope", "reference", "provider__name", "reason", "until", "placed_at",
            "placed_by__name", "ended_at", "ended_because",
        )
    )  # fmt: skip
    return [
        HoldRow(
            id=row["id"],
            what=row["reference"] or row["provider__name"] or "Everything of your council",
            reason=row["reason"],
            until=row["until"],
            placed_at=row["placed_at"],
            placed_by=row["placed_by__name"],
            live=row["ended_at"] is None and (row["until"] is None or row["until"] >= today),
            ended_at=row["ended_at"],
            ended_because=row["ended_because"],
        )
        for row in rows
    ]
