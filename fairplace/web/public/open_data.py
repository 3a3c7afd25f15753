"""Open contracting data at its stable addresses (contract: /open-data/)."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse

from fairplace.dps.transparency.queries.published import record_of, releases_page
from fairplace.dps.transparency.rules.releases import package, record_package
from fairplace.web.page import Audience, PageRequest, page

PAGE = 100


@page(Audience.PUBLIC)
def releases(request: PageRequest) -> HttpResponse:
    """The release package of all that is published, newest first; `after` names the last release of the page before."""
    after = request.GET.get("after")
    try:
        found = releases_page(after=UUID(after) if after else None, size=PAGE)
    except ValueError as malformed:
        raise Http404 from malformed
    if found is None:
        raise Http404
    address = settings.PUBLIC_ADDRESS + reverse("public:releases")
    uri = f"{address}?after={after}" if after else address
    following = f"{address}?after={found.next_after}" if found.next_after else ""
    return _json(package(found.releases, uri=uri, at=request.now, next_page=following))


@page(Audience.PUBLIC)
def record(request: PageRequest, ocid: str) -> HttpResponse:
    """The record package of one contracting process."""
    found = record_of(ocid)
    if found is None:
        raise Http404
    uri = settings.PUBLIC_ADDRESS + reverse("public:record", kwargs={"ocid": ocid})
    return _json(record_package(found, uri=uri, at=request.now))


def _json(content: dict[str, object]) -> JsonResponse:
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response
