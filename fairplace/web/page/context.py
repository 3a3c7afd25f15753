"""What stands around every page: navigation by audience, the council's colour, the demo's bar."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest

from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.actor import Actor
from fairplace.web.components.addresses import address
from fairplace.web.components.formats import moment
from fairplace.web.components.furniture import DemoBar, Furniture, Link, Support

# name of the page, address, roles of which one is needed (none: everyone of that kind)
_COUNCIL: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("Your referrals", "council:referrals:open_referrals", frozenset({Role.PLACEMENT_OFFICER})),
    ("To open", "council:opening:to_open", frozenset({Role.OPENER})),
    (
        "To score",
        "council:marking:to_score",
        frozenset({Role.EVALUATOR, Role.PROCUREMENT_OFFICER, Role.CONTRACT_MANAGER}),
    ),
    (
        "Applications",
        "council:applications:queue",
        frozenset({Role.PROCUREMENT_OFFICER, Role.CONTRACT_MANAGER}),
    ),
    (
        "The system",
        "council:market:systems",
        frozenset({Role.PROCUREMENT_OFFICER, Role.CONTRACT_MANAGER, Role.CATEGORY_LEAD}),
    ),
    (
        "Categories",
        "council:categories:board",
        frozenset({Role.CATEGORY_LEAD, Role.PROCUREMENT_OFFICER, Role.COUNCIL_SIGNATORY, Role.CONTRACT_MANAGER}),
    ),
    ("To sign", "council:agreements:to_sign", frozenset({Role.COUNCIL_SIGNATORY, Role.PROCUREMENT_OFFICER})),
    ("What is kept", "council:retention:report", frozenset({Role.PLACEMENT_OFFICER, Role.COUNCIL_SIGNATORY})),
    ("People", "council:people:people", frozenset({Role.ADMINISTRATOR})),
)
_PROVIDER: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("Your tasks", "provider:tasks", frozenset()),
    ("Your places on the system", "provider:applications:overview", frozenset()),
    ("Evidence", "provider:evidence:library", frozenset({Role.BID_MANAGER, Role.HELPER})),
    ("Agreements", "provider:agreements:list", frozenset({Role.BID_MANAGER, Role.PROVIDER_SIGNATORY})),
    ("People", "provider:people:people", frozenset({Role.BID_MANAGER})),
)
_OPERATOR: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("Health", "operator:health", frozenset()),
    ("Registers", "operator:registers:history", frozenset()),
    ("People", "operator:people:people", frozenset({Role.OPERATOR})),
    ("Support", "operator:support:support", frozenset()),
)
_BY_KIND = {"council": _COUNCIL, "provider": _PROVIDER, "operator": _OPERATOR}
_PUBLIC = (
    ("How to join", "public:how_to_join"),
    ("Who has a place", "public:accredited"),
    ("Awards", "public:awards"),
    ("Have your say", "public:consultations"),
)
_LINKS = ("/family/", "/place/")
_FOOTER = (
    ("How scores are worked out", "public:method"),
    ("How bids are sealed", "public:sealing"),
    ("Accessibility", "public:accessibility"),
    ("Privacy", "public:privacy"),
    ("Security", "public:security"),
    ("Open data", "public:releases"),
    ("The record", "public:log"),
)


def furniture(request: HttpRequest) -> dict[str, Any]:
    """Context processor: needs no query, only what the door found out."""
    actor: Actor | None = getattr(request, "actor", None)
    by_link = request.path.startswith(_LINKS)
    signed_in = actor is not None and actor.organisation_kind is not None
    if signed_in and actor is not None:
        navigation = tuple(
            _link(request, text, name)
            for text, name, needed in _BY_KIND[str(actor.organisation_kind)]
            if not needed or actor.holds(*(role.value for role in needed))
        )
    elif by_link:
        navigation = ()  # who comes by a link has one thing to do: nothing is read aloud before it
    else:
        navigation = tuple(_link(request, text, name) for text, name in _PUBLIC)
    return {
        "furniture": Furniture(
            person_name=actor.name if actor else "",
            organisation_name=actor.organisation_name if actor else "",
            council=_council_code(actor),
            home_href="/home/" if signed_in else "/",
            sign_in_href="" if signed_in or by_link else address("account_login"),
            sign_out_href=address("account_logout") if signed_in else "",
            account_href=address("account") if signed_in else "",
            navigation=navigation,
            footer_links=tuple(Link(text, address(name)) for text, name in _FOOTER),
            demo=_demo_bar(),
            support=_support(request),
            messages=get_messages(request),
        ),
        "actor": actor,
        "now": getattr(request, "now", None),
    }


def _link(request: HttpRequest, text: str, name: str) -> Link:
    href = address(name)
    return Link(text, href, active=request.path.startswith(href))


def _council_code(actor: Actor | None) -> str:
    if actor is None or not actor.is_council:
        return ""
    return (
        actor.organisation_name.lower()
        .removesuffix(" council")
        .removesuffix(" county")
        .replace(" & ", " ")
        .replace(" ", "-")
    )


def _support(request: HttpRequest) -> Support | None:
    looking = getattr(request, "looking_on", None)
    if looking is None:
        return None
    return Support(looking.actor.organisation_name, moment(looking.ends_at), address("operator:support:leave"))


def _demo_bar() -> DemoBar | None:
    if not settings.DEMO:
        return None
    return DemoBar(
        text="This is a demonstration. Every place, person and child in it is invented.",
        links=(
            Link("Be someone else", address("demo:people")),
            Link("Move the clock", address("demo:clock")),
            Link("See messages sent", address("demo:outbox")),
        ),
    )
