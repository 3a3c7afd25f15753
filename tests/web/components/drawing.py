"""Draws our templates without the web server or a database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.test import RequestFactory
from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader

import fairplace
from fairplace.config.jinja import environment

PACKAGE = Path(fairplace.__file__).parent


def draw(source: str, request: HttpRequest | None = None, **context: Any) -> str:
    """A page written in the test, standing on our layouts."""
    loader = ChoiceLoader([DictLoader({"page": source}), FileSystemLoader(PACKAGE)])
    return (
        environment(loader=loader).get_template("page").render(request=request or RequestFactory().get("/"), **context)
    )


def draw_file(path: str, request: HttpRequest | None = None, **context: Any) -> str:
    return draw(f'{{% extends "{path}" %}}', request, **context)
