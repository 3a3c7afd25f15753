"""Suspend an accredited line for all councils at once (A3)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.queries.terms import TermsRow
from fairplace.dps.market.rules.terms_content import NOT_ACCEPTED
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.move_line import move_line
from fairplace.dps.qualification.actions.own_application import lock_line, lock_lines
from fairplace.dps.qualification.actions.tell_people import tell_people
from fairplace.dps.qualification.models import Line
from fairplace.dps.qualification.permissions import check_may_assess
from fairplace.dps.qualification.queries.line_row import line_rows
from fairplace.dps.qualification.queries.terms_held import asked_lines, suspension_grounds
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.working_days import LONDON


@transaction.atomic
def suspend_line(*, actor: Actor, line_id: UUID, criterion: str, because: str, at: datetime) -> None:
    """criterion: a pass or fail criterion that is no longer met, or a ground in the terms that the line stands under.

    On nothing else: a council cannot just ask (§7.20).
    """
    check_may_assess(actor)
    line = lock_line(line_id)
    if not because.strip():
        raise Refused("Say what is no longer met, and what puts it right.", "because")
    rests_on = {one.code for one in content_of(line.category_version_id).criteria if one.method == "pass_fail"}
    rests_on |= {ground.code for ground in suspension_grounds(line_rows([line_id])[line_id])}
    if criterion not in rests_on:
        raise Refused("Choose the criterion that is no longer met, or the ground in the terms.", "criterion")
    _suspend(actor, line, criterion, because.strip(), at)


@transaction.atomic
def suspend_for_terms(*, actor: Actor, terms_id: UUID, line_ids: Collection[UUID], at: datetime) -> None:
    """The lead authority confirms, line by line, that new terms were not accepted by their date (A3, A8)."""
    check_may_assess(actor)
    if not line_ids:
        raise Refused("Select at least one place.", "lines")
    lines = lock_lines(line_ids)
    asked = {row.line.id: row for row in asked_lines(id__in=list(line_ids)) if row.asked.id == terms_id}
    for line in lines:
        if line.id not in asked or line.state != LineStanding.ACCREDITED.value:
            raise Refused("One of these places has accepted, or is suspended already. Look at the list again.")
        terms = asked[line.id].asked
        _check_date_passed(terms, at)
        _suspend(actor, line, NOT_ACCEPTED, f"Version {terms.label} of the terms was not accepted by"
                 f" {terms.accept_by:%-d %B %Y}. Accept it to be reinstated.", at)  # fmt: skip


def _check_date_passed(terms: TermsRow, at: datetime) -> None:
    if terms.accept_by is None or at.astimezone(LONDON).date() <= terms.accept_by:
        raise Refused("The date for accepting has not passed yet.")


def _suspend(actor: Actor, line: Line, criterion: str, because: str, at: datetime) -> None:
    move_line(line, LineStanding.SUSPENDED, actor=actor, at=at, because=because)
    audit.record(actor=actor, kind=events.LINE_SUSPENDED, subject=line, about=line.application_id, criterion=criterion)
    tell_people(
        cause=f"line-suspended:{line.id}:{at.isoformat()}",
        organisation_id=line.provider_id,
        roles=(Role.BID_MANAGER, Role.PROVIDER_SIGNATORY),
        subject="One of your places is suspended",
        sentence=f"It cannot be invited or bid until this is put right: {because}",
        path="/provider/places/",
    )
