"""A referral in plain words: the same facts for checking it and for following it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.urls import reverse
from markupsafe import Markup, escape

from fairplace.dps.referrals.queries.rows import CHOOSERS, CouncilReferral
from fairplace.dps.referrals.rules.age_bands import age_band
from fairplace.dps.referrals.rules.children import ChildFacts, child_name, counted_children, together_sentence
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

    def fact(key: str, value: object, part: str, note: str = "", child: int = 1) -> Fact:
        return Fact(key, value, note, _href(row.id, part, child) if may_change else "", key[0].lower() + key[1:])

    return [
        FactSection(
            "The place",
            [
                fact("Kind of place", f"{row.placement_kind_name} ({row.category_name})", "kind"),
                *_common(row, fact),
                fact("Start", day(row.start_on) if row.start_on else None, "facts"),
                fact("Length", counted(row.expected_weeks, "week") if row.expected_weeks else None, "facts"),
                fact("Urgency", row.urgency_name or None, "facts"),
                fact("Distance", f"Up to {row.radius_miles} miles from home" if row.radius_miles else None, "where"),
            ],
        ),
        *_children(row, fact),
        FactSection(
            "What weighs how much",
            [
                fact(key, value, "weights", price_rule(row.price_range, len(row.children)) if key == "Price" else "")
                for key, value in _weights(row)
            ],
        ),
    ]


_Make = Callable[..., Fact]


def _common(row: CouncilReferral, fact: _Make) -> list[Fact]:
    """What stands here only when there are several children or categories."""
    told = []
    if row.other_categories:
        others = [f"{one.placement_kind_name} ({one.name})" for one in row.other_categories]
        told.append(fact("Other categories asked", _listed(others), "categories"))
    if row.several:
        number = len(row.children)
        note = together_sentence(row.several, number, may_be_apart=row.may_be_apart)
        told.append(fact("For", counted_children(row.several, number), "children", note))
    return told


def _children(row: CouncilReferral, fact: _Make) -> list[FactSection]:
    """One child in two sections, as everyone sees it and as nobody does; several in a section each, then the rest."""
    district = fact("District", row.district or None, "child")
    outcomes = fact(
        "Outcomes hoped for", _listed([f"{one.component_name}: {one.wording}" for one in row.outcomes]), "outcomes"
    )
    chooser = fact("Who chooses between close bids", CHOOSERS.get(row.choice_by, ""), "child")
    if not row.several:
        shown, hidden = _child(row, fact, row.children[0])
        return [
            FactSection("The child, as everyone invited sees them", [*shown[:2], district, *shown[2:], outcomes]),
            FactSection("What nobody sees at first", [*hidden, chooser]),
        ]
    sections = []
    for child in row.children:
        shown, hidden = _child(row, fact, child)
        sections.append(FactSection(child_name(child.number), [*shown, *hidden]))
    return [*sections, FactSection("All of them", [district, outcomes, chooser])]


def _child(row: CouncilReferral, fact: _Make, child: ChildFacts) -> tuple[list[Fact], list[Fact]]:
    number, age = child.number, child.age
    shown = [
        fact(
            "Age",
            None if age is None else age_band(age),
            "facts",
            "" if age is None else f"{age} years, which only you see",
            number,
        ),
        fact("Gender", None if age is None else (child.gender or "Not shown").capitalize(), "facts", "", number),
        fact("Needs", _items(row.needs_of(number)), "needs", "", number),
        fact("Features", _items(row.features_of(number)), "needs", "", number),
    ]
    hidden = [
        fact(
            "Who the child is",
            "Written; shown to the winner alone" if child.has_identity else None,
            "child",
            "",
            number,
        ),
        fact("Their story", "Written; shown to those who will bid" if child.has_story else None, "story", "", number),
    ]
    return shown, hidden


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
            f"{item.plain_name}: {exact_text(item.marks)} {'mark' if item.marks == 1 else 'marks'}"
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


def _href(referral_id: UUID, part: str, child: int) -> str:
    href = reverse(f"council:referrals:{part}", args=[referral_id])
    return f"{href}?child={child}" if child > 1 else href
