"""A category's document with every kind of question, for tests of the application."""

from __future__ import annotations

from typing import Any

from fairplace.dps.market.seeds import read_seed

SAID = {"why": "So that councils know.", "passes": "It is read."}
GROUNDS = "exclusion-grounds"


def richer_document(code: str = "sen", **change: Any) -> dict[str, Any]:
    """The seed with grounds one by one, a second statement, an optional question, documents, services, discounts."""
    seed = read_seed(code)
    criteria = [
        {**one, "weight": {"outcomes-framework": 60, "workforce": 40}.get(one["code"], 0)}
        for one in seed["criteria"]
        if one["code"] not in {"social-value"}
    ]
    criteria.append({"code": "social-value", "name": "Social value", "method": "asked", **SAID})
    kept = [
        one
        for one in seed["questions"]
        if one["kind"] != "grounds" and one["criterion"] != "social-value" and one["code"] in _KEPT
    ]
    questions = [
        _question(GROUNDS, "exclusions", "provider", "grounds", "Does any ground for exclusion apply?"),
        *kept,
        _question("staffing", "workforce", "establishment", "statement", "How do you keep your staff?",
                  name="Workforce", most_words=300, top_mark=5),
        _question("social", "social-value", "provider", "text", "What do you do for your neighbours?",
                  name="Neighbours", optional=True),
        _question("local", "social-value", "establishment", "text", "Whom do you employ locally?",
                  name="Local jobs", optional=True),
        _question("certificate", "registration", "establishment", "evidence", "Certificate of registration",
                  evidence="registration_certificate"),
        _question("only-homes", "registration", "establishment", "yes_no", "Is the home registered?",
                  passes_when="yes", settings=["childrens_home"]),
    ]  # fmt: skip
    return {
        **seed,
        "criteria": criteria,
        "questions": questions,
        "services": [
            {"code": "speech", "name": "Speech and language therapy", "unit": "hour"},
            {"code": "transport", "name": "Transport", "unit": "mile"},
        ],
        "discounts": ["sibling", "cohort"],
        **change,
    }


_KEPT = {
    "financial-standing", "employers-liability", "public-liability", "legal-compliance", "inspection-rating",
    "school-registration", "safeguarding-continuity", "data-protection", "outcomes-statement",
}  # fmt: skip


def _question(code: str, criterion: str, level: str, kind: str, text: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "criterion": criterion, "level": level, "kind": kind, "text": text, **SAID, **more}
