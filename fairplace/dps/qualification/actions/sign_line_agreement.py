"""Both sides sign, the provider first; with the second signature the line is accredited (Q11, A1).

One typed name signs one agreement or a list of them; each line has its own text, paper and signature all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from itertools import groupby
from pathlib import Path
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.the_system import SystemRow, the_system
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.move_line import move_line
from fairplace.dps.qualification.actions.own_application import lock_lines
from fairplace.dps.qualification.actions.rounds import check_internal_approvals
from fairplace.dps.qualification.actions.tell_people import tell_people
from fairplace.dps.qualification.models import AgreementPaper, AgreementSignature, Line
from fairplace.dps.qualification.permissions import check_may_sign_for_lead, check_may_sign_for_provider, person_of
from fairplace.dps.qualification.queries.agreements import AgreementText, agreement_texts
from fairplace.dps.qualification.queries.line_row import LineRow, line_rows
from fairplace.dps.qualification.rules.agreement_text import clauses_data, paper_data
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations import audit
from fairplace.foundations.documents.store import open_document, store_made
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.paper import render_pdf, seal_pdf

TEMPLATE = Path(__file__).resolve().parent.parent / "letters" / "accreditation.typ"


@transaction.atomic
def sign_line_agreement(*, actor: Actor, line_id: UUID, name_typed: str, at: datetime, read: str = "") -> None:
    """name_typed: the signer's own name, typed out. read: the digest of the text that was on the page, if known."""
    sign_line_agreements(
        actor=actor, line_ids=[line_id], name_typed=name_typed, at=at, read={line_id: read} if read else {}
    )


@transaction.atomic
def sign_line_agreements(
    *,
    actor: Actor,
    line_ids: Collection[UUID],
    name_typed: str,
    at: datetime,
    read: Mapping[UUID, str] | None = None,
) -> None:
    """All of them or, when one cannot be signed, none. Both signatures of a line are under one text."""
    if not line_ids:
        raise Refused("Select at least one agreement to sign.", "lines")
    lines = lock_lines(line_ids)
    system = the_system()
    places = {line.id: _place_of(actor, line, system) for line in lines}
    signed = {(row.line_id, row.place): row for row in AgreementSignature.objects.filter(line__in=lines)}
    for line in lines:
        _check_turn(line, places[line.id], signed)
    check_internal_approvals(lines)
    typed = " ".join(name_typed.split())
    if typed.casefold() != actor.name.casefold():
        raise Refused(f"Type your name as it stands in your account: {actor.name}.", "name_typed")
    rows = line_rows(line_ids)
    texts = agreement_texts(rows.values())
    for line in lines:
        text, place = texts[line.id], places[line.id]
        if (read or {}).get(line.id, text.sha256) != text.sha256:
            raise Refused("The text has changed since you opened it. Read it again, then sign.")
        if place == 2 and signed[line.id, 1].text_sha256 != text.sha256:
            raise Refused("The text has changed since the provider signed it, so it cannot be signed.")
        before = signed.get((line.id, 1))
        _sign(actor, rows[line.id], place, text, before, typed, system, at)
        if place == 2:
            _accredit(actor, line, at)
    _tell(lines, places, system)


def _place_of(actor: Actor, line: Line, system: SystemRow) -> int:
    if actor.is_provider:
        check_may_sign_for_provider(actor, line.provider_id)
        return 1
    if actor.is_council:
        check_may_sign_for_lead(actor, system.lead_id)
        return 2
    raise NotThere


def _check_turn(line: Line, place: int, signed: Mapping[tuple[UUID, int], AgreementSignature]) -> None:
    if line.state != LineStanding.APPROVED.value:
        raise Refused("There is nothing to sign for this line now.")
    if (line.id, place) in signed:
        raise Refused("This agreement has already been signed for your organisation.")
    if place == 2 and (line.id, 1) not in signed:
        raise Refused("The provider signs first. You can sign as soon as they have.")


