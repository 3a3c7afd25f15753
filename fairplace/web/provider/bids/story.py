"""The child's story, for those who will bid and accepted confidentiality (R1): each reading is recorded."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.queries.attachments import attachments_of, read_attachment
from fairplace.dps.referrals.queries.child import read_story
from fairplace.dps.referrals.queries.plan import read_plan
from fairplace.web.components.downloads import as_attachment
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.bids.invited import invited


@page(Audience.PROVIDER, roles={Role.BID_MANAGER, Role.PROVIDER_SIGNATORY})
def story(request: PageRequest, invitation: UUID) -> HttpResponse:
    row = invited(request, invitation)
    if not row.will_bid:
        raise Http404
    stories = [
        (child, read_story(actor=request.actor, referral_id=row.referral_id, child=child.number))
        for child in row.referral.children
    ]
    plans = {
        child.number: read_plan(actor=request.actor, referral_id=row.referral_id, child=child.number)
        for child in row.referral.children
    }
    return render(
        request,
        "web/provider/bids/story.jinja",
        row=row,
        referral=row.referral,
        stories=stories,
        plans=plans,
        files=attachments_of(row.referral_id),
    )


@page(Audience.PROVIDER, roles={Role.BID_MANAGER, Role.PROVIDER_SIGNATORY})
def file(request: PageRequest, invitation: UUID, attachment_id: UUID) -> HttpResponse:
    row = invited(request, invitation)
    return as_attachment(read_attachment(actor=request.actor, referral_id=row.referral_id, attachment_id=attachment_id))
