"""Be any person of the demo, with one click. The children and families are invented, and so is everybody else."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from fairplace.demo.only_here import demo_page
from fairplace.demo.region import Somebody, councils, operator, providers
from fairplace.dps.competitions.queries.coming_deadlines import OpenChoice, open_choices
from fairplace.dps.organisations.queries.people import people_by_email
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.organisations.rules.sign_ins import Factor
from fairplace.foundations.messages.queries import all_messages
from fairplace.web.page import PageRequest, render
from fairplace.web.signing_in.sessions import sign_in_as

_FAMILY_LINK = re.compile(r"/family/choice/([\w-]+)/")


@dataclass(frozen=True, slots=True)
class PersonToBe:
    """One button."""

    person: Somebody
    organisation: str

    @property
    def roles(self) -> str:
        return ", ".join(role.label.lower() for role in self.person.roles).capitalize()


@dataclass(frozen=True, slots=True)
class Group:
    """Everybody who comes to do the same."""

    title: str
    comes_to: str
    people: tuple[PersonToBe, ...]

    @property
    def nearest(self) -> tuple[PersonToBe, ...]:
        """Those of the lead council, where there is a story at every stage; else everybody."""
        lead = councils()[0].name
        return tuple(one for one in self.people if one.organisation == lead) or self.people

    @property
    def others(self) -> tuple[PersonToBe, ...]:
        return tuple(one for one in self.people if one not in self.nearest)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the suggested path."""

    does: str
    person: PersonToBe | None = None


@dataclass(frozen=True, slots=True)
class FamilyToBe:
    """A family's page by the link of its letter."""

    reference: str
    title: str
    expires_at: datetime
    href: str


@demo_page
def people(request: PageRequest) -> HttpResponse:
    there = people_by_email(person.email for person in _everybody())
    groups = [_present(group, set(there)) for group in _groups()]
    return render(
        request,
        "demo/people.jinja",
        groups=[group for group in groups if group.people],
        steps=_steps(),
        families=list(_families(request.now)),
        newcomer=_newcomer(),
    )


@demo_page
@require_POST
def be(request: PageRequest) -> HttpResponse:
    """Sign in as that person: only for people of the demo's own region."""
    email = request.POST.get("person", "")
    if email not in {person.email for person in _everybody()}:
        raise Http404
    person = get_user_model().objects.filter(email=email, is_active=True).first()
    if person is None:
        raise Http404
    sign_in_as(request, person.pk, Factor.DEMO)
    return redirect("/home/")


def _everybody() -> list[Somebody]:
    return [one.person for group in _groups() for one in group.people]


def _groups() -> Iterator[Group]:
    """Each person once, under the first of their duties in this order."""
    lead = councils()[0]
    in_councils = [PersonToBe(person, council.name) for council in councils() for person in council.people]
    in_providers = [PersonToBe(person, provider.name) for provider in providers() for person in provider.people]
    for title, comes_to, roles in _DUTIES:
        found = [one for one in in_councils if one.person.roles[0] in roles]
        yield Group(title.format(lead=lead.name), comes_to, tuple(found))
    bidding = [one for one in in_providers if Role.BID_MANAGER in one.person.roles]
    yield Group("Providers: bid", "Apply to join, answer invitations, write sealed bids, accept awards", tuple(bidding))
    signing = [one for one in in_providers if one.person.roles[0] is Role.PROVIDER_SIGNATORY]
    yield Group("Providers: sign", "Sign what their organisation has agreed", tuple(signing))
    yield Group("Run the system", "Look after its health", (PersonToBe(operator(), "Fairplace support"),))


_ADMIT = (Role.PROCUREMENT_OFFICER, Role.CONTRACT_MANAGER)
_DUTIES = (
    ("Councils: find places", "Write referrals, publish them, compare bids, award", (Role.PLACEMENT_OFFICER,)),
    ("Councils: open bids", "Two of three turn their keys after the closing time", (Role.OPENER,)),
    ("Councils: mark", "Mark statements without knowing whose they are", (Role.EVALUATOR,)),
    ("Councils: sign", "Sign placement agreements after the provider", (Role.COUNCIL_SIGNATORY,)),
    (
        "Councils: draft categories",
        "Draft what providers are asked, put it out for comments, have every partner agree",
        (Role.CATEGORY_LEAD,),
    ),
    ("{lead}: admit providers", "Assess applications, mark, decide, sign", _ADMIT),
)


def _present(group: Group, emails: set[str]) -> Group:
    return Group(group.title, group.comes_to, tuple(one for one in group.people if one.person.email in emails))


def _steps() -> list[Step]:
    """Part 6 of the demo as a walk: who does what, in order."""
    lead, named = councils()[0], {person.key: person for person in _everybody()}

    def step(key: str, does: str) -> Step:
        organisation = lead.name
        for provider in providers():
            if any(person.key == key for person in provider.people):
                organisation = provider.name
        return Step(does, PersonToBe(named[key], organisation))

    return [
        step("priya", "writes what a child needs, sees who can meet it, and publishes"),
        step("amelia", "answers the invitation and seals a bid for Osierfield School"),
        step("lorna", "does the same for Copperwing"),
        Step("Move the clock past the closing time (the link is in the yellow bar)"),
        step("helen", "turns the first key, under her own passphrase"),
        step("samuel", "turns the second key: the bids are open"),
        step("grace", "marks the statements without knowing whose they are"),
        step("daniel", "marks them too, and the two agree a mark"),
        step("priya", "scores the bids, lets the family choose where it is close, and awards"),
        step("amelia", "accepts, and reads the feedback"),
        step("george", "signs the placement agreement for the provider"),
        step("margaret", "signs it for the council"),
    ]


def _newcomer() -> PersonToBe:
    """Somebody whose provider has not applied yet."""
    provider = next(one for one in providers() if one.key == "lanternmere")
    return PersonToBe(provider.who(Role.BID_MANAGER), provider.name)


def _families(at: datetime) -> Iterator[FamilyToBe]:
    """Families that have been asked: their links stand in their letters, so they are taken from the outbox."""
    waiting: dict[bytes, OpenChoice] = {choice.token_sha256: choice for choice in open_choices(at)}
    if not waiting:
        return
    for letter in all_messages(limit=2000):
        for token in _FAMILY_LINK.findall(letter.body_text):
            choice = waiting.pop(hashlib.sha256(token.encode()).digest(), None)
            if choice is not None:
                href = reverse("family:choice", kwargs={"token": token})
                yield FamilyToBe(choice.reference, choice.title, choice.expires_at, href)
