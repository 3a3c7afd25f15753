"""Every desk has the same addresses, each behind the door of its audience and role."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse
from django.urls import URLPattern, path

from fairplace.web.page import PageRequest, page
from fairplace.web.people import pages, roles_by_two, sign_on, support
from fairplace.web.people.desk import Desk


def people_addresses(desk: Desk) -> list[URLPattern]:
    """For the room of the desk's audience, which names them "people"."""

    def at(address: str, view: Callable[..., HttpResponse]) -> URLPattern:
        @wraps(view)
        def of_desk(request: PageRequest, **named: object) -> HttpResponse:
            return view(desk, request, **named)

        return path(address, page(desk.audience, roles={desk.role})(of_desk), name=view.__name__)

    found = [
        at("", pages.people),
        at("invite/", pages.invite),
        at("invitations/<uuid:invitation_id>/take-back/", pages.take_back),
        at("signing-in/", pages.demand),
        at("changes/<uuid:change_id>/", roles_by_two.change),
        at("changes/<uuid:change_id>/take-back/", roles_by_two.take_back_change),
        at("<uuid:person_id>/", pages.person),
        at("<uuid:person_id>/switch/", pages.switch),
    ]
    if desk.is_helped:
        found += [at("support/", support.support), at("support/<uuid:access_id>/end/", support.end_support)]
    if desk.signs_on or desk.is_second:
        found += [at("single-sign-on/<uuid:sign_on_id>/", sign_on.sign_on_decide)]
    return found
