"""Write the letter about a decision, once, in the transaction that releases it (Q11)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.queries.the_system import SystemRow, the_system
from fairplace.dps.organisations.queries.establishments import establishment_rows
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.tell_people import tell_people
from fairplace.dps.qualification.models import Assessment, DecisionLetter, Line, LineState, StatementMark
from fairplace.dps.qualification.queries.line_row import LineRow, line_row
from fairplace.dps.qualification.rules.decision_letter import Letter, LetterFacts, letter_data, write_letter
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations import audit
from fairplace.foundations.audit.evidence import entry_address
from fairplace.foundations.documents.store import store_made
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.paper import render_pdf

TEMPLATE = Path(__file__).resolve().parent.parent / "letters" / "decision.typ"


@transaction.atomic
def write_decision_letter(*, actor: Actor, line_id: UUID, at: datetime) -> UUID:
    """The line is approved or refused already; all the rest is read from what was recorded about it.

    Kept as data and as PDF; the provider is told where to read it. Called again, the letter that is there stands.
    """
    row = line_row(line_id)
    if row is None:
        raise NotThere
    if row.standing not in {LineStanding.APPROVED, LineStanding.REFUSED}:
        raise Refused("A decision letter is written when a line is approved or refused.")
    written = DecisionLetter.objects.filter(line_id=line_id).values_list("id", flat=True).first()
    if written is not None:
        return written
    system = the_system()
    event_id = new_id()
    letter = write_letter(_facts(row, system), entry_address(event_id))
    pdf = render_pdf(TEMPLATE, letter_data(letter), at=at)
    document = store_made(
        actor=actor,
        content=pdf,
        name=f"decision-{row.application_reference}.pdf",
        media_type="application/pdf",
        kind="decision_letter",
        owner=system.lead_id,
    )
    made = DecisionLetter(
        line_id=line_id,
        content=letter_data(letter),
        document_id=document,
        sha256=hashlib.sha256(pdf).hexdigest(),
        at=at,
    )
    made.save(force_insert=True)
    audit.record(
        actor=actor,
        kind=events.DECISION_LETTER_WRITTEN,
        subject=made,
        about=row.application_id,
        event_id=event_id,
        line_id=line_id,
        approved=letter.approved,
        sha256=made.sha256,
    )
    _tell(row, letter)
    return made.id


def _facts(row: LineRow, system: SystemRow) -> LetterFacts:
    outcomes = (LineStanding.APPROVED.value, LineStanding.REFUSED.value)
    decided = LineState.objects.filter(line_id=row.id, became__in=outcomes).latest("at", "id")
    sent = Line.objects.values_list("application__submitted_at", flat=True).get(id=row.id)
    judged = Assessment.objects.filter(line_id=row.id).order_by("at", "id")
    agreed = StatementMark.objects.filter(line_id=row.id, moderated=True).order_by("at", "id")
    return LetterFacts(
        lead_name=system.lead_name,
        system_name=system.name,
        regime=system.regime,
        provider_name=row.provider_name,
        establishment_name=row.establishment_name,
        urn=establishment_rows([row.establishment_id])[row.establishment_id].urn,
        reference=row.application_reference,
        submitted_at=sent,
        decided_at=decided.at,
        approved=decided.became == LineStanding.APPROVED.value,
        words=decided.because,
        content=content_of(row.category_version_id),
        judged={one.criterion: (one.passed, one.reason) for one in judged},
        agreed={one.question: (one.mark, one.reason) for one in agreed},
    )


def _tell(row: LineRow, letter: Letter) -> None:
    subject, sentence = (
        (
            "Your application is approved: please sign",
            "One of your places is approved. Read why, then sign: it joins when you, and then the lead authority, have"
            " signed.",
        )
        if letter.approved
        else (
            "A decision on your application",
            "One of your places was not admitted. The reason for every criterion, and how to apply again, are in the"
            " letter.",
        )
    )
    tell_people(
        cause=f"line-decided:{row.id}",
        organisation_id=row.provider_id,
        roles=(Role.BID_MANAGER, Role.PROVIDER_SIGNATORY),
        subject=subject,
        sentence=sentence,
        path=f"/provider/agreements/decisions/{row.id}/",
    )
