"""Under which terms each line stands, and which newer ones it is asked to accept (A8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from fairplace.dps.market.permissions import check_may_write_terms
from fairplace.dps.market.queries.terms import TermsRow, changes_between, newest_covering, terms_versions
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.terms_content import SUSPENSION, TermsChange, TermsGround
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.models import AgreementPaper, AgreementSignature, TermsAcceptance
from fairplace.dps.qualification.queries.line_row import LineRow, line_rows, lines_where
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere

ON_THE_SYSTEM = (LineStanding.ACCREDITED.value, LineStanding.SUSPENDED.value)


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A line that has not accepted the newest terms. held: those that it stands under."""

    line: LineRow
    held: TermsRow
    asked: TermsRow


@dataclass(frozen=True, slots=True)
class Asked:
    """A version that some lines of a provider are asked to accept. changes: against each version held."""

    terms: TermsRow
    lines: list[LineRow]
    changes: list[tuple[TermsRow, list[TermsChange]]]
    may_accept: bool


@dataclass(frozen=True, slots=True)
class TermsWaiting:
    """A version that so many lines of a provider are asked to accept."""

    id: UUID
    label: str
    consequence: str
    accept_by: date
    lines: int


@dataclass(frozen=True, slots=True)
class AcceptedLine:
    """A line that accepted, and how: by a typed name, or by signing its agreement."""

    line: LineRow
    name: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class TermsStanding:
    """How far the acceptance of a version is. newest: no later version covers its lines."""

    terms: TermsRow
    newest: bool
    accepted: list[AcceptedLine]
    waiting: list[LineRow]


def terms_held(lines: Iterable[LineRow], versions: list[TermsRow]) -> dict[UUID, TermsRow]:
    """The newest version that each line signed or accepted. Three statements, however many lines."""
    ids = [line.id for line in lines]
    by_id = {row.id: row for row in versions}
    age = _age(versions)
    by_label = {row.label: row for row in versions}
    held: dict[UUID, TermsRow] = {}
    signed = AgreementSignature.objects.filter(line_id__in=ids, place=1).values_list("line_id", "terms_version")
    found = [(line_id, by_label.get(label)) for line_id, label in signed]
    for model in (AgreementPaper, TermsAcceptance):
        kept = model.objects.filter(line_id__in=ids).values_list("line_id", "terms_id")
        found += [(line_id, by_id.get(terms_id)) for line_id, terms_id in kept]
    for line_id, row in found:
        if row is not None and (line_id not in held or age[row.id] < age[held[line_id].id]):
            held[line_id] = row
    return held


def asked_lines(**wanted: object) -> list[AskedLine]:
    """Lines on the system that stand under older terms than the newest for their category. Seven statements at most."""
    lines = lines_where(state__in=ON_THE_SYSTEM, **wanted)
    if not lines:  # also before a system is established
        return []
    versions = terms_versions()
    if all(row.accept_by is None for row in versions):  # nobody was ever asked
        return []
    held, age = terms_held(lines, versions), _age(versions)
    found = []
    for line in lines:
        newest = newest_covering(versions, line.category_id)
        if newest.accept_by is not None and line.id in held and age[held[line.id].id] > age[newest.id]:
            found.append(AskedLine(line, held[line.id], newest))
    return found


_WAITING = """
    SELECT newest.id, newest.label, newest.consequence, newest.accept_by, count(*)
      FROM qualification_line l
     CROSS JOIN LATERAL (
           SELECT t.* FROM market_termsversion t
            WHERE t.system_id = (SELECT system_id FROM qualification_application WHERE id = l.application_id)
              AND (t.category_id IS NULL OR t.category_id = l.category_id)
            ORDER BY t.published_at DESC, t.id DESC LIMIT 1
     ) newest
     CROSS JOIN LATERAL (
           SELECT bool_or((t.published_at, t.id) >= (newest.published_at, newest.id)) AS the_newest
             FROM market_termsversion t
            WHERE t.system_id = newest.system_id
              AND (EXISTS (SELECT FROM qualification_agreementsignature s
                            WHERE s.line_id = l.id AND s.place = 1 AND s.terms_version = t.label)
                   OR EXISTS (SELECT FROM qualification_agreementpaper WHERE line_id = l.id AND terms_id = t.id)
                   OR EXISTS (SELECT FROM qualification_termsacceptance WHERE line_id = l.id AND terms_id = t.id))
     ) held
     WHERE l.provider_id = %s AND l.state = ANY(%s) AND newest.accept_by IS NOT NULL AND NOT held.the_newest
     GROUP BY newest.id, newest.label, newest.consequence, newest.accept_by
     ORDER BY newest.accept_by, newest.id
"""


