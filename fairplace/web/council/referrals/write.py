"""The parts of a referral, in any order, with what each still lacks."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.queries.publication import PublicationCheck, publication_check
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.web.components.formats import counted
from fairplace.web.components.rows import Reason, Task, TaskSection
from fairplace.web.page import Audience, PageRequest, page, render

# part of rules.readiness -> the name of its page
PAGES = {"limit": "where"}


@page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
def write(request: PageRequest, referral_id: UUID) -> HttpResponse:
    check = publication_check(actor=request.actor, referral_id=referral_id, at=request.now)
    if check.referral.state != "draft":
        raise Http404
    return render(
        request,
        "web/council/referrals/write.jinja",
        referral=check.referral,
        sections=_sections(check),
        reasons=reasons_of(check),
    )


def reasons_of(check: PublicationCheck) -> list[Reason]:
    """ "Not yet ready because…", each with its page."""
    return [Reason(fault.sentence, part_href(check.referral.id, fault.part, fault.child)) for fault in check.faults]


def part_href(referral_id: UUID, part: str, child: int = 1) -> str:
    """The page of a part; of one of several children, for that child."""
    href = reverse(f"council:referrals:{PAGES.get(part, part)}", args=[referral_id])
    return f"{href}?child={child}" if child > 1 else href


def _sections(check: PublicationCheck) -> list[TaskSection]:
    row = check.referral
    wrong = {fault.part for fault in check.faults}
    started = {
        "kind": bool(row.placement_kind),
        "facts": row.age is not None,
        "needs": bool(row.needs),
        "outcomes": bool(row.outcomes),
        "child": row.has_identity,
        "story": row.has_story,
        "weights": row.price_weight is not None,
        "limit": row.radius_miles is not None,
    }

    def task(part: str, text: str, hint: str) -> Task:
        href = part_href(row.id, part)
        if part not in wrong:
            return Task(text, href, "Completed", hint=hint)
        if started[part]:
            return Task(text, href, "To put right", "warning", hint)
        return Task(text, href, "Not started", "neutral", hint)

    asked = [counted(len(row.needs), "need"), counted(len(row.features), "feature")] if row.needs else []
    return [
        TaskSection(
            "What is needed",
            [
                task("kind", "Kind of place", f"{row.placement_kind_name}, {row.category_name}"),
                task("facts", "Age, start and urgency", row.urgency_name),
                task("needs", "Needs and features", " and ".join(asked)),
                *_amounts(row),
                task("outcomes", "Outcomes hoped for", counted(len(row.outcomes), "outcome") if row.outcomes else ""),
            ],
        ),
        TaskSection(
            "Who the child is",
            [
                task("child", "The child and the family", "Kept from everyone but the place that is chosen"),
                task("story", "Their story and own words", "For those who will bid"),
                _voices(row.id, waits="voices" in wrong),
            ],
        ),
        TaskSection(
            "How a place is found",
            [
                task("weights", "What weighs how much", "Price and quality, 100 points in all"),
                task(
                    "limit",
                    "Who can meet it",
                    f"Up to {row.radius_miles} miles" if row.radius_miles else "How far from home",
                ),
                Task(
                    "A premium for what helps the child",
                    part_href(row.id, "incentive"),
                    "Optional",
                    "neutral",
                    "For outcomes reached or a safe step-down; never scored",
                ),
            ],
        ),
    ]


def _amounts(row: CouncilReferral) -> list[Task]:
    """How much, how often, by whom: offered once there are needs, asked of nobody."""
    if not row.needs:
        return []
    said = sum(bool(need.provision.sentence) for need in row.needs)
    hint = f"Said for {said} of {counted(len(row.needs), 'need')}" if said else "Where the plan says it"
    return [Task("How much, how often, by whom", part_href(row.id, "amounts"), "Optional", "neutral", hint)]


def _voices(referral_id: UUID, *, waits: bool) -> Task:
    """R12: they may check and comment; what they said is replied to before publication."""
    hint = "By a link, also in a version for young people"
    href = part_href(referral_id, "voices")
    title = "What the child and the family say of it"
    return (
        Task(title, href, "To reply to", "warning", hint) if waits else Task(title, href, "Optional", "neutral", hint)
    )
