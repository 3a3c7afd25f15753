"""Send an application to the lead authority (Q2, Q13)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from fairplace.dps.market.queries.categories import categories
from fairplace.dps.market.queries.entry import Entry, category_entries
from fairplace.dps.market.queries.the_system import the_system
from fairplace.dps.market.rules.category_content import CategoryContent
from fairplace.dps.market.rules.regimes import regime_of
from fairplace.dps.organisations.queries.evidence import EvidenceRow
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification import events
from fairplace.dps.qualification.actions.carry_judgements import carry_judgements
from fairplace.dps.qualification.actions.move_line import send_lines
from fairplace.dps.qualification.actions.own_application import lock_draft
from fairplace.dps.qualification.actions.rounds import join_rounds
from fairplace.dps.qualification.actions.tell_people import Told, tell_all
from fairplace.dps.qualification.models import Application, Line
from fairplace.dps.qualification.permissions import check_may_apply
from fairplace.dps.qualification.queries.application_file import written_text
from fairplace.dps.qualification.queries.line_form import LineForm, drafts_of
from fairplace.dps.qualification.queries.line_row import LineRow
from fairplace.dps.qualification.queries.what_is_left import contents_asked, left_of, standing_of
from fairplace.dps.qualification.rules.application_file import text_digest
from fairplace.dps.qualification.rules.clock import decide_by
from fairplace.dps.qualification.rules.completeness import Standing
from fairplace.dps.qualification.rules.insurance import best_held
from fairplace.dps.qualification.rules.questions import provider_questions
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.kernel.working_days import LONDON, add_working_days


@transaction.atomic
def submit_application(*, actor: Actor, application_id: UUID, at: datetime) -> str:
    """Returns the reference. Refused while anything is left; the certificates in force are fixed with it."""
    check_may_apply(actor)
    application = lock_draft(actor, application_id)
    forms, system = drafts_of(application_id, lock=True), the_system()
    if not forms:
        raise Refused("Choose at least one category for one of your places first.")
    entry = {row.id: row.entry for row in category_entries(system.id, at)}
    _check_criteria_and_entry([form.line for form in forms], entry)
    contents = contents_asked(form.content for form in forms)
    standing = standing_of(application.provider_id, system.regime, at.astimezone(LONDON).date())
    if (left := left_of(contents, application.answers, forms, standing)).count:
        raise Refused(f"Not ready yet: {left.first}.")
    _fix_evidence(application, forms, contents, standing)
    application.submitted_at, application.submitted_by_id = at, actor.person_id
    together = join_rounds([form.line for form in forms], entry)
    usual = decide_by(at, regime_of(system.regime).decide_within)
    application.decide_by = max(usual, add_working_days(together, 0)) if together else usual
    application.sent_text = written_text(application, forms)
    application.sent_sha256 = text_digest(application.sent_text)
    application.save(update_fields=["answers", "submitted_at", "submitted_by", "decide_by", "sent_text", "sent_sha256"])
    carry_judgements(forms, application.answers, at=at)
    lines = [form.line.id for form in forms]
    send_lines(lines, actor=actor, at=at)
    audit.record(
        actor=actor,
        kind=events.APPLICATION_SUBMITTED,
        subject=application,
        about=application,
        reference=application.reference,
        lines=lines,
        decide_by=application.decide_by,
        sha256=application.sent_sha256,
    )
    _tell(actor, application, system.lead_id)
    return application.reference


def _check_criteria_and_entry(lines: list[LineRow], entry: Mapping[UUID, Entry]) -> None:
    """Refused under criteria that are no longer in force (P3), and while a category is closed (P4)."""
    known = {row.id: row for row in categories()}
    for category_id, version_id in {(line.category_id, line.category_version_id) for line in lines}:
        category = known.get(category_id)
        if category is None or category.version_id != version_id:
            name = category.name if category else "One category"
            raise Refused(
                f"{name}: the criteria have changed since you wrote your answers. Bring your answers up to date first."
            )
        if not entry[category_id].open:
            raise Refused(f"{category.name}: {entry[category_id].sentence}")


def _fix_evidence(
    application: Application, forms: list[LineForm], contents: list[CategoryContent], standing: Standing
) -> None:
    """Which documents counted on this day: about the provider on the application, about a place on its line."""
    for question in provider_questions(contents):
        if question.kind == "evidence":
            held = best_held(question.evidence, standing.library, standing.on)
            application.answers[question.code] = _fixed(held, application.answers.get(question.code, {}))
    fixed = []
    for form in forms:
        asked = [question for question in form.questions if question.kind == "evidence"]
        for question in asked:
            held = best_held(question.evidence, standing.library, standing.on, form.establishment.id)
            form.answers[question.code] = _fixed(held, form.answers.get(question.code, {}))
        if asked:
            fixed.append(Line(id=form.line.id, answers=form.answers))
    Line.objects.bulk_update(fixed, ["answers"])


def _fixed(held: EvidenceRow | None, said: Mapping[str, str]) -> dict[str, str]:
    """The document that counted; and the provider's word to hold an insurance by the award, where it gave that."""
    word = {"committed": "yes"} if said.get("committed") == "yes" else {}
    return {"evidence": str(held.id) if held else "", **word}


def _tell(actor: Actor, application: Application, lead_id: UUID) -> None:
    day = f"{application.decide_by:%-d %B %Y}"
    tell_all(
        [
            Told(
                cause=f"application-received:{application.id}",
                organisation_id=application.provider_id,
                roles=(Role.BID_MANAGER,),
                subject=f"We have received your application {application.reference}",
                sentence=f"{actor.name} sent your application. You will have a decision by {day}.",
                path=f"/provider/places/{application.id}/",
            ),
            Told(
                cause=f"application-to-decide:{application.id}",
                organisation_id=lead_id,
                roles=(Role.PROCUREMENT_OFFICER, Role.CONTRACT_MANAGER),
                subject=f"Application {application.reference} to decide by {day}",
                sentence=f"{actor.organisation_name} has applied to join.",
                path=f"/council/applications/{application.id}/",
            ),
        ]
    )
