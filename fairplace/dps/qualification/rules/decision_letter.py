"""What a decision letter says (Q11): every criterion with its reason, the marks, the score worked out, what is next.

The letter is kept as data, so that the page, the PDF and whoever reads it in ten years see the same words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from fairplace.dps.market.rules.category_content import CategoryContent, Question
from fairplace.dps.qualification.rules.competency import Share, competency_score, competency_shares
from fairplace.dps.qualification.rules.questions import assessed_criteria, statements
from fairplace.foundations.kernel.rounding import half_up
from fairplace.foundations.kernel.working_days import LONDON

# How a decision may be challenged, by the law of the system (domain.md 1.7 and 2.5).
_PCR = (
    "A claim in court must be started within 30 days of the day on which you knew, or ought to have known, that there"
    " were grounds for it. A court may extend this, to 3 months at most (Public Contracts Regulations 2015,"
    " regulation 92).",
)
_ACT = (
    "A claim in court must be started within 30 days of the day on which you knew, or ought to have known, that there"
    " were grounds for it (Procurement Act 2023, section 106).",
)
CHALLENGE: dict[str, tuple[str, ...]] = {
    "pcr-dps": _PCR,
    "pcr-light-touch-dps": _PCR,
    "pa23-light-touch-open-framework": _ACT,
    "pa23-dynamic-market": (
        "You are told the outcome with reasons under section 36 of the Procurement Act 2023.",
        *_ACT,
    ),
}


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """All that a letter is made of. judged: criterion code -> passed, reason; agreed: question -> mark, reason."""

    lead_name: str
    system_name: str
    regime: str
    provider_name: str
    establishment_name: str
    urn: str
    reference: str
    submitted_at: datetime | None
    decided_at: datetime
    approved: bool
    words: str
    content: CategoryContent
    judged: Mapping[str, tuple[bool, str]]
    agreed: Mapping[str, tuple[Decimal, str]]


@dataclass(frozen=True, slots=True)
class Judged:
    """One criterion: Passed, Failed, or Not judged."""

    name: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class Marked:
    """One statement with the mark that the evaluators agreed."""

    name: str
    mark: str
    reason: str


@dataclass(frozen=True, slots=True)
class Worked:
    """One line of the working of the score."""

    name: str
    working: str
    points: str


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter in its parts. score: out of 100, empty where there is none. record_address: where its event stands."""

    title: str
    decision: str
    approved: bool
    facts: tuple[tuple[str, str], ...]
    words: tuple[str, ...]
    criteria: tuple[Judged, ...]
    statements: tuple[Marked, ...]
    working: tuple[Worked, ...]
    score: str
    next_steps: tuple[str, ...]
    asking: tuple[str, ...]
    challenge: tuple[str, ...]
    record_address: str = ""

    @property
    def failed(self) -> tuple[Judged, ...]:
        return tuple(one for one in self.criteria if one.outcome == FAILED)


PASSED, FAILED, NOT_JUDGED = "Passed", "Failed", "Not judged"


def write_letter(facts: LetterFacts, record_address: str = "") -> Letter:
    """The whole letter. A criterion that passed without a word of its own quotes the published rule that it meets."""
    content = facts.content
    criteria = tuple(_judged(one.code, one.name, one.passes, facts) for one in assessed_criteria(content))
    marks = {code: mark for code, (mark, _) in facts.agreed.items()}
    whole = facts.approved and all(question.code in marks for question in statements(content))
    return Letter(
        title=f"Decision on {facts.establishment_name}: {content.name}",
        decision=f"{facts.establishment_name} is {'approved' if facts.approved else 'not admitted'} in {content.name}.",
        approved=facts.approved,
        facts=_facts(facts),
        words=tuple(line.strip() for line in facts.words.split("\n") if line.strip()),
        criteria=criteria,
        statements=tuple(
            Marked(_name_of(content, question), _out_of(marks[question.code], question), facts.agreed[question.code][1])
            for question in statements(content)
            if question.code in marks
        ),
        working=tuple(_worked(share) for share in competency_shares(content, marks)) if whole else (),
        score=_score(content, marks) if whole else "",
        next_steps=_next_steps(facts, [one.name for one in criteria if one.outcome == FAILED]),
        asking=(
            f"You may ask {facts.lead_name} to explain any part of this decision. It answers in writing, and question"
            " and answer are kept with the application.",
        ),
        challenge=CHALLENGE.get(facts.regime, ()),
        record_address=record_address,
    )


