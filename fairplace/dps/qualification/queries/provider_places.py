"""What a provider sees of its own lines and applications (Q2, A1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max

from fairplace.dps.market.queries.categories import CategoryRow, categories, content_of
from fairplace.dps.market.queries.the_system import partners
from fairplace.dps.market.rules.category_content import CategoryContent, Question
from fairplace.dps.market.rules.exclusion_grounds import Ground, grounds_of
from fairplace.dps.market.rules.regimes import regime_of
from fairplace.dps.organisations.queries.establishments import EstablishmentRow, establishments_of
from fairplace.dps.organisations.queries.evidence import EvidenceRow
from fairplace.dps.qualification.models import (
    AgreementSignature,
    Application,
    DecisionLetter,
    LineState,
)
from fairplace.dps.qualification.permissions import check_may_fill_in
from fairplace.dps.qualification.queries.failed_criteria import FailedCriterion, failed_criteria
from fairplace.dps.qualification.queries.line_form import LineForm, forms_of, read_json
from fairplace.dps.qualification.queries.line_row import LineRow, lines_where
from fairplace.dps.qualification.queries.what_is_left import WhatsLeft, contents_asked, left_of, standing_of
from fairplace.dps.qualification.rules.completeness import Standing
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.dps.qualification.rules.questions import provider_questions, stage_two
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere
from fairplace.foundations.kernel.working_days import LONDON

_OVER = {LineStanding.REFUSED, LineStanding.WITHDRAWN, LineStanding.LEFT, LineStanding.REMOVED}


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A line with what its provider needs to know. because: the words of its last change."""

    line: LineRow
    because: str
    decide_by: date | None
    signed: int
    has_letter: bool


@dataclass(frozen=True, slots=True)
class ApplicationSummary:
    """An application of the provider."""

    id: UUID
    reference: str
    started_at: datetime
    submitted_at: datetime | None
    decide_by: date | None
    sent_sha256: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on one page. unsent: the application being written, if any."""

    lines: list[PlaceLine]
    unsent: ApplicationSummary | None
    sent: list[ApplicationSummary]
    establishments: list[EstablishmentRow]


@dataclass(frozen=True)
class ProviderApplication:
    """The whole application as its provider works on it; what only some pages show is read when it is asked for.

    lines: all of it, or the one that the page is about; number_of_lines: of the whole. versions: category and version
    of every line. offer: the codes of questions about the provider that belong to stage 2. grounds: for exclusion, of
    the regime. number_of_places: that the provider has added. cover_rule: why an insurance may follow; else "".
    """

    application: ApplicationSummary
    provider_id: UUID
    answers: dict[str, dict[str, Any]]
    lines: list[LineForm]
    number_of_lines: int
    number_of_places: int
    versions: frozenset[tuple[UUID, UUID]]
    contents: list[CategoryContent]
    questions: list[Question]
    offer: frozenset[str]
    regime: str
    on: date

    @cached_property
    def standing(self) -> Standing:
        return standing_of(self.provider_id, self.regime, self.on)

    @property
    def evidence(self) -> list[EvidenceRow]:
        return list(self.standing.library)

    @property
    def grounds(self) -> tuple[Ground, ...]:
        return tuple(grounds_of(self.regime))

    @property
    def cover_rule(self) -> str:
        return _cover_rule(self.regime) if self.standing.cover_may_follow else ""

    @cached_property
    def councils(self) -> dict[str, str]:
        """By ONS code, where a category has a cap of one council's own (Q8)."""
        return _councils(self.contents)

    @cached_property
    def categories(self) -> list[CategoryRow]:
        return categories()

    @cached_property
    def establishments(self) -> list[EstablishmentRow]:
        return establishments_of(self.provider_id)

    @cached_property
    def elsewhere(self) -> list[LineRow]:
        """The provider's lines of other applications that live on."""
        every = lines_where(provider_id=self.provider_id)
        return [line for line in every if line.application_id != self.application.id and line.standing not in _OVER]

    @cached_property
    def failed(self) -> dict[UUID, list[FailedCriterion]]:
        """Of its refused lines."""
        return failed_criteria([form.line.id for form in self.lines if form.line.standing is LineStanding.REFUSED])

    @cached_property
    def left(self) -> WhatsLeft:
        """What is left about the provider and of the lines read."""
        drafts = [form for form in self.lines if form.line.standing is LineStanding.DRAFT]
        return left_of(self.contents, self.answers, drafts, self.standing)

    @property
    def outdated(self) -> list[CategoryRow]:
        """The categories whose criteria have changed since a line of this application was begun (P3)."""
        return [row for row in self.categories if any(c == row.id and v != row.version_id for c, v in self.versions)]

    def line(self, line_id: UUID) -> LineForm:
        """One of its lines; NotThere for any other."""
        for form in self.lines:
            if form.line.id == line_id:
                return form
        raise NotThere


