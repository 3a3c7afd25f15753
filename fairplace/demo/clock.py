"""Move the demo's clock on, so that a visitor reaches the next stage without waiting days."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from procrastinate.exceptions import AlreadyEnqueued

from fairplace.demo.only_here import demo_page
from fairplace.dps.competitions.jobs import end_what_lapsed
from fairplace.dps.competitions.queries.coming_deadlines import coming_deadlines
from fairplace.foundations.audit import clock
from fairplace.foundations.kernel.working_days import LONDON, add_working_days
from fairplace.web.components.formats import moment as in_words
from fairplace.web.page import PageRequest, render

FURTHEST = timedelta(days=60)
PAST = timedelta(minutes=1)
WORDS = {
    "closes": "bids close for {reference}",
    "choice_ends": "the family’s time to choose ends for {reference}",
    "standstill_ends": "the standstill of {reference} ends and the award can be accepted",
    "acceptance_ends": "the time to accept the award of {reference} ends",
}


@dataclass(frozen=True, slots=True)
class Jump:
    """One button. at: where the clock goes, a minute past what is due."""

    at: datetime
    what: str
    note: str = ""

    @property
    def due(self) -> datetime:
        return self.at - PAST


@demo_page
def move_clock(request: PageRequest) -> HttpResponse:
    if request.method == "POST":
        _move(request)
        return redirect("demo:clock")
    ahead = clock.shift()
    return render(
        request,
        "demo/clock.jinja",
        jumps=list(_jumps(request.now)),
        steps=list(_plain_steps(request.now)),
        ahead=ahead if ahead > timedelta(seconds=1) else None,
        ahead_words=_length(ahead),
    )


def _move(request: PageRequest) -> None:
    try:
        target = datetime.fromisoformat(request.POST.get("to", ""))
    except ValueError:
        target = None
    if target is None or target.tzinfo is None or not request.now < target <= request.now + FURTHEST:
        messages.warning(request, "The clock only goes forward, 60 days at most: choose one of the times below.")
        return
    clock.shift_by(target - request.now)
    with suppress(AlreadyEnqueued), transaction.atomic():
        end_what_lapsed.configure(task_kwargs={"timestamp": int(target.timestamp())}).defer()
    messages.success(request, f"The demo’s clock now says {in_words(target)}.")


def _jumps(now: datetime) -> Iterator[Jump]:
    for coming in coming_deadlines(now):
        does = WORDS[coming.what].format(reference=coming.reference)
        yield Jump(coming.at + PAST, does, f"{coming.title}, {coming.council_name}")


def _plain_steps(now: datetime) -> Iterator[Jump]:
    yield Jump(now + timedelta(hours=1), "One hour on")
    day = add_working_days(now.astimezone(LONDON).date(), 1)
    morning = datetime.combine(day, datetime.min.time(), LONDON).replace(hour=9)
    yield Jump(morning, "To 9am on the next working day")
    yield Jump(now + timedelta(days=7), "One week on")


def _length(ahead: timedelta) -> str:
    days, hours = ahead.days, ahead.seconds // 3600
    parts = [
        f"{number} {name}{'' if number == 1 else 's'}" for number, name in ((days, "day"), (hours, "hour")) if number
    ]
    return " and ".join(parts) or "less than an hour"
