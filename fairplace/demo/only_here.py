"""The demo's own lock: its pages do not exist where the demo is not."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse

from fairplace.web.page import Audience, page
from fairplace.web.page.door import View


def demo_page(view: Callable[..., HttpResponse]) -> View:
    """Open to every visitor of the demo. The addresses are only routed there; this asks once more."""

    @wraps(view)
    def only_here(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return page(Audience.PUBLIC)(only_here)
