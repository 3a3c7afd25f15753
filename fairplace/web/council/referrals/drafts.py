"""A referral that is being written, and the way back to its list of parts."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.referrals.queries.referral_for_council import referral_for_council
from fairplace.dps.referrals.queries.rows import CouncilReferral
from fairplace.web.page import PageRequest


def draft(request: PageRequest, referral_id: UUID) -> CouncilReferral:
    """404 once it is published: what was put to the market has no page on which to change it."""
    row = referral_for_council(actor=request.actor, referral_id=referral_id)
    if row.state != "draft":
        raise Http404
    return row


def back_to_parts(referral_id: UUID) -> HttpResponse:
    return redirect("council:referrals:write", referral_id=referral_id)
