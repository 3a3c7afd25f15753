"""Agreements of accreditation: their text, who signed, who has to (Q11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.regimes import regime_of
from fairplace.dps.organisations.queries.establishments import establishment_rows
from fairplace.dps.organisations.queries.organisations import organisation_row
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.models import AgreementSignature, Line
from fairplace.dps.qualification.permissions import LEAD_SIGNERS
from fairplace.dps.qualification.queries.carried_costs import carried_costs
from fairplace.dps.qualification.queries.line_row import LineRow, line_row, lines_where
from fairplace.dps.qualification.rules.agreement_text import AgreementFacts, Clause, agreement_clauses
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """place 1: the provider; 2: the lead authority."""

    place: int
    organisation: str
    name: str
    at: datetime
    text_sha256: str


@dataclass(frozen=True, slots=True)
class LineAgreement:
    """The agreement of one line. may_sign: it is this actor's turn."""

    line: LineRow
    lead_name: str
    clauses: tuple[Clause, ...]
    signatures: tuple[SignatureRow, ...]
    may_sign: bool


@dataclass(frozen=True, slots=True)
class ToSign:
    """An agreement that waits. waits_for: "provider" or "lead"."""

    line: LineRow
    waits_for: str
    yours: bool


def agreement_facts(line_id: UUID) -> AgreementFacts:
    """What the text is made of. NotThere for a line that does not exist."""
    line, system = line_row(line_id), the_system()
    if line is None:
        raise NotThere
    provider = organisation_row(line.provider_id)
    establishment = establishment_rows([line.establishment_id])[line.establishment_id]
    costs = carried_costs(line_id)
    return AgreementFacts(
        system_name=system.name,
        law=regime_of(system.regime).law,
        terms_version=system.terms_version,
        lead_name=system.lead_name,
        provider_name=line.provider_name,
        registered_number=provider.registered_number if provider else "",
        establishment_name=line.establishment_name,
        urn=establishment.urn,
        category_name=line.category_name,
        application_reference=line.application_reference,
        competency_score=line.competency_score,
        core_costs=tuple(
            (heading.name, costs[heading.code])
            for heading in content_of(line.category_version_id).headings
            if heading.code in costs
        ),
        ends_on=system.ends_on,
    )


def agreement_of(actor: Actor, line_id: UUID) -> LineAgreement:
    """For the provider and the lead authority, from approval on. NotThere for everybody else."""
    line = line_row(line_id)
    lead_id = the_system().lead_id
    if line is None or actor.organisation_id not in {line.provider_id, lead_id}:
        raise NotThere
    if line.standing not in {LineStanding.APPROVED, LineStanding.ACCREDITED, LineStanding.SUSPENDED}:
        raise NotThere
    facts = agreement_facts(line_id)
    rows = AgreementSignature.objects.filter(line_id=line_id).order_by("place")
    signatures = tuple(
        SignatureRow(*row) for row in rows.values_list("place", "organisation__name", "name_typed", "at", "text_sha256")
    )
    return LineAgreement(
        line=line,
        lead_name=facts.lead_name,
        clauses=agreement_clauses(facts),
        signatures=signatures,
        may_sign=line.standing is LineStanding.APPROVED and _turn(actor, line, len(signatures), lead_id),
    )


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


def signed_lines(actor: Actor) -> list[LineRow]:
    """The lines of a provider whose agreement both sides have signed."""
    signed = AgreementSignature.objects.filter(place=2, line__provider_id=actor.organisation_id)
    return lines_where(id__in=Line.objects.filter(id__in=signed.values("line_id")).values("id"))


def _turn(actor: Actor, line: LineRow, signatures: int, lead_id: UUID | None) -> bool:
    if signatures == 0:
        return actor.organisation_id == line.provider_id and actor.holds(Role.PROVIDER_SIGNATORY.value)
    return signatures == 1 and lead_id is not None and actor.organisation_id == lead_id and actor.holds(*LEAD_SIGNERS)
