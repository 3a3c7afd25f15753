"""The one door: every view says who it is for; the door finds out who asks, and when, before the view runs.

    @page(Audience.COUNCIL, roles={Role.PLACEMENT_OFFICER})
    def show_referral(request: PageRequest, referral_id: UUID) -> HttpResponse: ...

Inside, `request.actor` is who acts and `request.now` the database's time at the start of the request. The whole view
runs in one transaction in which row-level security knows the actor's organisation; an action's refusal undoes
that action alone. Whoever is not of the audience sees the same 404 as for a page that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import Enum
from functools import wraps
from typing import Any, Protocol, cast
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db import InternalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers

from fairplace.dps.organisations.actions.look_on import record_page_read
from fairplace.dps.organisations.actions.use_sign_in import use_sign_in
from fairplace.dps.organisations.queries.looking_on import Borrowed, borrowed
from fairplace.dps.organisations.queries.signed_in import SignedIn, who_is_signed_in
from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations import audit
from fairplace.foundations.audit.refusals import note_refusal
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.web.page.render import render


class Audience(Enum):
    """Who a page is for."""

    PUBLIC = "public"
    FAMILY = "family"
    PLACE = "place"
    ANYONE_SIGNED_IN = "signed_in"
    COUNCIL = "council"
    PROVIDER = "provider"
    OPERATOR = "operator"


BY_LINK = frozenset({Audience.FAMILY, Audience.PLACE})
"""Who comes by a link that is itself the key: without an account, and never kept in a cache."""


class PageRequest(HttpRequest):
    """A request that came through the door."""

    actor: Actor
    now: datetime
    looking_on: Borrowed | None


SIGN_IN_KEY = "sign_in"
"""Where a session keeps which sign-in it is."""
METHODS = ("GET", "HEAD", "POST")
HELPED = frozenset({Audience.COUNCIL, Audience.PROVIDER})
"""Pages that somebody who runs Fairplace can see of an organisation that it helps."""
LOOKING_ON = "looking_on"

VISITOR = Actor(
    person_id=None,
    name="",
    organisation_id=None,
    organisation_kind=None,
    organisation_name="",
    roles=frozenset(),
)


class View(Protocol):
    """What the door gives to the address table."""

    audience: Audience
    roles: frozenset[str]

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse: ...


def page(
    audience: Audience, *, roles: Iterable[Role] = (), before_factor: bool = False
) -> Callable[[Callable[..., HttpResponse]], View]:
    """Name a view's audience and, for people of an organisation, the roles of which they need one.

    before_factor: also for whoever has yet to set up the second factor that their organisation demands.
    """
    needed = frozenset(role.value for role in roles)

    def door(view: Callable[..., HttpResponse]) -> View:
        @wraps(view)
        def walk(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in METHODS:  # before anything is looked up: it says nothing of what is there
                return HttpResponseNotAllowed(METHODS)
            if "\0" in request.path:  # nothing has such an address, and PostgreSQL would not hear of it
                raise Http404
            signed_in = _signed_in(request)
            helper = signed_in.actor if signed_in else VISITOR
            looking = looking_on(request, helper) if audience in HELPED else None
            actor = looking.actor if looking else helper
            if audience not in {Audience.PUBLIC, *BY_LINK}:
                if actor is VISITOR:
                    asked = request.get_full_path() if request.method == "GET" else "/home/"
                    return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': asked})}")
                if signed_in and signed_in.must_strengthen and not before_factor:
                    return redirect("account_strengthen")
                of_another = audience is not Audience.ANYONE_SIGNED_IN and actor.organisation_kind != audience.value
                if of_another or (needed and not actor.holds(*needed)):
                    raise not_there(request, helper)
            guest = cast(PageRequest, request)
            guest.actor = actor
            guest.looking_on = looking
            if looking and request.method not in {"GET", "HEAD"}:
                return refusal(request, "You see these pages to help: you can read, and change nothing.")
            try:
                # Whose the link is, is found by the link: until then nobody's organisation can be named.
                with audit.transaction_as(actor, everyone=audience in BY_LINK) as now:
                    guest.now = now
                    if looking:
                        record_page_read(actor=helper, access_id=looking.access_id, address=request.path)
                        audit.only_look_on()
                    response = view(guest, *args, **kwargs)
                    if isinstance(response, TemplateResponse):
                        response.render()
            except (NotThere, Http404) as missing:
                if audience is Audience.PUBLIC:
                    raise Http404 from missing
                raise not_there(request, helper) from missing
            except Refused as refused:
                # A form shows a refusal beside its field; this is for a refusal that no form expected.
                response = refusal(request, refused.sentence)
            except InternalError:  # the database refuses every change, and what is recorded when it is read
                if looking is None:
                    raise
                response = refusal(request, "This page records who reads it, so it is not shown to those who help.")
            if actor is not VISITOR or audience in BY_LINK:
                add_never_cache_headers(response)
                response["Cache-Control"] = "no-store, private"
            return response

        found = cast(View, walk)
        found.audience = audience
        found.roles = needed
        return found

    return door


def not_there(request: HttpRequest, actor: Actor) -> Http404:
    """What is another's and what does not exist look the same, and both are counted (A1)."""
    match = request.resolver_match
    note_refusal(actor, method=str(request.method), page=match.route if match else "")
    return Http404()


def refusal(request: HttpRequest, sentence: str) -> HttpResponse:
    return render(request, "web/page/refused.jinja", sentence=sentence, http_status=409)


def looking_on(request: HttpRequest, actor: Actor) -> Borrowed | None:
    """The organisation whose pages this operator reads just now, by an access that is live (X1)."""
    wanted = request.session.get(LOOKING_ON) if actor.is_operator else None
    if not wanted:
        return None
    with audit.transaction_as(actor):  # the wall lets an access be seen by its two sides alone
        found = borrowed(actor, UUID(wanted))
    if found is None:
        del request.session[LOOKING_ON]
    return found


def who_asks(request: HttpRequest) -> Actor:
    found = _signed_in(request)
    return found.actor if found else VISITOR


def _signed_in(request: HttpRequest) -> SignedIn | None:
    """Whoever this session belongs to; None when it has ended here or elsewhere, or lay unused for too long."""
    user = request.user
    if not user.is_authenticated:
        return None
    try:
        sign_in_id = UUID(request.session.get(SIGN_IN_KEY, ""))
    except ValueError:
        return None
    found = who_is_signed_in(user.pk, sign_in_id, idle=settings.SESSION_IDLE, longest=settings.SESSION_LONGEST)
    if found and found.is_worth_writing:
        use_sign_in(sign_in_id=sign_in_id)
    return found
