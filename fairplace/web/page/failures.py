"""Pages for when something is not there, not allowed or broken. Missing and forbidden look the same."""

from __future__ import annotations

import errno
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from fairplace.web.page.door import who_asks
from fairplace.web.page.render import render


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Whoever is signed in still sees that they are: the door turned them away before it let their name in."""
    if not hasattr(request, "actor"):
        request.actor = who_asks(request)  # type: ignore[attr-defined]
    return _unkept(render(request, "web/page/not_found.jinja", http_status=404))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: an old tab, or cookies switched off."""
    return _unkept(render(request, "web/page/form_expired.jinja", http_status=403))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _unkept(render(request, "web/page/bad_request.jinja", http_status=400))


def too_often(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Signing in, or asking for codes, faster than a person does."""
    return _unkept(render(request, "web/page/too_often.jinja", http_status=429))


def too_large(request: HttpRequest) -> HttpResponse:
    """Drawn before session and person are known."""
    return _unkept(render(request, "web/page/too_large.jinja", http_status=413))


def _unkept(response: HttpResponse) -> HttpResponse:
    """These pages carry the name of whoever is signed in, and what is missing now may be there tomorrow."""
    response["Cache-Control"] = "no-store, private"
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """Drawn without database or context: whatever broke may break those too."""
    if _is_passing(sys.exc_info()[1]):
        response = HttpResponse(
            "<!doctype html><html lang=en-GB><title>Try again in a minute – Fairplace</title>"
            "<h1>Sorry, this cannot be done at the moment</h1><p>Fairplace could not reach, or could not keep, what it"
            " needs for this page. Your last click was probably not saved: go back, look, and try again in a minute."
            " If it happens again, tell the team that runs Fairplace for your council.</p></html>",
            status=503,
            headers={"Retry-After": "30"},
        )
        return _unkept(response)
    return HttpResponse(
        "<!doctype html><html lang=en-GB><title>Something went wrong – Fairplace</title>"
        "<h1>Sorry, something went wrong</h1><p>Nothing was saved by your last click. Go back, and try again."
        " If it happens again, tell the team that runs Fairplace for your council.</p></html>",
        status=500,
    )


def _is_passing(error: BaseException | None) -> bool:
    """The database is gone, full or too slow, or the disk is full: nothing in the page or the program is wrong.

    A connection that is lost while it commits leaves it open whether all was saved, so the page does not say so.
    """
    if isinstance(error, OSError):
        return error.errno in {errno.ENOSPC, errno.EDQUOT}
    return isinstance(error, OperationalError | InterfaceError)
