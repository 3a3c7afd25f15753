"""The published rule of equivalence: what each inspector's words are worth, by kind of place and day (Q4, §7.4)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse

from fairplace.dps.organisations.queries.establishments import KINDS
from fairplace.dps.organisations.rules.ratings import Band, Rule, rules_for
from fairplace.web.components.formats import day
from fairplace.web.page import Audience, PageRequest, page, render


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One scale with when it is used. worth: each of its words with the band it stands for."""

    when: str
    scale: str
    worth: tuple[tuple[str, Band], ...]
    areas: tuple[str, ...]


@page(Audience.PUBLIC)
def ratings(request: PageRequest) -> HttpResponse:
    kinds = [(name, [_row(rule, kind) for rule in rules_for(kind)]) for kind, name in KINDS]
    return render(request, "web/public/ratings.jinja", kinds=kinds, bands=list(Band))


def _row(rule: Rule, kind: str) -> RuleRow:
    if rule.begins and rule.ends:
        when = f"{day(rule.begins)} to {day(rule.ends)}"
    elif rule.begins:
        when = f"From {day(rule.begins)}"
    else:
        when = f"Until {day(rule.ends)}" if rule.ends else "Any day" if rule.scale.dated else "Never"
    areas = tuple(area.name for area in rule.scale.areas_for(kind))
    return RuleRow(when, rule.scale.name, rule.scale.found, areas)
