"""What is tried on Fairplace, in the numbers of docs/how-to/drill.md, and why a number may have no test."""

from __future__ import annotations

ATTACKS = {
    "A1": "other people's things by their addresses",
    "A2": "a sealed bid read before the closing time",
    "A3": "a late bid by a race with the clock",
    "A4": "double submission, replay",
    "A5": "tampering with the record by SQL",
    "A6": "harmful uploads",
    "A7": "formulas in exports",
    "A8": "scripts in what people write",
    "A9": "fields that a form does not have",
    "A10": "redirects, hosts and addresses of others",
    "A11": "guessing passwords, finding out names",
    "A12": "sessions fixed or kept",
    "A13": "SQL, command and template injection",
    "A14": "two awards at once",
    "A15": "steps skipped, powers not held",
    "A16": "a core price raised, weights out of range",
    "A17": "what counts and times give away",
    "F1": "web, worker and database killed at any moment",
    "F2": "the database stops at once under load",
    "F3": "the disk is full",
    "F4": "a slow database, a held lock, no connection left",
    "F5": "mail is down for an hour",
    "F6": "a migration under load",
    "F7": "backup and restore to a moment",
    "F8": "clock jumps, daylight saving",
    "F9": "a long time at a busy rate",
}
NOT_TRIED: dict[str, str] = {}
"""Number to the reason why there is no test of it; without one, that is what the table says."""


def reason_for(number: str) -> str:
    return NOT_TRIED.get(number, "no test of it was run")
