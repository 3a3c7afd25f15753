"""The letter to one bidder, drawn from the feedback as it was given (C7): page and PDF say the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fairplace.foundations.kernel.working_days import LONDON


def letter_data(
    content: Mapping[str, Any],
    *,
    reference: str,
    council: str,
    place: str,
    given_at: datetime,
    record_address: str = "",
) -> Mapping[str, Any]:
    """content: rules/feedback.py. record_address: of the letter's event in the log. Every value is text, so that none
    is ever read as markup.
    """
    winner = content["winner"]
    no_award = content.get("no_award", "")
    if no_award:
        decision = f"No award was made. {no_award}"
        if content["excluded"]:
            decision += f" Your bid was excluded: {content['excluded']}"
    elif content["excluded"]:
        decision = f"Your bid was excluded: {content['excluded']}"
    elif content["won"]:
        decision = "You were awarded this placement."
    else:
        decision = f"The placement was awarded to {winner['provider']}{_in(winner)}."
    facts = [
        ("Referral", reference),
        ("Council", council),
        ("Your place", f"{place}{_in(content)}"),
        ("Date", f"{given_at.astimezone(LONDON):%-d %B %Y}"),
        ("Your rank", rank_words(content)),
        ("Your total", f"{content['total']} points out of 100" if content["total"] else "Not scored"),
    ]
    if not no_award:
        total = f"{winner['total']} points out of 100" if winner["total"] else "Not scored"
        facts.append(("The winner's total", total))
    return {
        "title": f"The result of {reference}",
        "record_address": record_address,
        "facts": [{"name": name, "value": value} for name, value in facts],
        "decision": decision,
        "no_award": bool(no_award),
        "criteria": [
            [
                *(one["name"], one["weight"], one["points"] or "-"),
                *(() if no_award else (one["winner_points"] or "-",)),
                one["working"],
            ]
            for one in content["criteria"]
        ],
        "comment": content["comment"],
        "notes": content.get("notes", []),
        "characteristics": [] if content["won"] else winner["characteristics"],
        "advantages": winner.get("advantages", []),
    }


def rank_words(content: Mapping[str, Any]) -> str:
    """ "2 of 5", "Joint 1 of 2": who shares a place is told so, or its letter would seem to contradict another's."""
    if not content["rank"]:
        return "Not ranked"
    return f"{'Joint ' if content.get('joint') else ''}{content['rank']} of {content['bidders']}"


def _in(told: Mapping[str, Any]) -> str:
    """ " (Foster care)", where the referral asks several categories."""
    return f" ({told['category']})" if told.get("category") else ""