def overview(actor: Actor) -> Overview:
    """Any person of the provider may look."""
    if not actor.is_provider or actor.organisation_id is None:
        raise NotThere
    found = Application.objects.filter(provider_id=actor.organisation_id).order_by("-started_at")
    fields = tuple(ApplicationSummary.__dataclass_fields__)
    every = [ApplicationSummary(*row) for row in found.values_list(*fields)]
    decide_by = {one.id: one.decide_by for one in every}
    lines = lines_where(provider_id=actor.organisation_id)
    shown = [line for line in lines if line.standing not in {LineStanding.DRAFT, LineStanding.WITHDRAWN}]
    because, signed = _last_words(shown), _signatures(shown)
    letters = set(
        DecisionLetter.objects.filter(line__provider_id=actor.organisation_id).values_list("line_id", flat=True)
    )
    return Overview(
        lines=[
            PlaceLine(
                line,
                because.get(line.id, ""),
                decide_by.get(line.application_id),
                signed.get(line.id, 0),
                line.id in letters,
            )
            for line in shown
        ],
        unsent=next((one for one in every if one.submitted_at is None), None),
        sent=[one for one in every if one.submitted_at is not None],
        establishments=establishments_of(actor.organisation_id),
    )


_APPLICATION = """
    SELECT a.id, a.reference, a.started_at, a.submitted_at, a.decide_by, a.sent_sha256, a.provider_id, a.answers,
           s.regime, (SELECT count(*) FROM organisations_establishment WHERE provider_id = a.provider_id),
           (SELECT jsonb_agg(jsonb_build_array(category_id, category_version_id, lines)
                             ORDER BY position, category_version_id)
              FROM (SELECT l.category_id, l.category_version_id, k.position, count(*) AS lines
                      FROM qualification_line l JOIN market_category k ON k.id = l.category_id
                     WHERE l.application_id = a.id
                       AND (l.state = 'draft' OR (a.submitted_at IS NOT NULL AND l.state <> 'withdrawn'))
                     GROUP BY l.category_id, l.category_version_id, k.position) of_its_lines)
      FROM qualification_application a JOIN market_purchasingsystem s ON s.id = a.system_id
     WHERE a.id = %s
"""


def application_of(
    actor: Actor, application_id: UUID, at: datetime, line_id: UUID | None = None
) -> ProviderApplication:
    """The provider's own application; NotThere for anybody else's. line_id: with this line alone, for a page about it.

    A fixed number of statements.
    """
    with connection.cursor() as cursor:
        cursor.execute(_APPLICATION, [application_id])
        found = cursor.fetchone()
    if found is None:
        raise NotThere
    provider_id, answers, regime, places, of_its_lines = found[6:]
    check_may_fill_in(actor, provider_id)
    lines = forms_of(application_id, line_id=line_id)
    if line_id is not None and not lines:
        raise NotThere
    versions = [(UUID(category), UUID(version), number) for category, version, number in read_json(of_its_lines)]
    contents = contents_asked(content_of(version) for _, version, _ in versions)
    return ProviderApplication(
        application=ApplicationSummary(*found[:6]),
        provider_id=provider_id,
        answers=read_json(answers),
        lines=lines,
        number_of_lines=sum(number for *_, number in versions),
        number_of_places=places,
        versions=frozenset((category, version) for category, version, _ in versions),
        contents=contents,
        questions=provider_questions(contents),
        offer=stage_two(contents),
        regime=regime,
        on=at.astimezone(LONDON).date(),
    )


def _cover_rule(regime: str) -> str:
    """The regime's rule on insurance with its source, in words."""
    return next((f"{rule.text} ({rule.source})" for rule in regime_of(regime).rules if rule.code == "insurance"), "")


def _councils(contents: list[CategoryContent]) -> dict[str, str]:
    """ONS code to name, where a category has a cap of one council's own (Q8)."""
    if not any(cap.council for content in contents for cap in content.caps):
        return {}
    return {partner.ons_code: partner.name for partner in partners()}


def _last_words(lines: list[LineRow]) -> dict[UUID, str]:
    rows = LineState.objects.filter(line_id__in=[line.id for line in lines]).order_by("line_id", "-at", "-id")
    return dict(rows.distinct("line_id").values_list("line_id", "because"))


def _signatures(lines: list[LineRow]) -> dict[UUID, int]:
    rows = AgreementSignature.objects.filter(line_id__in=[line.id for line in lines])
    return dict(rows.values("line_id").annotate(last=Max("place")).values_list("line_id", "last"))
