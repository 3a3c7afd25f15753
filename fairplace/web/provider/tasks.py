""" "Your tasks": what needs an answer, by when. Sorted by the time left (pages: Provider, your tasks)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse

from fairplace.dps.competitions.queries.provider_tasks import BiddingTask, TaskKind, provider_tasks
from fairplace.dps.placements.queries.agreements import agreements_of
from fairplace.foundations.kernel.working_days import LONDON
from fairplace.web.components.rows import Status
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.bids.invited import fit_line

if TYPE_CHECKING:
    from fairplace.foundations.kernel.actor import Actor

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Todo:
    """One line of the list. due None: it does not run out."""

    title: str
    href: str
    said: str
    place: str
    status: Status
    due: datetime | None = None
    verb: str = "closes"
    past: str = "closed"


@page(Audience.PROVIDER)
def tasks(request: PageRequest) -> HttpResponse:
    todos = [*_bidding(request.actor), *_to_sign(request.actor)]
    todos.sort(key=lambda todo: (todo.due is None, todo.due or request.now))
    return render(request, "web/provider/tasks.jinja", todos=todos[:SHOWN], total=len(todos))


_WORDS = {
    TaskKind.ANSWER: (Status("To answer", "active"), "closes", "closed"),
    TaskKind.BID: (Status("You will bid", "waiting"), "closes", "closed"),
    TaskKind.AWARD: (Status("Award to accept", "good"), "answer due", "answer was due"),
    TaskKind.FEEDBACK: (Status("Feedback to read", "neutral"), "", ""),
}
_PAGES = {TaskKind.AWARD: "award", TaskKind.FEEDBACK: "feedback"}


def _bidding(actor: Actor) -> list[Todo]:
    """Whether a bid is in, nobody can say here: it is sealed."""
    return [_bidding_todo(task) for task in provider_tasks(actor)]


def _bidding_todo(task: BiddingTask) -> Todo:
    status, verb, past = _WORDS[task.kind]
    page_name = _PAGES.get(task.kind, "referral")
    return Todo(
        title=task.title or task.reference,
        href=reverse(f"provider:bids:{page_name}", kwargs={"invitation": task.invitation_id}),
        said=fit_line(task.needs, task.distance_band, task.placement_kind_name, task.start_on),
        place=f"{task.establishment_name} · {task.reference} · {task.council_name}",
        status=status,
        due=None if task.kind is TaskKind.FEEDBACK else task.due,
        verb=verb,
        past=past,
    )


def _to_sign(actor: Actor) -> list[Todo]:
    """Placement agreements that wait for this provider's signature; the council signs after it."""
    return [
        Todo(
            title=f"Sign the agreement {row.reference}",
            href=reverse("provider:agreements:placement", kwargs={"agreement_id": row.id}),
            said=f"For {row.referral_reference}, with {row.council}",
            place=row.establishment,
            status=Status("To sign", "active"),
            due=_start_of(row.starts_on),
            verb="starts",
            past="was to start",
        )
        for row in agreements_of(actor, waiting_only=True)
    ]


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON)