def _sign(
    actor: Actor,
    row: LineRow,
    place: int,
    text: AgreementText,
    before: AgreementSignature | None,
    typed: str,
    system: SystemRow,
    at: datetime,
) -> None:
    sealed = seal_pdf(
        _paper(row, place, text, before, system, at),
        signer_name=f"{actor.name}, {actor.organisation_name}",
        field="Provider" if place == 1 else "Council",
        reason=f"Signed for {actor.organisation_name}",
        at=at,
    )
    document = store_made(
        actor=actor,
        content=sealed,
        name=f"agreement-{row.application_reference}.pdf",
        media_type="application/pdf",
        kind="accreditation_agreement",
        owner=system.lead_id,
    )
    AgreementSignature.objects.create(
        line_id=row.id,
        place=place,
        organisation_id=row.provider_id if place == 1 else system.lead_id,
        person_id=person_of(actor),
        name_typed=typed,
        terms_version=text.terms_label,
        text_sha256=text.sha256,
        document_id=document,
        at=at,
    )
    audit.record(
        actor=actor,
        kind=events.AGREEMENT_SIGNED,
        subject=audit.Subject("qualification.line", row.id),
        about=row.application_id,
        place=place,
        terms_version=text.terms_label,
        text_sha256=text.sha256,
    )


def _paper(
    row: LineRow,
    place: int,
    text: AgreementText,
    before: AgreementSignature | None,
    system: SystemRow,
    at: datetime,
) -> bytes:
    """For the provider a new paper, whose text is fixed with it; for the lead the one that the provider signed."""
    if place == 1:
        AgreementPaper.objects.create(
            line_id=row.id,
            terms_id=text.terms_id,
            clauses=clauses_data(text.clauses),
            text_sha256=text.sha256,
            at=at,
        )
        title = f"Agreement of accreditation: {row.establishment_name}, {row.category_name}"
        return render_pdf(TEMPLATE, paper_data(title, row.provider_name, system.lead_name, text.clauses), at=at)
    document = open_document(before.document_id) if before and before.document_id else None
    if document is None:
        raise NotThere
    return document.content


def _accredit(actor: Actor, line: Line, at: datetime) -> None:
    line.accredited_at = at
    line.save(update_fields=["accredited_at"])
    move_line(line, LineStanding.ACCREDITED, actor=actor, at=at)
    audit.record(
        actor=actor,
        kind=events.LINE_ACCREDITED,
        subject=line,
        about=line.application_id,
        establishment_id=line.establishment_id,
        category_id=line.category_id,
        competency_score=line.competency_score,
    )


def _tell(lines: Collection[Line], places: Mapping[UUID, int], system: SystemRow) -> None:
    """One message for each side, however many were signed at once; the key is the first line, signed only once."""
    provider_signed = [line for line in lines if places[line.id] == 1]
    if provider_signed:
        _ask_lead(provider_signed, system)
    both_signed = sorted((line for line in lines if places[line.id] == 2), key=lambda line: str(line.provider_id))
    for provider_id, own in groupby(both_signed, key=lambda line: line.provider_id):
        _welcome(provider_id, list(own))


def _welcome(provider_id: UUID, lines: list[Line]) -> None:
    those, joined = ("this place is", "") if len(lines) == 1 else ("they are", f" {len(lines)} places have joined.")
    tell_people(
        cause=f"line-accredited:{lines[0].id}",
        organisation_id=provider_id,
        roles=(Role.BID_MANAGER, Role.PROVIDER_SIGNATORY),
        subject="You are on the system",
        sentence=f"Both sides have signed.{joined} From now on {those} invited to every referral that fits.",
        path="/provider/places/",
    )


def _ask_lead(lines: list[Line], system: SystemRow) -> None:
    alone = len(lines) == 1
    tell_people(
        cause=f"line-to-sign:{lines[0].id}",
        organisation_id=system.lead_id,
        roles=(Role.COUNCIL_SIGNATORY, Role.PROCUREMENT_OFFICER),
        subject="An agreement of accreditation waits for your signature"
        if alone
        else f"{len(lines)} agreements of accreditation wait for your signature",
        sentence="The provider has signed. The place joins when you have signed too."
        if alone
        else "The provider has signed. The places join when you have signed too.",
        path=f"/council/applications/agreements/{lines[0].id}/" if alone else "/council/applications/agreements/",
    )
