"""What a second person agreed to is done, one thing in one transaction, and certified (T5)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction

from fairplace.dps.custody import events
from fairplace.dps.custody.models import Disposal, DisposalItem
from fairplace.dps.custody.queries.retention import class_name, classes, still_due
from fairplace.dps.custody.rules.retention import ERASURE
from fairplace.dps.organisations.queries.people import names_of
from fairplace.foundations.audit import record
from fairplace.foundations.documents.store import store_made
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.london_clock import day_and_time
from fairplace.foundations.paper.rendering import render_pdf
from fairplace.foundations.paper.signing import seal_pdf

CERTIFICATE = Path(__file__).parent.parent / "letters" / "certificate.typ"


def items_left(disposal_id: UUID) -> list[UUID]:
    """What is still to be decided, in the council's transaction."""
    return list(
        DisposalItem.objects.filter(disposal_id=disposal_id, outcome="", disposal__agreed_at__isnull=False)
        .order_by("due_on", "id")
        .values_list("id", flat=True)
    )


@transaction.atomic
def carry_out_item(*, actor: Actor, item_id: UUID, at: datetime) -> list[str]:
    """Erase one thing if it is still due and not held. Returns the files that nothing names any more: they go after
    the commit. Done twice, the second finds it decided.
    """
    item = DisposalItem.objects.select_for_update().get(id=item_id)
    if item.outcome:
        return []
    files: list[str] = []
    named = item.thing_id is not None and item.code != ERASURE
    if named and not still_due(item.council_id, item.code, item.thing_id or item.id, at):
        item.outcome = DisposalItem.Outcome.NOT_DUE
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT outcome, gone, told, files FROM fairplace_erase(%s)", [item.id])
            item.outcome, item.rows, item.events, files = cursor.fetchone()
    item.files = len(files)
    erased = item.outcome == DisposalItem.Outcome.ERASED
    item.erased_at = at if erased else None
    item.save(update_fields=["outcome", "rows", "events", "files", "erased_at"])
    record(
        actor=actor,
        kind=events.RECORD_ERASED if erased else events.RECORD_KEPT,
        subject=item,
        about=item.thing_id or item.council_id,
        code=item.code,
        outcome=str(item.outcome),
        rows=item.rows,
        files=item.files,
        events=item.events,
    )
    return files


@transaction.atomic
def certify(*, actor: Actor, disposal_id: UUID, at: datetime) -> None:
    """When everything is decided: a sealed paper with numbers and classes, nothing of any child. Made once."""
    disposal = Disposal.objects.select_for_update().get(id=disposal_id)
    items = list(DisposalItem.objects.filter(disposal=disposal))
    if disposal.done_at is not None or any(not item.outcome for item in items):
        return
    disposal.done_at = at
    disposal.certificate_id = store_made(
        actor=actor,
        content=_certificate(actor, disposal, items, at),
        name=f"certificate-{disposal.reference}.pdf",
        media_type="application/pdf",
        kind="disposal_certificate",
        owner=disposal.council_id,
    )
    disposal.save(update_fields=["done_at", "certificate_id"])
    outcomes = Counter(str(item.outcome) for item in items)
    record(
        actor=actor, kind=events.DISPOSAL_DONE, subject=disposal, about=disposal.council_id,
        outcomes={name: outcomes[name] for name in sorted(outcomes)},
    )  # fmt: skip


def _certificate(actor: Actor, disposal: Disposal, items: list[DisposalItem], at: datetime) -> bytes:
    people = names_of({one for one in (disposal.asked_by_id, disposal.agreed_by_id) if one is not None})
    rows = []
    for code in sorted({item.code for item in items}):
        mine = [item for item in items if item.code == code]
        outcomes = Counter(str(item.outcome) for item in mine)
        rows.append(
            [
                class_name(code),
                str(outcomes["erased"]),
                str(outcomes["held"]),
                str(outcomes["not_due"] + outcomes["needed"]),
                str(sum(item.rows for item in mine)),
                str(sum(item.files for item in mine)),
                str(sum(item.events for item in mine)),
            ]
        )
    facts = [
        {"name": "Reference", "value": disposal.reference},
        {"name": "Put forward by", "value": people.get(disposal.asked_by_id, "")},
        {"name": "Agreed by", "value": people.get(disposal.agreed_by_id, "") if disposal.agreed_by_id else ""},
        {"name": "Agreed", "value": day_and_time(disposal.agreed_at) if disposal.agreed_at else ""},
        {"name": "Carried out", "value": day_and_time(at)},
    ]
    data = {"title": "Certificate of disposal", "facts": facts, "rows": rows, "goes": _goes(items)}
    return seal_pdf(
        render_pdf(CERTIFICATE, data, at=at),
        signer_name="Fairplace",
        field="System",
        reason="Disposal carried out by the system",
        at=at,
    )


def _goes(items: list[DisposalItem]) -> list[dict[str, str]]:
    found = [classes()[code] for code in sorted({item.code for item in items}) if code != ERASURE]
    return [{"title": one.title, "goes": one.goes, "stays": one.stays, "source": one.source} for one in found]
