"""The official GOV.UK macros, callable from our own templates and from Python.

The macros read options that were not given, so they cannot run where an undefined name is an error, as it is
in our own templates. They live in an environment of their own and are called through `Macros`:

    {{ govuk.button({"text": "Save and continue"}) }}
    {{ govuk.warning_text({"text": "You can be fined."}) }}

The options are those of https://design-system.service.gov.uk; `text` is escaped, `html` is not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

PREFIX = "govuk_frontend_jinja"


@cache
def macro_environment() -> Environment:
    """The environment in which the official macros run."""
    return Environment(
        loader=PrefixLoader({PREFIX: PackageLoader(PREFIX)}),
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _macro(name: str) -> Callable[[Mapping[str, Any]], Markup]:
    template = macro_environment().get_template(f"{PREFIX}/components/{name.replace('_', '-')}/macro.html")
    camel = "govuk" + "".join(part.capitalize() for part in name.split("_"))
    macro: Callable[[Mapping[str, Any]], Markup] = getattr(template.module, camel)
    return macro


def call_macro(name: str, params: Mapping[str, Any]) -> Markup:
    """Render one official component: `call_macro("date_input", {...})`."""
    return _macro(name)(params).strip()


class Macros:
    """`govuk` in templates: one method per official component, named in snake case."""

    def __getattr__(self, name: str) -> Callable[..., Markup]:
        if name.startswith("_"):
            raise AttributeError(name)

        def component(params: Mapping[str, Any] | None = None, **options: Any) -> Markup:
            return call_macro(name, {**(params or {}), **options})

        return component
