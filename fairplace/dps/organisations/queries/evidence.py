"""The evidence library of a provider (Q6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import connection

from fairplace.dps.organisations.models import Evidence
from fairplace.dps.organisations.rules.evidence_kinds import EVIDENCE_KINDS
from fairplace.dps.organisations.rules.evidence_states import SOON
from fairplace.foundations.documents.store import StoredDocument, open_document
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.working_days import LONDON


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A document with its dates. cover: pounds, for insurance. establishment_id None: about the provider.

    expires_on None: it does not run out.
    """

    id: UUID
    provider_id: UUID
    establishment_id: UUID | None
    kind: str
    document_id: UUID
    cover: Decimal | None
    issued_on: date
    expires_on: date | None
    added_at: datetime
    document_name: str = ""

    @property
    def kind_name(self) -> str:
        return EVIDENCE_KINDS[self.kind].name


def evidence_of(provider_id: UUID) -> list[EvidenceRow]:
    """Everything in the library of a provider, newest first."""
    return _rows("e.provider_id = %s", provider_id)


def evidence_rows(ids: Iterable[UUID]) -> dict[UUID, EvidenceRow]:
    """These pieces of evidence by id."""
    return {row.id: row for row in _rows("e.id = ANY(%s)", list(ids))}


def providers_with_expiring(at: datetime) -> list[UUID]:
    """Whoever has a document that runs out within the time of the first reminder. For the job that reminds."""
    today = at.astimezone(LONDON).date()
    found = Evidence.objects.filter(expires_on__gte=today, expires_on__lte=today + timedelta(SOON))
    return list(found.order_by("provider_id").values_list("provider_id", flat=True).distinct())


def own_document(actor: Actor, document_id: UUID) -> StoredDocument | None:
    """A document of the actor's own evidence library, or None."""
    if not Evidence.objects.filter(document_id=document_id, provider_id=actor.organisation_id).exists():
        return None
    return open_document(document_id)


_ROWS = """
    SELECT e.id, e.provider_id, e.establishment_id, e.kind, e.document_id, e.cover, e.issued_on, e.expires_on,
           e.added_at, d.original_name
      FROM organisations_evidence e JOIN documents_document d ON d.id = e.document_id
     WHERE {} ORDER BY e.added_at DESC, e.id DESC
"""


def _rows(which: str, value: UUID | list[UUID]) -> list[EvidenceRow]:
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(which), [value])
        return [EvidenceRow(*row) for row in cursor.fetchall()]
