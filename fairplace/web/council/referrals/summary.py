"""A referral in plain words: the same facts for checking it and for following it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.urls import reverse
from markupsafe import Markup, escape

from fairplace.dps.referrals.queries.rows import CHOOSERS, CouncilReferral
from fairplace.dps.referrals.rules.facts import AskedFor
from fairplace.foundations.kernel.rounding import exact_text
from fairplace.web.components.formats import counted, day
from fairplace.web.components.price_rule import price_rule
from fairplace.web.components.rows import Fact, FactSection

_PARTS = (
    ("outcomes", "Statement on the outcomes"),
    ("needs", "Needs"),
    ("features", "Features"),
    ("location", "Location"),
    ("competency", "Competency"),
)


def fact_sections(row: CouncilReferral, *, may_change: bool) -> list[FactSection]:
    """may_change: with a link from each fact to the page where it is changed."""

    def fact(key: str, value: object, part: str, note: str = "") -> Fact:
        return Fact(key, value, note, _href(row.id, part) if may_change else "", key[0].lower() + key[1:])

    return [
        FactSection(
            "The place",
            [
                fact("Kind of place", f"{row.placement_kind_name} ({row.category_name})", "kind"),
                fact("Start", day(row.start_on) if row.start_on else None, "facts"),
                fact("Length", counted(row.expected_weeks, "week") if row.expected_weeks else None, "facts"),
                fact("Urgency", row.urgency_name or None, "facts"),
                fact("Distance", f"Up to {row.radius_miles} miles from home" if row.radius_miles else None, "where"),
            ],
        ),
        FactSection(
            "The child, as everyone invited sees them",
            [
                fact(
                    "Age",
                    row.age_band or None,
                    "facts",
                    f"{row.age} years, which only you see" if row.age is not None else "",
                ),
                fact("Gender", (row.gender or "Not shown").capitalize() if row.age is not None else None, "facts"),
                fact("District", row.district or None, "child"),
                fact("Needs", _items(row.needs), "needs"),
                fact("Features", _items(row.features), "needs"),
                fact(
                    "Outcomes hoped for",
                    _listed([f"{one.component_name}: {one.wording}" for one in row.outcomes]),
                    "outcomes",
                ),
            ],
        ),
        FactSection(
            "What nobody sees at first",
            [
                fact("Who the child is", "Written; shown to the winner alone" if row.has_identity else None, "child"),
                fact("Their story", "Written; shown to those who will bid" if row.has_story else None, "story"),
                fact("Who chooses between close bids", CHOOSERS.get(row.choice_by, ""), "child"),
            ],
        ),
        FactSection(
            "What weighs how much",
            [
                fact(key, value, "weights", price_rule(row.price_range) if key == "Price" else "")
                for key, value in _weights(row)
            ],
        ),
    ]


def _weights(row: CouncilReferral) -> list[tuple[str, str | None]]:
    if row.price_weight is None:
        return [("Price and quality", None)]
    told: list[tuple[str, str | None]] = [("Price", _points(exact_text(row.price_weight)))]
    told += [
        (name, _points(exact_text(row.quality_weights[code]))) for code, name in _PARTS if code in row.quality_weights
    ]
    return told


def _points(number: str) -> str:
    return f"{number} of 100 points"


def _items(items: Sequence[AskedFor]) -> Markup | None:
    return _listed(
        [
            f"{item.name}: {exact_text(item.marks)} {'mark' if item.marks == 1 else 'marks'}"
            f"{', essential' if item.essential else ''}"
            f"{f'. {item.provision.sentence}' if item.provision.sentence else ''}"
            for item in items
        ]
    )


def _listed(lines: Sequence[str]) -> Markup | None:
    if not lines:
        return None
    rows = Markup("").join(Markup("<li>{}</li>").format(escape(line)) for line in lines)
    return Markup('<ul class="govuk-list govuk-!-margin-bottom-0">{}</ul>').format(rows)


def _href(referral_id: UUID, part: str) -> str:
    return reverse(f"council:referrals:{part}", args=[referral_id])
