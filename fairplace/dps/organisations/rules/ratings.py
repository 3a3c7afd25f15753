"""What inspectors say, on which scale, and which of it meets the bar (§7.4, Q4): data, not code.

"Requires improvement or better, or equivalent" is judged on the scale of the type and the date of the inspection.
A place that has not been inspected yet passes after the lead authority's visit, or no new place could ever join.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """One inspectorate's scale: each grade with whether it passes, best first."""

    code: str
    name: str
    grades: tuple[tuple[str, bool], ...]
    dated: bool = True


_FOUR = (("Outstanding", True), ("Good", True), ("Requires improvement", True), ("Inadequate", False))

SCALES: dict[str, Scale] = {
    scale.code: scale
    for scale in (
        Scale("ofsted-grades", "Ofsted, one overall grade", _FOUR),
        Scale(
            "ofsted-report-card",
            "Ofsted report card (from November 2025; independent schools from January 2026)",
            (
                ("Safeguarding met, nothing below expected standard", True),
                ("Safeguarding met, some areas need attention", True),
                ("Safeguarding not met, or urgent improvement needed", False),
            ),
        ),
        Scale(
            "isi",
            "Independent Schools Inspectorate",
            (("Standards met", True), ("Standards not all met", False)),
        ),
        Scale("not-inspected", "Not inspected yet", (("Registered, not yet inspected", True),), dated=False),
    )
}


def passes(scale: str, grade: str) -> bool:
    """Whether this grade meets "requires improvement or better, or equivalent". Unknown words never pass."""
    return dict(SCALES[scale].grades).get(grade, False) if scale in SCALES else False


def is_known(scale: str, grade: str) -> bool:
    """Whether the scale has this grade."""
    return scale in SCALES and grade in dict(SCALES[scale].grades)
