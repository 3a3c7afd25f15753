"""What the last inspection found, and whether the place is registered (§7.4, Q4)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.organisations.rules.ratings import SCALES
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.actions.answer_line_questions import answer_line_questions
from fairplace.dps.qualification.queries.provider_places import LineForm
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.own import back_to, unsent
from fairplace.web.provider.applications.yes_no import add_yes_no, yes_no_answer


class InspectionForm(forms.Form):
    """The scale first: choosing it shows its grades."""

    def __init__(self, *args: Any, line: LineForm, rating: Question | None, others: list[Question], **kwargs: Any):
        super().__init__(*args, **kwargs)
        if rating is not None:
            self._add_rating(rating, _known(line, rating))
        for number, question in enumerate(others, start=2 if rating else 1):
            add_yes_no(self, question, line.answers.get(question.code, {}), number)

    def _add_rating(self, question: Question, known: dict[str, str]) -> None:
        self.fields[question.code] = fields.Radios(
            question.text,
            hint=question.hint,
            label_size="m",
            initial=known["framework"],
            choices=[
                Choice(
                    scale.code, scale.name, reveals=(f"grade-{scale.code}", f"date-{scale.code}") if scale.dated else ()
                )
                for scale in SCALES.values()
            ],
            missing="Select which scale the inspection used",
        )
        for scale in SCALES.values():
            if scale.dated:
                here = scale.code == known["framework"]
                self.fields[f"grade-{scale.code}"] = fields.Radios(
                    "What did it find?",
                    choices=[(grade, grade) for grade, _ in scale.grades],
                    initial=known["rating"] if here else None,
                    missing="Select what the inspection found",
                )
                self.fields[f"date-{scale.code}"] = fields.Date(
                    "Date of the inspection",
                    hint="For example, 14 5 2025",
                    initial=date.fromisoformat(known["rated_on"]) if here and known["rated_on"] else None,
                )

    def rating_answer(self, question: Question) -> dict[str, Any]:
        """The answer as the action takes it; a place not inspected yet has one grade and no date."""
        scale = SCALES[self.cleaned_data[question.code]]
        if not scale.dated:
            return {"framework": scale.code, "rating": scale.grades[0][0], "rated_on": None}
        return {
            "framework": scale.code,
            "rating": self.cleaned_data[f"grade-{scale.code}"],
            "rated_on": self.cleaned_data[f"date-{scale.code}"],
        }


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def inspection(request: PageRequest, application_id: UUID, line_id: UUID) -> HttpResponse:
    row = unsent(request, application_id)
    line = row.line(line_id)
    asked = [question for question in line.content.questions if question.level == "establishment"]
    rating = next((question for question in asked if question.kind == "rating"), None)
    others = [question for question in asked if question.kind == "yes_no"]
    form = InspectionForm(request.POST if request.method == "POST" else None, line=line, rating=rating, others=others)
    if request.method == "POST" and form.is_valid():
        answers: dict[str, dict[str, Any]] = {question.code: yes_no_answer(form, question) for question in others}
        if rating is not None:
            answers[rating.code] = form.rating_answer(rating)
        try:
            answer_line_questions(actor=request.actor, line_id=line_id, answers=answers, at=request.now)
        except Refused as refused:
            form.refuse(refused, field=_field(form, rating, refused))
        else:
            return back_to(row)
    return render(
        request,
        "web/provider/applications/questions.jinja",
        row=row,
        form=form,
        questions=[*([rating] if rating else []), *others],
        question_title="Inspection and registration",
        subtitle=f"{line.establishment.name}: {line.line.category_name}",
    )


def _field(form: InspectionForm, rating: Question | None, refused: Refused) -> str | None:
    if rating is None or refused.field not in {"rating", "rated_on"}:
        return None
    kind = "grade" if refused.field == "rating" else "date"
    return f"{kind}-{form.cleaned_data[rating.code]}"


def _known(line: LineForm, question: Question) -> dict[str, str]:
    """What was answered here, else what the establishment's record says."""
    answer = line.answers.get(question.code, {})
    place = line.establishment
    return {
        "framework": answer.get("framework") or place.rating_framework,
        "rating": answer.get("rating") or place.rating,
        "rated_on": answer.get("rated_on") or (place.rated_on.isoformat() if place.rated_on else ""),
    }
