"""Draws a page inside the door."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as django_render


def render(request: HttpRequest, template: str, /, http_status: int = 200, **context: Any) -> HttpResponse:
    """template is a path inside the package: "web/council/referrals/open_referrals.jinja"."""
    return django_render(request, template, context, status=http_status, using="pages")
