"""One document that a question asks for: what the evidence library has, and a form for another (§7.4, Q6)."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.organisations.actions.add_evidence import add_evidence
from fairplace.dps.organisations.rules.evidence_kinds import EVIDENCE_KINDS
from fairplace.dps.qualification.actions.answer_line_questions import answer_line_questions
from fairplace.dps.qualification.actions.answer_provider_questions import answer_provider_questions
from fairplace.dps.qualification.queries.line_form import LineForm
from fairplace.dps.qualification.queries.provider_places import ProviderApplication
from fairplace.dps.qualification.rules.answers import is_committed
from fairplace.dps.qualification.rules.completeness import named
from fairplace.dps.qualification.rules.insurance import best_held, insurance_fault
from fairplace.dps.qualification.rules.questions import stage_two
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.own import back_href, back_to, check_open, line_title, today, unsent
from fairplace.web.provider.evidence.evidence_form import EvidenceForm
from fairplace.web.provider.roles import FILL_IN


@page(Audience.PROVIDER, roles=FILL_IN)
def document(request: PageRequest, application_id: UUID, code: str) -> HttpResponse:
    row = unsent(request, application_id)
    return _document(request, row, None, _asked(row.questions, code))


@page(Audience.PROVIDER, roles=FILL_IN)
def line_document(request: PageRequest, application_id: UUID, line_id: UUID, code: str) -> HttpResponse:
    row = unsent(request, application_id, line_id)
    line = row.line(line_id)
    return _document(request, row, line, _asked(line.questions, code))


def _asked(questions: list[Question], code: str) -> Question:
    found = next((one for one in questions if one.code == code and one.kind == "evidence"), None)
    if found is None:
        raise NotThere
    return found


def _document(
    request: PageRequest, row: ProviderApplication, line: LineForm | None, question: Question
) -> HttpResponse:
    if question.code in (stage_two([line.content]) if line else row.offer):
        check_open(row, line)
    kind = EVIDENCE_KINDS[question.evidence]
    place = line.establishment if line else None
    about = place.id if place and kind.of != "provider" else None
    if request.method == "POST" and "commit" in request.POST and row.cover_rule and question.minimum:
        return _commit(request, row, line, question)
    form = EvidenceForm(request.POST if request.method == "POST" else None, request.FILES or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            add_evidence(
                actor=request.actor, kind=kind.code, establishment_id=about, at=request.now, **form.cleaned_data
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            return back_to(row, line)
    on = today(request)
    return render(
        request,
        "web/provider/applications/document.jinja",
        row=row,
        form=form,
        question=question,
        name=named(question),
        subtitle=line_title(line) if line else f"Application {row.application.reference}",
        held=best_held(question.evidence, row.evidence, on, place.id if place else None),
        fault=insurance_fault(question, row.evidence, on, place.id if place else None),
        back=back_href(row, line),
        may_commit=bool(row.cover_rule) and question.minimum is not None,
        committed=is_committed(question, (line.answers if line else row.answers).get(question.code, {})),
    )


def _commit(request: PageRequest, row: ProviderApplication, line: LineForm | None, question: Question) -> HttpResponse:
    """The provider's word to hold the insurance by the award, where the regime asks for no more."""
    said = {question.code: {"committed": request.POST["commit"]}}
    if line is None:
        answer_provider_questions(actor=request.actor, application_id=row.application.id, answers=said, at=request.now)
    else:
        answer_line_questions(actor=request.actor, line_id=line.line.id, answers=said, at=request.now)
    return back_to(row, line)
