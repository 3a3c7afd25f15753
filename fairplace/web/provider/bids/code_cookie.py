"""The bid code in the bidder's browser: the only place where it is kept (C2)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from fairplace.dps.competitions.queries.bidder_invitation import BidderInvitation
from fairplace.foundations.kernel.bid_sealing import read_bid_code
from fairplace.foundations.kernel.refused import Refused
from fairplace.web.page import PageRequest

NAME = "bid_code"
KEPT_LONGER = timedelta(days=30)


def kept_code(request: HttpRequest) -> str:
    """The code that this browser keeps for the invitation at hand; "" when there is none."""
    try:
        return read_bid_code(request.COOKIES.get(NAME, ""))
    except Refused:
        return ""


def keep_code(response: HttpResponse, request: PageRequest, invitation: BidderInvitation, code: str) -> None:
    """For this invitation's pages alone, never to be read by a script; past the closing time, which may be moved."""
    seconds = int((invitation.closes_at + KEPT_LONGER - request.now).total_seconds())
    response.set_cookie(
        NAME,
        code,
        max_age=max(seconds, 0),
        path=_path(invitation.id),
        secure=settings.SECURE,
        httponly=True,
        samesite="Strict",
    )


def forget_code(response: HttpResponse, invitation_id: UUID) -> None:
    response.delete_cookie(NAME, path=_path(invitation_id), samesite="Strict")


def _path(invitation_id: UUID) -> str:
    return reverse("provider:bids:referral", kwargs={"invitation": invitation_id})
