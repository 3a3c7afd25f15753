"""What a provider sees of its own lines and applications (Q2, A1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Max

from fairplace.dps.market.queries.categories import CategoryRow, categories
from fairplace.dps.market.queries.the_system import partners
from fairplace.dps.market.rules.category_content import CategoryContent, Question
from fairplace.dps.market.rules.exclusion_grounds import Ground
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
from fairplace.dps.qualification.queries.line_form import LineForm, line_forms
from fairplace.dps.qualification.queries.line_row import LineRow, lines_where
from fairplace.dps.qualification.queries.what_is_left import WhatsLeft, contents_asked, left_of, standing_of
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


@dataclass(frozen=True, slots=True)
class ProviderApplication:
    """The whole application as its provider works on it. elsewhere: its lines of other applications that live on.

    offer: the codes of questions about the provider that belong to stage 2. grounds: for exclusion, of the regime.
    councils: by ONS code, where a category has caps of their own. cover_rule: why an insurance may follow; else "".
    """

    application: ApplicationSummary
    answers: dict[str, dict[str, Any]]
    questions: list[Question]
    offer: frozenset[str]
    grounds: tuple[Ground, ...]
    cover_rule: str
    councils: dict[str, str]
    lines: list[LineForm]
    establishments: list[EstablishmentRow]
    categories: list[CategoryRow]
    evidence: list[EvidenceRow]
    read_left: Callable[[], WhatsLeft]
    failed: dict[UUID, list[FailedCriterion]]
    elsewhere: list[LineRow]

    @property
    def left(self) -> WhatsLeft:
        """What is left of every line: worked out when it is first asked for, which a page of one line never does."""
        return self.read_left()

    @property
    def outdated(self) -> list[CategoryRow]:
        """The categories whose criteria have changed since a line of this application was begun (P3)."""
        versions = {(form.line.category_id, form.line.category_version_id) for form in self.lines}
        return [row for row in self.categories if any(c == row.id and v != row.version_id for c, v in versions)]

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


def application_of(actor: Actor, application_id: UUID, at: datetime) -> ProviderApplication:
    """The provider's own application; NotThere for anybody else's. A fixed number of statements."""
    application = Application.objects.select_related("system").filter(id=application_id).first()
    if application is None:
        raise NotThere
    check_may_fill_in(actor, application.provider_id)
    establishments = establishments_of(application.provider_id)
    places = {row.id: row for row in establishments}
    sent = application.submitted_at is not None
    every = lines_where(provider_id=application.provider_id)
    rows = [
        line
        for line in every
        if line.application_id == application.id
        and (line.standing is LineStanding.DRAFT or (sent and line.standing is not LineStanding.WITHDRAWN))
    ]
    lines = line_forms(rows, places)
    known = categories()
    contents = contents_asked(lines)
    standing = standing_of(application.provider_id, application.system.regime, at.astimezone(LONDON).date())
    drafts = [form for form in lines if form.line.standing is LineStanding.DRAFT]
    return ProviderApplication(
        application=ApplicationSummary(
            application.id,
            application.reference,
            application.started_at,
            application.submitted_at,
            application.decide_by,
            application.sent_sha256,
        ),
        answers=application.answers,
        questions=provider_questions(contents),
        offer=stage_two(contents),
        grounds=tuple(standing.grounds),
        cover_rule=_cover_rule(application.system.regime) if standing.cover_may_follow else "",
        councils=_councils(contents),
        lines=lines,
        establishments=establishments,
        categories=known,
        evidence=list(standing.library),
        read_left=cache(lambda: left_of(contents, application.answers, drafts, standing)),
        elsewhere=[line for line in every if line.application_id != application.id and line.standing not in _OVER],
        failed=failed_criteria([line.id for line in rows if line.standing is LineStanding.REFUSED]),
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
