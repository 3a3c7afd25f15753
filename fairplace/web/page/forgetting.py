"""What people typed does not linger in the memory of a web process that has nothing to do (C2; docs: sealing.md).

The launcher lets freed memory be written over (children.FORGETFUL). What only a cycle of objects keeps alive is freed
by Python some time later, or never in a process that idles: so a second after the last such request it is collected.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import cache
from threading import Event, Thread

from django.http import HttpRequest, HttpResponse

AFTER = 1.0
"""Seconds."""
_BIDS = "/provider/referrals/"


def forget(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware: for whatever was typed, and for every page of a bid."""

    def answer(request: HttpRequest) -> HttpResponse:
        try:
            return get_response(request)
        finally:
            if request.method == "POST" or request.path.startswith(_BIDS):
                _collector().set()

    return answer


@cache
def _collector() -> Event:
    """Set it, and all that is garbage is collected soon: once, however many ask in that second."""
    asked = Event()

    def collect() -> None:
        while asked.wait():
            Event().wait(AFTER)
            asked.clear()
            gc.collect()

    Thread(target=collect, name="forgetting", daemon=True).start()
    return asked
