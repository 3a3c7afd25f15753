"""Agreements of accreditation: their text, who signed, who has to (Q11)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.queries.terms import TermsRow, newest_covering, terms_versions
from fairplace.dps.market.queries.the_system import SystemRow, the_system
from fairplace.dps.market.rules.regimes import regime_of
from fairplace.dps.organisations.queries.establishments import establishment_rows
from fairplace.dps.organisations.queries.organisations import organisation_row
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.models import AgreementPaper, AgreementSignature, Line
from fairplace.dps.qualification.permissions import LEAD_SIGNERS
from fairplace.dps.qualification.queries.line_row import LineRow, line_row, lines_where
from fairplace.dps.qualification.queries.prices_in_words import prices_in_words
from fairplace.dps.qualification.rules.agreement_text import (
    AgreementFacts,
    Clause,
    agreement_clauses,
    read_clauses,
    text_digest,
)
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations.documents.store import StoredDocument, open_document
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere

_WITH_TEXT = {LineStanding.APPROVED, LineStanding.ACCREDITED, LineStanding.SUSPENDED}


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """place 1: the provider; 2: the lead authority."""

    place: int
    organisation: str
    name: str
    at: datetime
    text_sha256: str


@dataclass(frozen=True, slots=True)
class AgreementText:
    """What is, or will be, signed for a line. fixed: its provider has signed it."""

    clauses: tuple[Clause, ...]
    terms_id: UUID
    terms_label: str
    sha256: str
    fixed: bool


@dataclass(frozen=True, slots=True)
class LineAgreement:
    """The agreement of one line. may_sign: it is this actor's turn; has_document: a sealed paper is there."""

    line: LineRow
    lead_name: str
    clauses: tuple[Clause, ...]
    terms_label: str
    sha256: str
    signatures: tuple[SignatureRow, ...]
    may_sign: bool
    has_document: bool


@dataclass(frozen=True, slots=True)
class ToSign:
    """An agreement that waits. waits_for: "provider" or "lead"."""

    line: LineRow
    waits_for: str
    yours: bool


def agreement_texts(lines: Collection[LineRow]) -> dict[UUID, AgreementText]:
    """The text of each line: as fixed by its provider's signature, else under the terms in force now.

    A fixed number of statements, however many lines of one provider.
    """
    system, versions = the_system(), terms_versions()
    labels = {row.id: row.label for row in versions}
    kept = {row.line_id: row for row in AgreementPaper.objects.filter(line_id__in=[line.id for line in lines])}
    texts = {
        line_id: AgreementText(
            read_clauses(row.clauses), row.terms_id, labels[row.terms_id], row.text_sha256, fixed=True
        )
        for line_id, row in kept.items()
    }
    for line, facts, terms in _facts([line for line in lines if line.id not in kept], system, versions):
        clauses = agreement_clauses(facts)
        texts[line.id] = AgreementText(clauses, terms.id, terms.label, text_digest(clauses), fixed=False)
    return texts


def _facts(
    lines: list[LineRow], system: SystemRow, versions: list[TermsRow]
) -> list[tuple[LineRow, AgreementFacts, TermsRow]]:
    if not lines:
        return []
    providers = {provider_id: organisation_row(provider_id) for provider_id in {line.provider_id for line in lines}}
    places = establishment_rows([line.establishment_id for line in lines])
    prices = prices_in_words({line.id: content_of(line.category_version_id) for line in lines})
    found = []
    for line in lines:
        terms, provider = newest_covering(versions, line.category_id), providers[line.provider_id]
        facts = AgreementFacts(
            system_name=system.name,
            law=regime_of(system.regime).law,
            terms_version=terms.label,
            terms=terms.content,
            schedules=[(row.council, row.text) for row in terms.schedules],
            lead_name=system.lead_name,
            provider_name=line.provider_name,
            registered_number=provider.registered_number if provider else "",
            establishment_name=line.establishment_name,
            urn=places[line.establishment_id].urn,
            category_name=line.category_name,
            application_reference=line.application_reference,
            competency_score=line.competency_score,
            core_costs=prices[line.id].core_costs,
            price_list=prices[line.id].price_list,
            discounts=prices[line.id].discounts,
            ends_on=system.ends_on,
        )
        found.append((line, facts, terms))
    return found


