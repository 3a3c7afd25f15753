"""The words of the audit: the constants of each area's `events.py`, and nothing else."""

import re
from collections import Counter
from functools import cache
from importlib import import_module
from typing import Final

from django.apps import apps
from django.utils.module_loading import module_has_submodule

KIND: Final = re.compile(r"(?P<area>[a-z]+)\.(?P<fact>[a-z0-9]+(_[a-z0-9]+)+)")


class UndeclaredKind(LookupError):
    """An event was recorded under a kind that no area declares."""


@cache
def declared() -> dict[str, str]:
    """Each declared kind, with the label of the area that declares it."""
    return {kind: area for area, kinds in _constants().items() for kind in kinds}


def problems() -> list[str]:
    """What is wrong with the declared kinds, one sentence each."""
    found = _constants()
    counted = Counter(kind for kinds in found.values() for kind in kinds)
    twice = [f"{kind} is declared {count} times." for kind, count in counted.items() if count > 1]
    wrong = [
        f"{kind} must read {area}.noun_past."
        for area, kinds in found.items()
        for kind in kinds
        if not (match := KIND.fullmatch(kind)) or match["area"] != area
    ]
    return sorted(twice + wrong)


def _constants() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for area in apps.get_app_configs():
        if area.name.startswith("fairplace.") and module_has_submodule(area.module, "events"):
            module = import_module(f"{area.name}.events")
            found[area.label] = [
                value for name, value in vars(module).items() if name.isupper() and isinstance(value, str)
            ]
    return found