def _score(content: CategoryContent, marks: Mapping[str, Decimal]) -> str:
    score = competency_score(content, marks)
    return "" if score is None else f"{score:f}"


def read_letter(data: Mapping[str, Any]) -> Letter:
    """A letter as it was kept."""
    parts: dict[str, Any] = {
        **data,
        "facts": tuple((name, value) for name, value in data["facts"]),
        "criteria": tuple(Judged(**one) for one in data["criteria"]),
        "statements": tuple(Marked(**one) for one in data["statements"]),
        "working": tuple(Worked(**one) for one in data["working"]),
        **{name: tuple(data[name]) for name in ("words", "next_steps", "asking", "challenge")},
    }
    return Letter(**parts)


def letter_data(letter: Letter) -> dict[str, Any]:
    """The letter as JSON keeps it and the paper draws it: every value is text."""
    return asdict(letter)


def _facts(facts: LetterFacts) -> tuple[tuple[str, str], ...]:
    rows = (
        ("To", facts.provider_name),
        ("From", f"{facts.lead_name}, the lead authority of {facts.system_name}"),
        ("Place", facts.establishment_name),
        ("URN", facts.urn),
        ("Category", facts.content.name),
        ("Application", facts.reference),
        ("Sent on", _day(facts.submitted_at) if facts.submitted_at else ""),
        ("Decided on", _day(facts.decided_at)),
    )
    return tuple((name, value) for name, value in rows if value)


def _judged(code: str, name: str, passes: str, facts: LetterFacts) -> Judged:
    if code not in facts.judged:
        return Judged(name, NOT_JUDGED, "The decision did not rest on this criterion.")
    passed, reason = facts.judged[code]
    words = reason or (f"It meets what was published: {_lower(passes)}" if passed else "")
    return Judged(name, PASSED if passed else FAILED, words)


def _worked(share: Share) -> Worked:
    weight = f"{share.criterion.weight.normalize():f}"
    parts = [f"{mark.normalize():f} ÷ {_top(question)}" for question, mark in share.marks]
    inner = parts[0] if len(parts) == 1 else f"({' + '.join(parts)}) ÷ {len(parts)}"
    return Worked(share.criterion.name, f"{weight} × {inner}", f"{half_up(share.points, 2):f}")


def _next_steps(facts: LetterFacts, failed: Sequence[str]) -> tuple[str, ...]:
    if facts.approved:
        return (
            "Your signatory signs the agreement first, on Fairplace.",
            f"Then {facts.lead_name} signs. With that signature {facts.establishment_name} joins and is invited to bid."
            " Until then it is not.",
        )
    return (
        f"You may apply again for {facts.establishment_name} while entry is open.",
        f"You put right only what failed: {', '.join(failed)}. What passed is carried over."
        if failed
        else "Put right what the reasons above name.",
    )


def _name_of(content: CategoryContent, question: Question) -> str:
    return question.name or next(one.name for one in content.criteria if one.code == question.criterion)


def _out_of(mark: Decimal, question: Question) -> str:
    return f"{mark.normalize():f} of {_top(question)}"


def _top(question: Question) -> str:
    return f"{(question.top_mark or Decimal(1)).normalize():f}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _day(at: datetime) -> str:
    local = at.astimezone(LONDON)
    return f"{local.day} {local:%B %Y}"