def agreement_of(actor: Actor, line_id: UUID) -> LineAgreement:
    """For the provider and the lead authority, from approval on. NotThere for everybody else."""
    line, lead_id = _readable(actor, line_id)
    rows = list(AgreementSignature.objects.filter(line_id=line_id).select_related("organisation").order_by("place"))
    if line.standing not in _WITH_TEXT and not rows:
        raise NotThere
    text = agreement_texts([line])[line_id]
    return LineAgreement(
        line=line,
        lead_name=the_system().lead_name,
        clauses=text.clauses,
        terms_label=text.terms_label,
        sha256=text.sha256,
        signatures=tuple(
            SignatureRow(row.place, row.organisation.name, row.name_typed, row.at, row.text_sha256) for row in rows
        ),
        may_sign=line.standing is LineStanding.APPROVED and _turn(actor, line, len(rows), lead_id),
        has_document=any(row.document_id for row in rows),
    )


def agreement_document(actor: Actor, line_id: UUID) -> StoredDocument:
    """The paper with the signatures that stand under it so far. NotThere before the first."""
    _readable(actor, line_id)
    newest = AgreementSignature.objects.filter(line_id=line_id).exclude(document=None).order_by("-place").first()
    document = open_document(newest.document_id) if newest and newest.document_id else None
    if document is None:
        raise NotThere
    return document


def agreements_to_sign(actor: Actor) -> list[ToSign]:
    """Every approved line of the provider, or for the lead of all providers, that is not signed by both."""
    mine = {"provider_id": actor.organisation_id} if actor.is_provider else {}
    lines = lines_where(state=LineStanding.APPROVED.value, **mine)
    if not lines:  # also before a system is established
        return []
    lead_id = None if actor.is_provider else the_system().lead_id  # a provider's turn does not depend on it
    if lead_id is not None and actor.organisation_id != lead_id:
        return []
    signed = set(
        AgreementSignature.objects.filter(line_id__in=[line.id for line in lines]).values_list("line_id", flat=True)
    )
    return [
        ToSign(
            line,
            waits_for="lead" if line.id in signed else "provider",
            yours=_turn(actor, line, int(line.id in signed), lead_id),
        )
        for line in lines
    ]


def own_agreements_to_sign(actor: Actor) -> list[LineRow]:
    """Of a provider: its approved lines that wait for its own signature. One statement."""
    signed = AgreementSignature.objects.values("line_id")
    unsigned = Line.objects.filter(provider_id=actor.organisation_id).exclude(id__in=signed).values("id")
    lines = lines_where(state=LineStanding.APPROVED.value, id__in=unsigned)
    return [line for line in lines if _turn(actor, line, 0, None)]


def texts_to_sign(actor: Actor) -> Mapping[UUID, AgreementText]:
    """The texts of those agreements whose turn it is for this actor, by line."""
    return agreement_texts([row.line for row in agreements_to_sign(actor) if row.yours])


def signed_lines(actor: Actor) -> list[LineRow]:
    """The lines of a provider whose agreement both sides have signed."""
    signed = AgreementSignature.objects.filter(place=2, line__provider_id=actor.organisation_id)
    return lines_where(id__in=Line.objects.filter(id__in=signed.values("line_id")).values("id"))


def _readable(actor: Actor, line_id: UUID) -> tuple[LineRow, UUID]:
    line = line_row(line_id)
    lead_id = the_system().lead_id
    if line is None or actor.organisation_id not in {line.provider_id, lead_id}:
        raise NotThere
    return line, lead_id


def _turn(actor: Actor, line: LineRow, signatures: int, lead_id: UUID | None) -> bool:
    if signatures == 0:
        return actor.organisation_id == line.provider_id and actor.holds(Role.PROVIDER_SIGNATORY.value)
    return signatures == 1 and lead_id is not None and actor.organisation_id == lead_id and actor.holds(*LEAD_SIGNERS)
