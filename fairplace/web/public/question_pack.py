"""Every question of a category as plain text, with room for answers: to prepare without a connection (Q5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import fill

from fairplace.dps.market.rules.category_content import CategoryContent, Question
from fairplace.dps.market.rules.exclusion_grounds import Ground
from fairplace.foundations.kernel.money import round_pounds

ANSWERS = {
    "yes_no": "Answer (yes or no):",
    "evidence": "Document to upload:",
    "rating": "Last inspection (what was found, and its date):",
    "grounds": "Answer for each ground (yes or no; if yes, when, and what you did about it):",
}


def question_pack(name: str, number: int, content: CategoryContent, grounds: Iterable[Ground]) -> str:
    """Windows line ends and a mark at the start, so that every editor shows it as it is."""
    parts = [
        f"QUESTIONS FOR {name.upper()}",
        f"Version {number} of the criteria. Answers are given on Fairplace; this copy is for preparing them.",
        *_questions("ABOUT THE PROVIDER (once)", content, "provider", list(grounds)),
        *_questions("ABOUT EACH PLACE", content, "establishment", list(grounds)),
        "CORE COSTS, in pounds for one child for one week",
        *(f"{heading.name}: £" for heading in content.headings),
    ]
    if content.services:
        parts += ["PRICE LIST", *(f"{service.name}, for one {service.unit}: £" for service in content.services)]
    return "\ufeff" + "\r\n\r\n".join(part.replace("\n", "\r\n") for part in parts) + "\r\n"


def _questions(title: str, content: CategoryContent, level: str, grounds: list[Ground]) -> Iterator[str]:
    asked = [question for question in content.questions if question.level == level]
    if asked:
        yield title
    for at, question in enumerate(asked, 1):
        yield _question(at, question, grounds)


def _question(at: int, question: Question, grounds: list[Ground]) -> str:
    lines = [_wrapped(f"{at}. {question.text}")]
    if question.hint:
        lines.append(_wrapped(question.hint))
    lines += [_wrapped(f"Why we ask: {question.why}"), _wrapped(f"What passes: {question.passes}")]
    if question.minimum and round_pounds(question.minimum) not in question.passes:
        lines.append(f"Least cover: {round_pounds(question.minimum)}")
    if question.most_words:
        lines.append(f"At most {question.most_words} words.")
    if question.mark_meanings:
        lines.append("What each mark means:")
    lines += [_wrapped(meaning) for meaning in question.mark_meanings]
    if question.kind == "grounds":
        lines += [_wrapped(f"- {ground.text} ({ground.reference})") for ground in grounds]
    return "\n".join([*lines, ANSWERS.get(question.kind, "Your answer:"), ""])


def _wrapped(text: str) -> str:
    """Lines of a hundred signs; no word is cut."""
    return fill(text, 100, break_on_hyphens=False, break_long_words=False)
