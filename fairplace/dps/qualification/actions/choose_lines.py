"""Say which establishments apply in which categories (§7.6, Q2)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from fairplace.dps.market.queries.categories import CategoryRow, categories, content_of
from fairplace.dps.market.queries.entry import entry_of
from fairplace.dps.organisations.queries.establishments import EstablishmentRow, establishments_of
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.move_line import begin_line, move_line
from fairplace.dps.qualification.actions.own_application import lock_draft
from fairplace.dps.qualification.models import Application, Line
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused

Pair = tuple[UUID, UUID]
Known = tuple[dict[UUID, EstablishmentRow], dict[UUID, CategoryRow]]


@transaction.atomic
def choose_lines(*, actor: Actor, application_id: UUID, wanted: Collection[Pair], at: datetime) -> None:
    """wanted: (establishment, category) of every line of this application. Those left out are taken off it."""
    application = lock_draft(actor, application_id)
    drafts = Line.objects.select_for_update().filter(application=application, state=LineStanding.DRAFT.value)
    standing = {(line.establishment_id, line.category_id): line for line in drafts}
    if not wanted:
        raise Refused("Select at least one category for one of your places.", "lines")
    for pair, line in standing.items():
        if pair not in wanted:
            move_line(line, LineStanding.WITHDRAWN, actor=actor, at=at, because="Taken off the application")
            audit.record(actor=actor, kind=events.LINE_WITHDRAWN, subject=line, about=application)
    known = _known(application.provider_id)
    for pair in sorted(set(wanted) - set(standing)):
        _add(actor, application, pair, known, at)


@transaction.atomic
def add_line(*, actor: Actor, application_id: UUID, establishment_id: UUID, category_id: UUID, at: datetime) -> UUID:
    """One more line. Asked again for the same, the line that is there is returned."""
    application = lock_draft(actor, application_id)
    there = Line.objects.filter(
        application=application,
        establishment_id=establishment_id,
        category_id=category_id,
        state=LineStanding.DRAFT.value,
    ).first()
    if there:
        return there.id
    return _add(actor, application, (establishment_id, category_id), _known(application.provider_id), at)


def _add(actor: Actor, application: Application, pair: Pair, known: Known, at: datetime) -> UUID:
    establishment, category = known[0].get(pair[0]), known[1].get(pair[1])
    if establishment is None or category is None:
        raise NotThere
    _check_fits(establishment, category)
    check_entry(category, at)
    line = Line(
        application=application,
        provider_id=application.provider_id,
        establishment_id=establishment.id,
        category_version_id=category.version_id,
        category_id=category.id,
        state=LineStanding.DRAFT.value,
    )
    try:
        with transaction.atomic():
            line.save(force_insert=True)
    except IntegrityError:
        raise Refused(
            f"{establishment.name} already has a place, or an application, in {category.name}.", "lines"
        ) from None
    begin_line(line, actor=actor, at=at)
    audit.record(
        actor=actor,
        kind=events.LINE_ADDED,
        subject=line,
        about=application,
        establishment_id=establishment.id,
        category=category.code,
    )
    return line.id


def _known(provider_id: UUID) -> Known:
    return {row.id: row for row in establishments_of(provider_id)}, {row.id: row for row in categories()}


def check_entry(category: CategoryRow, at: datetime) -> None:
    """Refused, with when it opens, while nobody may apply (P4)."""
    entry = entry_of(category.id, at)
    if not entry.open:
        raise Refused(f"{category.name}: {entry.sentence}", "lines")


def _check_fits(establishment: EstablishmentRow, category: CategoryRow) -> None:
    if not category.filled:
        raise Refused(f"Nobody can apply for {category.name} yet: its criteria are still being agreed.", "lines")
    content = content_of(category.version_id)
    if content.settings and establishment.kind not in content.settings:
        raise Refused(
            f"{category.name} is for other kinds of place than {establishment.name}"
            f" ({establishment.kind_name.lower()}).",
            "lines",
        )
    kinds = {kind.code for kind in content.placement_kinds}
    if not kinds & set(establishment.placement_kinds):
        raise Refused(f"{establishment.name} offers no kind of placement of the category {category.name}.", "lines")