def terms_waiting(actor: Actor) -> list[TermsWaiting]:
    """The versions that lines of this provider stand under an older one than, the nearest date first.

    One statement for what terms_to_accept tells in full.
    """
    if not actor.is_provider or actor.organisation_id is None:
        raise NotThere
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [actor.organisation_id, list(ON_THE_SYSTEM)])
        return [TermsWaiting(*row) for row in cursor.fetchall()]


def terms_to_accept(actor: Actor) -> list[Asked]:
    """What this provider is asked to accept, the nearest date first."""
    if not actor.is_provider or actor.organisation_id is None:
        raise NotThere
    by_version: dict[UUID, list[AskedLine]] = {}
    for row in asked_lines(provider_id=actor.organisation_id):
        by_version.setdefault(row.asked.id, []).append(row)
    found = []
    for rows in by_version.values():
        terms, held = rows[0].asked, {row.held.id: row.held for row in rows}
        changes = [(before, changes_between(before, terms)) for before in held.values()]
        found.append(Asked(terms, [row.line for row in rows], changes, actor.holds(Role.PROVIDER_SIGNATORY.value)))
    return sorted(found, key=lambda asked: asked.terms.accept_by or date.max)


def terms_standing(actor: Actor, terms_id: UUID) -> TermsStanding:
    """Who accepted a version and who has not, for the lead authority."""
    check_may_write_terms(actor, the_system().lead_id)
    versions = terms_versions()
    terms = next((row for row in versions if row.id == terms_id), None)
    if terms is None:
        raise NotThere
    lines = [line for line in lines_where(state__in=ON_THE_SYSTEM) if terms.covers(line.category_id)]
    age = _age(versions)
    under = _under([row for row in versions if age[row.id] <= age[terms_id]])
    acceptances = TermsAcceptance.objects.filter(terms_id=terms_id).values_list("line_id", "name_typed", "at")
    by_line = {line_id: (name, at) for line_id, name, at in acceptances}
    accepted, waiting = [], []
    for line in lines:
        if line.id in under:
            name, at = by_line.get(line.id, ("", line.accredited_at))
            accepted.append(AcceptedLine(line, name, at))
        else:
            waiting.append(line)
    newest = (
        all(newest_covering(versions, line.category_id).id == terms_id for line in lines)
        if lines
        else (versions[0].id == terms_id)
    )
    return TermsStanding(terms, newest, accepted, waiting if terms.accept_by else [])


def _under(versions: list[TermsRow]) -> set[UUID]:
    """Lines on the system that signed or accepted one of these versions. Three statements; none names a line."""
    signed = AgreementSignature.objects.filter(
        line__state__in=ON_THE_SYSTEM, place=1, terms_version__in=[row.label for row in versions]
    )
    found = set(signed.values_list("line_id", flat=True))
    for model in (AgreementPaper, TermsAcceptance):
        kept = model.objects.filter(line__state__in=ON_THE_SYSTEM, terms_id__in=[row.id for row in versions])
        found |= set(kept.values_list("line_id", flat=True))
    return found


def suspension_grounds(line: LineRow) -> tuple[TermsGround, ...]:
    """The grounds for suspension in the terms that a line stands under (A3)."""
    held = terms_held([line], terms_versions()).get(line.id)
    return held.content.grounds_for(SUSPENSION) if held else ()


def terms_of_line(line_id: UUID) -> TermsRow:
    """The version that one line stands under: what is agreed for it is agreed under these. NotThere: it signed none."""
    held = terms_held(line_rows([line_id]).values(), terms_versions()).get(line_id)
    if held is None:
        raise NotThere
    return held


def _age(versions: list[TermsRow]) -> dict[UUID, int]:
    """0 for the newest version, and so on."""
    return {row.id: at for at, row in enumerate(versions)}
