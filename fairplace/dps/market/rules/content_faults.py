"""Why a draft is not ready to be agreed (P3, P8, Q5): every fault of a document at once, each with where it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from fairplace.dps.market.rules.category_content import (
    CategoryContent,
    Criterion,
    Fault,
    Heading,
    Question,
    broken_rules,
)

LEAST_PRICE_WEIGHT, MOST_PRICE_WEIGHT = 30, 70
NAMED = {
    "criteria": "Criterion",
    "headings": "Core cost heading",
    "services": "Additional service",
    "needs": "Need",
    "features": "Feature",
    "components": "Part of the outcomes framework",
    "placement_kinds": "Kind of placement",
    "direct_grounds": "Ground for a direct placement",
}
"""The lists whose items must each have a name, in the singular."""


def faults_of(content: CategoryContent) -> list[Fault]:
    """Rules that are broken first, then what is missing; empty when the partners may be asked to agree."""
    return [*broken_rules(content), *_gaps(content)]


def _gaps(content: CategoryContent) -> Iterator[Fault]:
    if not content.name:
        yield Fault(("about", "", "name"), "The category has no name.")
    if not content.description:
        yield Fault(("about", "", "description"), "The category has no description.")
    for part, singular in NAMED.items():
        for one in getattr(content, part):
            if not one.name:
                yield Fault((part, one.code, "name"), f"{singular} {one.code} has no name.")
    if not content.filled:
        return
    for criterion in content.criteria:
        yield from _criterion(content, criterion)
    for question in content.questions:
        yield from _question(question)
    if not content.placement_kinds:
        yield Fault(("placement_kinds",), "There is no kind of placement.")
    for heading in content.headings:
        yield from _heading(content, heading)
    yield from _caps(content)
    yield from _referrals(content)


def _criterion(content: CategoryContent, criterion: Criterion) -> Iterator[Fault]:
    for name, words in (("why", "why it is asked"), ("passes", "what passes")):
        if not getattr(criterion, name):
            yield Fault(("criteria", criterion.code, name), f"{criterion.name} does not say {words}.")
    statements = [q for q in content.questions if q.criterion == criterion.code and q.kind == "statement"]
    if criterion.method == "scored" and criterion.weight > 0 and not statements:
        yield Fault(("criteria", criterion.code, "method"), f"{criterion.name} is scored, but asks for no statement.")
    if criterion.method == "commercial" and not content.headings:
        yield Fault(("headings",), "Costs are asked for, but there is no core cost heading.")


def _question(question: Question) -> Iterator[Fault]:
    called = question.name or question.text or question.code

    def fault(field: str, sentence: str) -> Fault:
        return Fault(("questions", question.code, field), sentence)

    for field, words in (("text", "has no question"), ("why", "does not say why it is asked"),
                         ("passes", "does not say what passes")):  # fmt: skip
        if not getattr(question, field):
            yield fault(field, f"“{called}” {words}.")
    if question.kind == "evidence" and not question.evidence:
        yield fault("evidence", f"“{called}” does not say which document is asked for.")
    if question.kind == "statement":
        if not question.most_words:
            yield fault("most_words", f"“{called}” has no word limit.")
        if not question.top_mark:
            yield fault("top_mark", f"“{called}” has no top mark.")
        if not question.mark_meanings:
            yield fault("mark_meanings", f"“{called}” does not say what each mark means.")


def _heading(content: CategoryContent, heading: Heading) -> Iterator[Fault]:
    known = {kind.code for kind in content.placement_kinds}
    for kind in heading.placement_kinds:
        if kind not in known:
            sentence = f"{heading.name} is for “{kind}”, which is no kind of placement here."
            yield Fault(("headings", heading.code, "placement_kinds"), sentence)


def _caps(content: CategoryContent) -> Iterator[Fault]:
    known = {kind.code for kind in content.placement_kinds}
    seen = set()
    for cap in content.caps:
        key = f"{cap.council}/{cap.placement_kind}"
        if cap.weekly <= 0:
            yield Fault(("caps", key, "weekly"), "A cap must be more than nothing.")
        if cap.placement_kind and cap.placement_kind not in known:
            sentence = f"A cap is for “{cap.placement_kind}”, which is no kind of placement here."
            yield Fault(("caps", key, "placement_kind"), sentence)
        if key in seen:
            yield Fault(("caps",), "Two caps are for the same council and kind of placement.")
        seen.add(key)


def _referrals(content: CategoryContent) -> Iterator[Fault]:
    if not LEAST_PRICE_WEIGHT <= content.price_weight <= MOST_PRICE_WEIGHT:
        sentence = f"Price must weigh from {LEAST_PRICE_WEIGHT} to {MOST_PRICE_WEIGHT} points of 100."
        yield Fault(("referrals", "", "price_weight"), sentence)
    for part, words in (("needs", "need"), ("components", "part of the outcomes framework"),
                        ("response_times", "response time")):  # fmt: skip
        if not getattr(content, part):
            yield Fault((part,), f"There is no {words}.")
    if content.statement is None or not content.statement.text:
        # A category of the short form may ask for none (R13): then its question is left empty.
        if not content.short_form:
            yield Fault(("statement", "", "text"), "The statement of a bid has no question.")
    elif not content.statement.mark_meanings:
        yield Fault(("statement", "", "mark_meanings"), "The statement of a bid does not say what each mark means.")


def unsigned_answers(
    content: CategoryContent, in_force: CategoryContent, signed: Collection[tuple[str, str]]
) -> list[Fault]:
    """Model answers that are new here and that no group of young people has signed off (P9).

    signed: pairs of a question's code and the very text that was signed.
    """
    before = {question.code: question.model_answer for question in in_force.questions}
    return [
        Fault(
            ("model_answer", question.code, ""),
            f"The model answer to “{question.name or question.text}” is not signed off by children and young people.",
        )
        for question in content.questions
        if question.model_answer
        and question.model_answer != before.get(question.code, "")
        and (question.code, question.model_answer) not in signed
    ]
