"""Draws README.md of this folder: `python docs/reference/who-may-do-what/draw.py`. A test keeps it true to the code."""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
from django.urls import URLPattern, URLResolver, get_resolver

from fairplace.dps.organisations.rules.kept_apart import CONFLICTS
from fairplace.dps.organisations.rules.roles import Role

HERE = Path(__file__).parent
DPS = Path(__file__).resolve().parents[3] / "fairplace" / "dps"
AREAS = (
    "organisations",
    "market",
    "qualification",
    "referrals",
    "competitions",
    "placements",
    "transparency",
    "custody",
)
AUDIENCES = {
    "public": "Everybody",
    "family": "A family, by its link and a code",
    "place": "A named place, by its link and a code",
    "signed_in": "Whoever is signed in",
    "council": "People of a council",
    "provider": "People of a provider",
    "operator": "Those who run Fairplace",
}
HEAD = """# Who may do what

Drawn from the code by `draw.py`; do not edit. Each page names its audience and, within it, the roles of which a person
needs one; for everybody else the page does not exist. Whose rows a page then shows is decided once more by the query,
and a third time by the database: [walls](../../explanation/walls.md).
"""


def drawn() -> str:
    return "\n".join([HEAD, *_roles(), *_pages(), *_acts()]) + "\n"


def _roles() -> Iterator[str]:
    yield "## Roles\n"
    yield "| role | of a | who holds it cannot hold |"
    yield "| --- | --- | --- |"
    for role in Role:
        others = [one.label for one in Role if frozenset({role, one}) in CONFLICTS]
        yield f"| {role.label} | {role.organisation_kind} | {', '.join(others)} |"
    yield ""


def _pages() -> Iterator[str]:
    found: dict[str, list[tuple[str, Any]]] = {name: [] for name in AUDIENCES}
    for address, view in addresses():
        if hasattr(view, "audience"):
            found[view.audience.value].append((address, view))
    yield "## Pages\n"
    for audience, title in AUDIENCES.items():
        yield f"### {title}\n"
        if not any(view.roles for _, view in found[audience]):
            yield from (f"- `{address}`: {_what(view)}" for address, view in found[audience])
        else:
            yield "| address | what | who |"
            yield "| --- | --- | --- |"
            yield from (f"| `{address}` | {_what(view)} | {_who(view.roles)} |" for address, view in found[audience])
        yield ""


def addresses() -> list[tuple[str, Any]]:
    """Every address of the product with its view, parameters by their names."""

    def walk(resolver: URLResolver, before: str) -> Iterator[tuple[str, Any]]:
        for entry in resolver.url_patterns:
            address = before + str(entry.pattern)
            if isinstance(entry, URLPattern):
                yield "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", address), entry.callback
            elif not address.startswith(("demo/", "components/")):
                yield from walk(entry, address)

    return list(walk(get_resolver(), ""))


def _what(view: Any) -> str:
    """The first line of what the page says of itself, else of what its module does."""
    said = view.__doc__ or sys.modules[view.__module__].__doc__ or ""
    return str(said).strip().split("\n")[0].replace("|", "/")


def _who(roles: frozenset[str]) -> str:
    return ", ".join(role.label for role in Role if role.value in roles) or "all of them"


def _acts() -> Iterator[str]:
    """Each action's first sentence, and that of each permission it asks for."""
    yield "## Acts\n"
    yield "What an act asks besides (an appointment, a second person, the state of things) is in the action itself."
    yield "An act that is not here is done by the system, or by whoever comes by a link.\n"
    for area in AREAS:
        permissions: dict[str, str] = {}
        for known in AREAS[: AREAS.index(area) + 1]:
            if (path := DPS / known / "permissions.py").exists():
                permissions |= _sentences(ast.parse(path.read_text(encoding="utf-8")))
        rows = [row for path in sorted((DPS / area / "actions").rglob("*.py")) if (row := _act(path, permissions))]
        if rows:
            yield f"### {area.capitalize()}\n"
            yield "| act | who may |"
            yield "| --- | --- |"
            yield from rows
            yield ""


def _act(path: Path, permissions: dict[str, str]) -> str:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    asked = {
        node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    } & set(permissions)
    asked = {name for name in asked if name.startswith(("check_may", "may_", "is_")) and permissions[name]}
    sentence = (ast.get_docstring(tree) or "").split("\n")[0]
    if not asked or not sentence or path.stem.endswith("_part"):
        return ""
    return f"| {sentence} | {' '.join(sorted({permissions[name] for name in asked}))} |"


def _sentences(tree: ast.Module) -> dict[str, str]:
    return {
        node.name: _who_it_is(ast.get_docstring(node) or "") for node in tree.body if isinstance(node, ast.FunctionDef)
    }


def _who_it_is(docstring: str) -> str:
    """Without what is for programmers."""
    sentences = re.split(r"(?<=\.)\s+", " ".join(docstring.split("\n\n")[0].split()))
    return " ".join(one for one in sentences if not one.startswith(("Returns", "Raises", "NotThere", "Missing and")))


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fairplace.config.settings")
    os.environ.setdefault("DATABASE_URL", "postgresql://127.0.0.1:1/none")
    django.setup()
    (HERE / "README.md").write_text(drawn(), encoding="utf-8")


if __name__ == "__main__":
    main()
