"""A request that is larger than any form of ours is refused before a byte of it is kept.

Without this, Django writes any file of any size to the disk while it looks for the form's token: for visitors too.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from fairplace.web.page.failures import too_large

ROOM = 3  # times the largest upload: a file somewhat too large gets its sentence beside the field


def size_limit(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware; needs no session, so it stands before it."""

    def look(request: HttpRequest) -> HttpResponse:
        said = str(request.META.get("CONTENT_LENGTH") or "0")
        if not said.isascii() or not said.isdigit() or int(said[:15]) > ROOM * settings.FAIRPLACE_UPLOAD_LIMIT:
            return too_large(request)
        return get_response(request)

    return look
