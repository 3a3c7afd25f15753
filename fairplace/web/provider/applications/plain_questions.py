"""Questions answered by yes or no, with room to explain, or in a few words of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fairplace.dps.market.rules.category_content import Question
from fairplace.govuk import fields, forms

MOST_WORDS = 300


class QuestionsForm(forms.Form):
    """Each question with its answer; explanations and optional questions may stay empty."""

    def __init__(
        self, *args: Any, questions: list[Question], answers: Mapping[str, Mapping[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for number, question in enumerate(questions, start=1):
            add_question(self, question, answers.get(question.code, {}), number)


def add_question(form: forms.Form, question: Question, answer: Mapping[str, Any], number: int) -> None:
    """Adds the fields of one question; an explanation is asked, and required, only beside the answer that needs it."""
    if question.kind == "text":
        form.fields[question.code] = fields.LongText(
            question.text,
            hint=question.hint,
            label_size="m",
            max_words=question.most_words or MOST_WORDS,
            required=not question.optional,
            initial=answer.get("text", ""),
            missing=f"Question {number}: write your answer",
        )
        return
    explained = f"{question.code}-explained"
    reveals = {"no_reveals" if question.passes_when == "yes" else "yes_reveals": (explained,)}
    form.fields[question.code] = fields.YesNo(
        question.text,
        hint=question.hint,
        label_size="m",
        required=not question.optional,
        initial={"yes": True, "no": False}.get(answer.get("answer", "")),
        missing=f"Question {number}: select yes or no",
        **(reveals if question.passes_when else {}),  # type: ignore[arg-type]
    )
    if question.passes_when:
        form.fields[explained] = fields.LongText(
            "What happened, and what did you do about it?",
            max_words=MOST_WORDS,
            initial=answer.get("explained", ""),
            missing="Tell us what happened and what you did about it: this answer does not pass by itself",
        )


def plain_answer(form: forms.Form, question: Question) -> dict[str, str]:
    """The answer as the action takes it."""
    given = form.cleaned_data[question.code]
    if question.kind == "text":
        return {"text": given}
    return {
        "answer": "" if given is None else "yes" if given else "no",
        "explained": form.cleaned_data.get(f"{question.code}-explained") or "",
    }
