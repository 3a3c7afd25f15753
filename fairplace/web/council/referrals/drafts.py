"""A referral that is being written, and the way back to its list of parts."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.dps.referrals.rules.children import child_name
from fairplace.web.page import PageRequest


def draft(request: PageRequest, referral_id: UUID) -> CouncilReferral:
    """404 once it is published: what was put to the market has no page on which to change it."""
    row = referral_for_council(actor=request.actor, referral_id=referral_id)
    if row.state != "draft":
        raise Http404
    return row


def child_asked(request: PageRequest, row: CouncilReferral) -> int:
    """Whose part it is: ?child= of one of several, else 1. 404 for a child that is not there."""
    typed = request.GET.get("child", "1")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
    if row.child(number) is None:
        raise Http404
    return number


def whose(row: CouncilReferral, child: int) -> str:
    """ "Child 2" for the head of a page; empty where there is but one."""
    return child_name(child) if row.several else ""


def back_to_parts(referral_id: UUID) -> HttpResponse:
    return redirect("council:referrals:write", referral_id=referral_id)
