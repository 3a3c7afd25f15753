"""Everything that happened to a line: actor, reason, time (A1); for its provider and for the lead authority."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.market.queries.terms import TermsRow, newest_covering, terms_versions
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.terms_content import REMOVAL, TermsGround
from fairplace.dps.qualification.models import (
    AgreementSignature,
    DecisionLetter,
    LineNotice,
    LineState,
    RemovalStep,
    TermsAcceptance,
)
from fairplace.dps.qualification.permissions import LEAD_SIGNERS
from fairplace.dps.qualification.queries.leaving import NoticeRow, RemovalRow, notices_of, removal_of
from fairplace.dps.qualification.queries.line_row import LineRow, line_row
from fairplace.dps.qualification.queries.terms_held import terms_held
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened. by: who, or the organisation where its people are not named to the other side."""

    at: datetime
    title: str
    by: str
    text: str
    standing: LineStanding | None = None


@dataclass(frozen=True, slots=True)
class LineStory:
    """A line with its history, the newest first. held: the terms it stands under; asked: those to be accepted."""

    line: LineRow
    happenings: list[Happening]
    held: TermsRow | None
    asked: TermsRow | None
    notice: NoticeRow | None
    removal: RemovalRow | None
    has_letter: bool
    signatures: int

    @property
    def removal_grounds(self) -> tuple[TermsGround, ...]:
        """On which this line may be removed."""
        return self.held.content.grounds_for(REMOVAL) if self.held else ()

    @property
    def is_on_the_system(self) -> bool:
        return self.line.standing in {LineStanding.ACCREDITED, LineStanding.SUSPENDED}

    def ground_text(self, code: str) -> str:
        """The words of a ground in the terms that the line stands under."""
        ground = self.held.content.ground(code) if self.held else None
        return ground.text if ground else code.replace("-", " ").capitalize()


def line_story(actor: Actor, line_id: UUID) -> LineStory:
    """A fixed number of statements. NotThere for everybody but its provider and the lead authority."""
    line, system = line_row(line_id), the_system()
    if line is None or not _may_read(actor, line, system.lead_id):
        raise NotThere
    versions = terms_versions()
    held = terms_held([line], versions).get(line_id)
    newest = newest_covering(versions, line.category_id)
    seen = _Names(actor, line.provider_id, line.provider_name, system.lead_name)
    happenings = sorted(_happenings(line_id, seen), key=lambda one: one.at, reverse=True)
    return LineStory(
        line=line,
        happenings=happenings,
        held=held,
        asked=newest if held is not None and held.id != newest.id and newest.accept_by else None,
        notice=notices_of([line_id]).get(line_id),
        removal=removal_of(line_id),
        has_letter=DecisionLetter.objects.filter(line_id=line_id).exists(),
        signatures=AgreementSignature.objects.filter(line_id=line_id).count(),
    )


@dataclass(frozen=True, slots=True)
class _Names:
    """A provider reads its own people's names and, of the lead, the authority's."""

    actor: Actor
    provider_id: UUID
    provider_name: str
    lead_name: str

    def of(self, name: str | None, organisation_id: UUID | None) -> str:
        if name is None:
            return "By the clock"
        if self.actor.is_provider and organisation_id != self.provider_id:
            return self.lead_name
        return name


def _may_read(actor: Actor, line: LineRow, lead_id: UUID) -> bool:
    if actor.is_provider:
        return actor.organisation_id == line.provider_id
    return actor.is_council and actor.organisation_id == lead_id and actor.holds(*LEAD_SIGNERS)


_REMOVAL = {
    "proposed": "Removal proposed",
    "answered": "The provider answered",
    "dropped": "Removal dropped: the place stays",
}


def _happenings(line_id: UUID, seen: _Names) -> Iterator[Happening]:
    who = ("by__name", "by__organisation_id")
    for became, at, because, *by in (
        LineState.objects.filter(line_id=line_id).order_by("at", "id").values_list("became", "at", "because", *who)
    ):
        standing = LineStanding(became)
        yield Happening(at, standing.label, seen.of(*by), because, standing)
    signed = AgreementSignature.objects.filter(line_id=line_id).order_by("place")
    for place, at, version, *by in signed.values_list(
        "place", "at", "terms_version", "person__name", "person__organisation_id"
    ):
        side = "provider" if place == 1 else "lead authority"
        yield Happening(at, f"Agreement signed for the {side}", seen.of(*by), f"Terms, version {version}")
    for at in DecisionLetter.objects.filter(line_id=line_id).values_list("at", flat=True):
        yield Happening(at, "Decision letter sent", seen.lead_name, "")
    accepted = TermsAcceptance.objects.filter(line_id=line_id)
    for at, label, *by in accepted.values_list("at", "terms__label", "person__name", "person__organisation_id"):
        yield Happening(at, "New terms accepted", seen.of(*by), f"Version {label}")
    for given, leaves_on, because, at, *by in LineNotice.objects.filter(line_id=line_id).values_list(
        "given", "leaves_on", "because", "at", *who
    ):
        title = f"Notice given: leaves on {leaves_on:%-d %B %Y}" if given else "Notice taken back"
        yield Happening(at, title, seen.of(*by), because)
    for step, words, at, *by in RemovalStep.objects.filter(line_id=line_id).values_list("step", "words", "at", *who):
        yield Happening(at, _REMOVAL[step], seen.of(*by), words)
