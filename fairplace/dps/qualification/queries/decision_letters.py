"""Decision letters, for the provider and the lead authority (Q11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.qualification.models import DecisionLetter
from fairplace.dps.qualification.permissions import LEAD_SIGNERS
from fairplace.dps.qualification.queries.line_row import LineRow, line_row
from fairplace.dps.qualification.rules.decision_letter import Letter, read_letter
from fairplace.foundations.documents.store import StoredDocument, open_document
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter as it was sent. sha256: of the PDF."""

    line: LineRow
    letter: Letter
    at: datetime
    sha256: str
    document_id: UUID


def decision_letter(actor: Actor, line_id: UUID) -> LetterRow:
    """The letter about one line. NotThere before the decision, and for everybody but the two sides."""
    line = line_row(line_id)
    if line is None or not _may_read(actor, line):
        raise NotThere
    row = DecisionLetter.objects.filter(line_id=line_id).first()
    if row is None:
        raise NotThere
    return LetterRow(line, read_letter(row.content), row.at, row.sha256, row.document_id)


def decision_letter_document(actor: Actor, line_id: UUID) -> StoredDocument:
    """The PDF of the letter."""
    document = open_document(decision_letter(actor, line_id).document_id)
    if document is None:
        raise NotThere
    return document


def _may_read(actor: Actor, line: LineRow) -> bool:
    if actor.is_provider:
        return actor.organisation_id == line.provider_id
    return actor.is_council and actor.organisation_id == the_system().lead_id and actor.holds(*LEAD_SIGNERS)
