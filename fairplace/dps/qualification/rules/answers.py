"""How an answer is written down, by kind of question. Half an answer may be saved: nothing typed is lost (Q2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fairplace.dps.market.rules.category_content import Question
from fairplace.dps.qualification.rules.grounds import read_grounds
from fairplace.foundations.kernel.refused import Refused


def read_answer(question: Question, given: Mapping[str, Any]) -> dict[str, Any]:
    """The answer as it is stored: text, and a report's areas by their code.

    Refused when it is of another kind than its question.
    """
    match question.kind:
        case "yes_no":
            answer = str(given.get("answer", ""))
            if answer not in {"yes", "no", ""}:
                raise Refused("Select yes or no.", question.code)
            explained = "" if answer == question.passes_when else str(given.get("explained", "")).strip()
            return {"answer": answer, "explained": explained}
        case "rating":
            rated_on = given.get("rated_on")
            return {
                "framework": str(given.get("framework", "")),
                "rating": str(given.get("rating", "")),
                "rated_on": rated_on.isoformat() if isinstance(rated_on, date) else str(rated_on or ""),
                "areas": {str(area): str(words) for area, words in (given.get("areas") or {}).items()},
            }
        case "grounds":
            return read_grounds(given)
        case "evidence" if question.minimum and set(given) == {"committed"}:
            return {"committed": "yes"} if given["committed"] == "yes" else {}
        case "evidence":
            raise Refused("Upload the document to your evidence library: it is used from there.", question.code)
        case _:
            return {"text": str(given.get("text", "")).strip()}


def is_given(answer: Mapping[str, Any]) -> bool:
    """Whether anything was answered at all."""
    return any(answer.get(part) for part in ("answer", "text", "framework", "applies", "evidence", "committed"))


def is_committed(question: Question, answer: Mapping[str, Any]) -> bool:
    """Whether the provider gave its word to hold this insurance by the award."""
    return question.minimum is not None and answer.get("committed") == "yes"
