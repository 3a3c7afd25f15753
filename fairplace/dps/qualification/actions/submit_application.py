"""Send an application to the lead authority (Q2, Q13)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import categories, content_of
from fairplace.dps.market.queries.entry import entries
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.regimes import regime_of
from fairplace.dps.organisations.queries.establishments import establishments_of
from fairplace.dps.organisations.queries.evidence import EvidenceRow, evidence_of
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.carry_judgements import carry_judgements
from fairplace.dps.qualification.actions.move_line import move_lines
from fairplace.dps.qualification.actions.own_application import lock_draft_lines
from fairplace.dps.qualification.actions.rounds import join_rounds
from fairplace.dps.qualification.actions.tell_people import tell_people
from fairplace.dps.qualification.models import Application, Line
from fairplace.dps.qualification.permissions import check_may_apply
from fairplace.dps.qualification.queries.application_file import written_now
from fairplace.dps.qualification.queries.what_is_left import whats_left
from fairplace.dps.qualification.rules.application_file import text_digest
from fairplace.dps.qualification.rules.clock import decide_by
from fairplace.dps.qualification.rules.insurance import best_held
from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.dps.qualification.rules.questions import line_questions, provider_questions
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.working_days import LONDON, add_working_days


@transaction.atomic
def submit_application(*, actor: Actor, application_id: UUID, at: datetime) -> str:
    """Returns the reference. Refused while anything is left; the certificates in force are fixed with it."""
    check_may_apply(actor)
    application, locked = lock_draft_lines(actor, application_id)
    lines = list(locked.values())
    today = at.astimezone(LONDON).date()
    left = whats_left(application_id, today)
    if not left.lines:
        raise Refused("Choose at least one category for one of your places first.")
    _check_criteria_and_entry(lines, at)
    if left.count:
        raise Refused(f"Not ready yet: {left.first}.")
    _fix_evidence(application, lines, at)
    application.submitted_at, application.submitted_by_id = at, actor.person_id
    usual, together = decide_by(at, regime_of(the_system().regime).decide_within), join_rounds(lines, at)
    application.decide_by = max(usual, add_working_days(together, 0)) if together else usual
    application.sent_text = written_now(application)
    application.sent_sha256 = text_digest(application.sent_text)
    application.save(update_fields=["answers", "submitted_at", "submitted_by", "decide_by", "sent_text", "sent_sha256"])
    carry_judgements(lines, application.answers, at=at)
    move_lines(lines, LineStanding.APPLIED, actor=actor, at=at)
    audit.record(
        actor=actor,
        kind=events.APPLICATION_SUBMITTED,
        subject=application,
        about=application,
        reference=application.reference,
        lines=[line.id for line in lines],
        decide_by=application.decide_by,
        sha256=application.sent_sha256,
    )
    _tell(actor, application)
    return application.reference


def _check_criteria_and_entry(lines: list[Line], at: datetime) -> None:
    """Refused under criteria that are no longer in force (P3), and while a category is closed (P4)."""
    known, open_ = {row.id: row for row in categories()}, entries(at)
    for category_id, version_id in {(line.category_id, line.category_version_id) for line in lines}:
        category = known.get(category_id)
        if category is None or category.version_id != version_id:
            name = category.name if category else "One category"
            raise Refused(
                f"{name}: the criteria have changed since you wrote your answers. Bring your answers up to date first."
            )
        if not open_[category_id].open:
            raise Refused(f"{category.name}: {open_[category_id].sentence}")


def _fix_evidence(application: Application, lines: list[Line], at: datetime) -> None:
    """Which documents counted on this day: about the provider on the application, about a place on its line."""
    library, today = evidence_of(application.provider_id), at.astimezone(LONDON).date()
    contents = {line.id: content_of(line.category_version_id) for line in lines}
    for question in provider_questions(contents.values()):
        if question.kind == "evidence":
            held = best_held(question.evidence, library, today)
            application.answers[question.code] = _fixed(held, application.answers.get(question.code, {}))
    kinds = {row.id: row.kind for row in establishments_of(application.provider_id)}
    fixed = set()
    for line in lines:
        for question in line_questions(contents[line.id], kinds[line.establishment_id]):
            if question.kind == "evidence":
                held = best_held(question.evidence, library, today, line.establishment_id)
                line.answers[question.code] = _fixed(held, line.answers.get(question.code, {}))
                fixed.add(line)
    Line.objects.bulk_update(fixed, ["answers"])


def _fixed(held: EvidenceRow | None, said: Mapping[str, str]) -> dict[str, str]:
    """The document that counted; and the provider's word to hold an insurance by the award, where it gave that."""
    word = {"committed": "yes"} if said.get("committed") == "yes" else {}
    return {"evidence": str(held.id) if held else "", **word}


def _tell(actor: Actor, application: Application) -> None:
    tell_people(
        cause=f"application-received:{application.id}",
        organisation_id=application.provider_id,
        roles=(Role.BID_MANAGER,),
        subject=f"We have received your application {application.reference}",
        sentence=f"{actor.name} sent your application. You will have a decision by {application.decide_by:%-d %B %Y}.",
        path=f"/provider/places/{application.id}/",
    )
    tell_people(
        cause=f"application-to-decide:{application.id}",
        organisation_id=the_system().lead_id,
        roles=(Role.PROCUREMENT_OFFICER, Role.CONTRACT_MANAGER),
        subject=f"Application {application.reference} to decide by {application.decide_by:%-d %B %Y}",
        sentence=f"{actor.organisation_name} has applied to join.",
        path=f"/council/applications/{application.id}/",
    )
