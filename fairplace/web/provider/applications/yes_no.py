"""A yes-or-no question of a category, with room to explain an answer that does not pass by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fairplace.dps.market.rules.category_content import Question
from fairplace.govuk import fields, forms

MOST_WORDS = 300


def add_yes_no(form: forms.Form, question: Question, answer: Mapping[str, Any], number: int) -> None:
    """Adds the two fields; the explanation is asked, and required, only beside the answer that needs it."""
    explained = f"{question.code}-explained"
    reveals = {"no_reveals" if question.passes_when == "yes" else "yes_reveals": (explained,)}
    form.fields[question.code] = fields.YesNo(
        question.text,
        hint=question.hint,
        label_size="m",
        initial={"yes": True, "no": False}.get(answer.get("answer", "")),
        missing=f"Question {number}: select yes or no",
        **reveals,  # type: ignore[arg-type]
    )
    form.fields[explained] = fields.LongText(
        "What happened, and what did you do about it?",
        max_words=MOST_WORDS,
        initial=answer.get("explained", ""),
        missing="Tell us what happened and what you did about it: this answer does not pass by itself",
    )


def yes_no_answer(form: forms.Form, question: Question) -> dict[str, str]:
    """The answer as the action takes it."""
    return {
        "answer": "yes" if form.cleaned_data[question.code] else "no",
        "explained": form.cleaned_data[f"{question.code}-explained"] or "",
    }
