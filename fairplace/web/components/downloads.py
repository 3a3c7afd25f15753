"""A private document on its way to the person who may have it."""

from __future__ import annotations

from typing import Protocol

from django.http import HttpResponse
from django.utils.http import content_disposition_header


class Downloadable(Protocol):
    """What a document store hands out."""

    @property
    def name(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def content(self) -> bytes: ...


def as_attachment(document: Downloadable) -> HttpResponse:
    """Always an attachment with its checked type: nothing uploaded is ever shown inside our pages."""
    response = HttpResponse(document.content, content_type=document.media_type)
    response["Content-Disposition"] = content_disposition_header(True, document.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
