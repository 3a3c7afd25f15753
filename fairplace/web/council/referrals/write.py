"""The parts of a referral, in any order, with what each still lacks."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.queries.apart import referrals_apart
from fairplace.dps.referrals.queries.attachments import attachments_of
from fairplace.dps.referrals.queries.plan import plan_stages
from fairplace.dps.referrals.queries.publication import PublicationCheck, is_urgent, publication_check
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.dps.referrals.rules.children import ChildFacts, child_name, counted_children
from fairplace.web.components.formats import counted, sentence
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
        apart=referrals_apart(referral_id),
        urgent=is_urgent(check.referral),
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
    wrong = {(fault.part, fault.child) for fault in check.faults}

    def task(part: str, text: str, hint: str, child: int = 1) -> Task:
        href = part_href(row.id, part, child)
        if (part, child) not in wrong:
            return Task(text, href, "Completed", hint=hint)
        if _started(row, part, child):
            return Task(text, href, "To put right", "warning", hint)
        return Task(text, href, "Not started", "neutral", hint)

    def needs_of(child: int) -> list[Task]:
        needs, features = row.needs_of(child), row.features_of(child)
        asked = [counted(len(needs), "need"), counted(len(features), "feature")] if needs else []
        return [task("needs", "Needs and features", " and ".join(asked), child), *_amounts(row, child)]

    def who(child: int) -> list[Task]:
        return [
            task("child", "The child and the family", "Kept from everyone but the place that is chosen", child),
            task("story", "Their story and own words", "For those who will bid", child),
            _plan(row, child),
        ]

    place = [
        task("kind", "Kind of place", f"{row.placement_kind_name}, {row.category_name}"),
        *_other_categories(row),
        *_children(row, wrong),
        task(
            "facts",
            "Start, urgency, age of child 1" if row.several else "Age, start and urgency",
            row.urgency_name,
        ),
    ]
    may_follow = "May follow with the placement" if is_urgent(row) else ""
    said = counted(len(row.outcomes), "outcome") if row.outcomes else may_follow
    outcomes = task("outcomes", "Outcomes hoped for", said)
    files = _files(row)
    voices = _voices(row.id, waits=("voices", 1) in wrong)
    if row.several:
        sections = [TaskSection("What is needed", [*place, outcomes])]
        for child in row.children:
            own = [*needs_of(child.number), *who(child.number)]
            if child.number > 1:
                own.insert(0, task("facts", "Age and gender", _age(child), child.number))
            sections.append(TaskSection(child_name(child.number), [*own, *_own_outcomes(row, child.number)]))
        sections.append(TaskSection("All of them", [files, voices]))
    else:
        sections = [
            TaskSection("What is needed", [*place, *needs_of(1), outcomes]),
            TaskSection("Who the child is", [*who(1), files, voices]),
        ]
    return [
        *sections,
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
                    "A place that the family names",
                    reverse("council:named_places:show", args=[row.id]),
                    "Optional",
                    "neutral",
                    "By right, also one that is not on the system: asked and awarded without a competition",
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


def _started(row: CouncilReferral, part: str, child: int) -> bool:
    one = row.child(child)
    written = {
        "kind": bool(row.placement_kind),
        "children": bool(row.further),
        "facts": one is not None and one.age is not None,
        "needs": bool(row.needs_of(child)),
        "outcomes": bool(row.outcomes),
        "child": one is not None and one.has_identity,
        "story": one is not None and one.has_story,
        "weights": row.price_weight is not None,
        "limit": row.radius_miles is not None,
    }
    return written[part]


def _children(row: CouncilReferral, wrong: set[tuple[str, int]]) -> list[Task]:
    """Shown once the officer has said that there are several."""
    if not row.several:
        return []
    hint = sentence(counted_children(row.several, len(row.children)))
    href = part_href(row.id, "children")
    if ("children", 1) in wrong:
        return [Task("The children", href, "To put right", "warning", hint)]
    return [Task("The children", href, "Completed", hint=hint)]


def _other_categories(row: CouncilReferral) -> list[Task]:
    """Shown once there is another category."""
    if not row.other_categories:
        return []
    hint = ", ".join(f"{one.name} ({one.placement_kind_name})" for one in row.other_categories)
    return [Task("Other categories", part_href(row.id, "categories"), "Completed", hint=hint)]


def _age(child: ChildFacts) -> str:
    return "" if child.age is None else counted(child.age, "year")


def _own_outcomes(row: CouncilReferral, child: int) -> list[Task]:
    own = sum(one.child == child for one in row.outcomes)
    href = f"{part_href(row.id, 'outcomes')}?child={child}"
    hint = counted(own, "outcome") if own else "Besides those of all children"
    return [Task("Outcomes of its own", href, "Optional", "neutral", hint)]


def _amounts(row: CouncilReferral, child: int) -> list[Task]:
    """How much, how often, by whom: offered once there are needs, asked of nobody."""
    needs = row.needs_of(child)
    if not needs:
        return []
    said = sum(bool(need.provision.sentence) for need in needs)
    hint = f"Said for {said} of {counted(len(needs), 'need')}" if said else "Where the plan says it"
    return [Task("How much, how often, by whom", part_href(row.id, "amounts", child), "Optional", "neutral", hint)]


def _plan(row: CouncilReferral, child: int) -> Task:
    written = len(plan_stages(row.id, child))
    hint = counted(written, "section") if written else "What the EHC plan or care plan says, for bidders or the winner"
    return Task("The plan, section by section", part_href(row.id, "plan", child), "Optional", "neutral", hint)


def _files(row: CouncilReferral) -> Task:
    held = len(attachments_of(row.id))
    hint = counted(held, "file") if held else "Reports and drawings, for bidders or the winner"
    return Task("Files", part_href(row.id, "attachments"), "Optional", "neutral", hint)


def _voices(referral_id: UUID, *, waits: bool) -> Task:
    """R12: they may check and comment; what they said is replied to before publication."""
    hint = "By a link, also in a version for young people"
    href = part_href(referral_id, "voices")
    title = "What the child and the family say of it"
    return (
        Task(title, href, "To reply to", "warning", hint) if waits else Task(title, href, "Optional", "neutral", hint)
    )
