"""What the last inspection found, and whether the place is registered (§7.4, Q4)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.organisations.rules.ratings import SCALES, Rule, Scale, Words, rules_for
from fairplace.dps.qualification.actions.answer_line_questions import answer_line_questions
from fairplace.dps.qualification.queries.line_form import LineForm
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.formats import day
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.own import back_href, back_to, line_title, unsent
from fairplace.web.provider.applications.plain_questions import add_question, plain_answer
from fairplace.web.provider.applications.question_pages import line_group
from fairplace.web.provider.roles import FILL_IN


class InspectionForm(forms.Form):
    """The scale first: choosing it shows its grades."""

    def __init__(self, *args: Any, line: LineForm, rating: Question | None, others: list[Question], **kwargs: Any):
        super().__init__(*args, **kwargs)
        if rating is not None:
            self.setting = line.establishment.kind
            self._add_rating(rating, _known(line, rating))
        for number, question in enumerate(others, start=2 if rating else 1):
            add_question(self, question, line.answers.get(question.code, {}), number)

    def _add_rating(self, question: Question, known: dict[str, Any]) -> None:
        rules = rules_for(self.setting)
        self.fields[question.code] = fields.Radios(
            question.text,
            hint=question.hint,
            label_size="m",
            initial=known["framework"],
            choices=[
                Choice(rule.scale.code, rule.scale.name, hint=_days(rule), reveals=self._asked_on(rule))
                for rule in rules
            ],
            missing="Select which scale the inspection used",
        )
        for rule in rules:
            if rule.scale.dated:
                self._add_scale(rule.scale, known if rule.scale.code == known["framework"] else {})

    def _add_scale(self, scale: Scale, known: dict[str, Any]) -> None:
        areas = scale.areas_for(self.setting)
        for area in areas:
            self.fields[f"area-{scale.code}-{area.code}"] = fields.Select(
                area.name,
                choices=[Choice("", "Not on this report" if area.optional else "Select"), *_choices(area.words)],
                initial=known.get("areas", {}).get(area.code),
                required=not area.optional,
                mark_optional=False,
                missing=f"{area.name}: select what the report says",
            )
        if not areas:
            self.fields[f"grade-{scale.code}"] = fields.Radios(
                "What did it find?",
                choices=_choices(scale.found),
                initial=known.get("rating"),
                missing="Select what the inspection found",
            )
        self.fields[f"date-{scale.code}"] = fields.Date(
            "Date of the inspection",
            hint="For example, 14 5 2025",
            initial=date.fromisoformat(known["rated_on"]) if known.get("rated_on") else None,
        )

    def _asked_on(self, rule: Rule) -> tuple[str, ...]:
        """The fields that belong to a scale."""
        scale = rule.scale
        if not scale.dated:
            return ()
        areas = tuple(f"area-{scale.code}-{area.code}" for area in scale.areas_for(self.setting))
        return (*(areas or (f"grade-{scale.code}",)), f"date-{scale.code}")

    def rating_answer(self, question: Question) -> dict[str, Any]:
        """The answer as the action takes it; a place not inspected yet has one grade and no date."""
        scale = SCALES[self.cleaned_data[question.code]]
        if not scale.dated:
            return {"framework": scale.code, "rating": scale.found[0][0], "rated_on": None}
        said = {
            area.code: self.cleaned_data[f"area-{scale.code}-{area.code}"] for area in scale.areas_for(self.setting)
        }
        return {
            "framework": scale.code,
            "rating": self.cleaned_data.get(f"grade-{scale.code}", ""),
            "rated_on": self.cleaned_data[f"date-{scale.code}"],
            "areas": {area: words for area, words in said.items() if words},
        }


def _choices(words: Words) -> list[Choice]:
    return [Choice(one, one) for one, _ in words]


def _days(rule: Rule) -> str:
    """When the scale is in use, where it has not always been."""
    if rule.begins and rule.ends:
        return f"Inspections from {day(rule.begins)} to {day(rule.ends)}"
    if rule.begins:
        return f"Inspections from {day(rule.begins)}"
    return f"Inspections until {day(rule.ends)}" if rule.ends else ""


@page(Audience.PROVIDER, roles=FILL_IN)
def inspection(request: PageRequest, application_id: UUID, line_id: UUID) -> HttpResponse:
    row = unsent(request, application_id, line_id)
    line = row.line(line_id)
    asked = [question for question in line.questions if line_group(line, question) == "inspection"]
    rating = next((question for question in asked if question.kind == "rating"), None)
    others = [question for question in asked if question.kind in {"yes_no", "text"}]
    if rating is None and not others:
        raise NotThere
    form = InspectionForm(request.POST if request.method == "POST" else None, line=line, rating=rating, others=others)
    if request.method == "POST" and form.is_valid():
        answers: dict[str, dict[str, Any]] = {question.code: plain_answer(form, question) for question in others}
        if rating is not None:
            answers[rating.code] = form.rating_answer(rating)
        try:
            answer_line_questions(actor=request.actor, line_id=line_id, answers=answers, at=request.now)
        except Refused as refused:
            form.refuse(refused, field=_field(form, rating, refused))
        else:
            return back_to(row, line)
    return render(
        request,
        "web/provider/applications/questions.jinja",
        row=row,
        form=form,
        questions=[*([rating] if rating else []), *others],
        question_title="Inspection and registration",
        subtitle=line_title(line),
        back=back_href(row, line),
    )


def _field(form: InspectionForm, rating: Question | None, refused: Refused) -> str | None:
    names = {"rating": "grade-{}", "areas": "area-{}-safeguarding", "rated_on": "date-{}", "framework": "date-{}"}
    if rating is None or refused.field not in names:
        return None
    return names[refused.field].format(form.cleaned_data[rating.code])


def _known(line: LineForm, question: Question) -> dict[str, Any]:
    """What was answered here, else what the establishment's record says."""
    answer = line.answers.get(question.code, {})
    place = line.establishment
    return {
        "framework": answer.get("framework") or place.rating_framework,
        "rating": answer.get("rating") or place.rating,
        "rated_on": answer.get("rated_on") or (place.rated_on.isoformat() if place.rated_on else ""),
        "areas": answer.get("areas") or place.rating_areas,
    }
