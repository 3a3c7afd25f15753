""" "Your tasks": what needs an answer, by when. Sorted by the time left (pages: Provider, your tasks)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.http import HttpResponse

from fairplace.dps.competitions.queries.provider_tasks import BiddingTask, TaskKind, provider_tasks
from fairplace.dps.organisations.queries.evidence import evidence_of
from fairplace.dps.organisations.queries.people_waiting import people_waiting
from fairplace.dps.organisations.rules.evidence_states import to_renew
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.placements.queries.provider_waiting import ProviderWaiting, provider_waiting
from fairplace.dps.qualification.queries.agreements import own_agreements_to_sign
from fairplace.dps.qualification.queries.clarifications import questions_to_answer
from fairplace.dps.qualification.queries.terms_held import terms_waiting
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.working_days import LONDON
from fairplace.web.components.addresses import address
from fairplace.web.components.formats import counted
from fairplace.web.components.rows import Status
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.bids.invited import fit_line

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Todo:
    """One line of the list. due None: it does not run out."""

    title: str
    href: str
    said: str
    place: str
    status: Status
    due: datetime | date | None = None
    verb: str = "Closes"
    past: str = "Closed"


@page(Audience.PROVIDER)
def tasks(request: PageRequest) -> HttpResponse:
    actor = request.actor
    sees_referrals = actor.holds(Role.BID_MANAGER.value, Role.PROVIDER_SIGNATORY.value)
    asked = provider_tasks(actor, SHOWN) if sees_referrals else []
    bidding = [task for task in asked if task.kind in _WORDS]
    first = bidding[:SHOWN]  # sorted as below, so none of the rest is among those shown
    todos = [
        *map(_bidding_todo, first),
        *map(_placement_todo, provider_waiting(actor)),
        *(_accreditations_to_sign(actor) if sees_referrals else ()),
        *_questions(actor),
        *(_terms_to_accept(actor) if sees_referrals else ()),
        *_expiring(actor, request.now),
        *_people(actor, request.now),
    ]
    todos.sort(key=_soonest)
    total = len(bidding) - len(first) + len(todos)
    return render(
        request,
        "web/provider/tasks.jinja",
        todos=todos[:SHOWN],
        total=total,
        declined=[_bidding_todo(task) for task in asked if task.kind is TaskKind.CANNOT][:SHOWN],
        may_opt_in=len({task.reference for task in asked if task.kind is TaskKind.OPT_IN}),
        sees_referrals=sees_referrals,
    )


def _soonest(todo: Todo) -> tuple[bool, datetime]:
    """Without a due time last, in the order in which they came."""
    if todo.due is None:
        return True, datetime.max.replace(tzinfo=LONDON)
    return False, todo.due if isinstance(todo.due, datetime) else _end_of(todo.due)


_WORDS = {
    TaskKind.ANSWER: (Status("To answer", "active"), "Closes", "Closed"),
    TaskKind.BID: (Status("You will bid", "waiting"), "Closes", "Closed"),
    TaskKind.STANDSTILL: (Status("Awarded to you, in standstill", "waiting"), "You can accept", "You could accept"),
    TaskKind.AWARD: (Status("Award to accept", "good"), "Answer due", "Answer was due"),
    TaskKind.PRICE: (Status("Price to explain", "warning"), "Answer due", "Answer was due"),
    TaskKind.FEEDBACK: (Status("Feedback to read", "neutral"), "", ""),
}
_DECLINED = (Status("You cannot", "neutral"), "Closes", "Closed")
_PAGES = {TaskKind.STANDSTILL: "award", TaskKind.AWARD: "award", TaskKind.PRICE: "price", TaskKind.FEEDBACK: "feedback"}


def _bidding_todo(task: BiddingTask) -> Todo:
    """Whether a bid is in, nobody can say here: it is sealed."""
    status, verb, past = _WORDS.get(task.kind, _DECLINED)
    page_name = _PAGES.get(task.kind, "referral")
    return Todo(
        title=task.title or task.reference,
        href=address(f"provider:bids:{page_name}", invitation=task.invitation_id),
        said=fit_line(task.needs or 0, task.distance_band, task.placement_kind_name, task.start_on),
        place=f"{task.establishment_name} · {task.reference} · {task.council_name}",
        status=status,
        due=None if task.kind is TaskKind.FEEDBACK else task.due,
        verb=verb,
        past=past,
    )


def _placement_todo(task: ProviderWaiting) -> Todo:
    """A family has named a place of this provider (R10), or an agreement waits; the council signs after it."""
    if task.starts_on is None:
        return Todo(
            title=task.name or task.referral_reference,
            href=address("provider:named_places:asked", consultation_id=task.id),
            said="A family has named your place for a child. Say whether you can offer one.",
            place=f"{task.place} · {task.referral_reference} · {task.council}",
            status=Status("To answer", "active"),
            due=task.due_at,
            verb="Answer due",
            past="Answer was due",
        )
    return Todo(
        title=f"Sign the agreement {task.name}",
        href=address("provider:agreements:placement", agreement_id=task.id),
        said=f"For {task.referral_reference}, with {task.council}",
        place=task.place,
        status=Status("To sign", "active"),
        due=task.starts_on,
        verb="Starts",
        past="Was to start",
    )


def _accreditations_to_sign(actor: Actor) -> list[Todo]:
    """Agreements of accreditation: a line is on the system when both sides have signed (A1)."""
    return [
        Todo(
            title=f"Sign to join for {line.category_name}",
            href=address("provider:agreements:list"),
            said="You are approved. The lead authority signs after you.",
            place=f"{line.establishment_name} · {line.application_reference}",
            status=Status("To sign", "active"),
        )
        for line in own_agreements_to_sign(actor)
    ]


def _questions(actor: Actor) -> list[Todo]:
    """What the lead authority asks about an application (Q9)."""
    return [
        Todo(
            title="Answer the lead authority",
            href=address("provider:applications:questions", application_id=row.application_id),
            said=row.text if len(row.text) <= 120 else f"{row.text[:117]}…",
            place=row.about or "Your application",
            status=Status("To answer", "active"),
            due=row.answer_by,
            verb="Answer due",
            past="Answer was due",
        )
        for row in questions_to_answer(actor)
    ]


def _terms_to_accept(actor: Actor) -> list[Todo]:
    """New versions of the terms, each with its date and what follows (A8)."""
    return [
        Todo(
            title=f"Accept new terms, version {asked.label}",
            href=address("provider:agreements:accept", terms_id=asked.id),
            said=f"If you do not: {_inside(asked.consequence)}",
            place=counted(asked.lines, "place"),
            status=Status("To accept", "active"),
            due=asked.accept_by,
            verb="Due",
            past="Was due",
        )
        for asked in terms_waiting(actor)
    ]


def _expiring(actor: Actor, now: datetime) -> list[Todo]:
    """Evidence that expired, or expires within 60 days, and that nothing replaces (Q6)."""
    if actor.organisation_id is None or not actor.holds(Role.BID_MANAGER.value, Role.HELPER.value):
        return []
    on = now.astimezone(LONDON).date()
    return [
        Todo(
            title=f"Renew your {_inside(row.kind_name)}",
            href=address("provider:evidence:add_kind", code=row.kind),
            said="Upload the new one before the old one runs out.",
            place=row.document_name,
            status=Status("Expired", "bad") if row.expires_on < on else Status("Expires soon", "warning"),
            due=row.expires_on,
            verb="Expires",
            past="Expired",
        )
        for row in to_renew(evidence_of(actor.organisation_id), on)
        if row.expires_on is not None
    ]


def _people(actor: Actor, now: datetime) -> list[Todo]:
    """Support that looks on, which can be ended, and powerful roles to agree to (X1)."""
    waiting = people_waiting(actor, at=now)
    return [
        *(
            Todo(
                title=f"{row.who}, who runs Fairplace, can see your pages",
                href=address("provider:people:support"),
                said="Look at what was opened, or end it.",
                place=row.reason if len(row.reason) <= 120 else f"{row.reason[:117]}…",
                status=Status("Support looks on", "warning"),
                due=row.ends_at,
                verb="Ends",
                past="Ended",
            )
            for row in waiting.accesses
        ),
        *(
            Todo(
                title=f"Agree to a role for {row.person_name}",
                href=address("provider:people:change", change_id=row.id),
                said=", ".join(row.roles),
                place=f"Asked by {row.asked_by}",
                status=Status("To answer", "active"),
            )
            for row in waiting.changes
        ),
    ]


def _inside(name: str) -> str:
    return name[:1].lower() + name[1:]


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), LONDON)
