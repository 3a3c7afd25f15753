"""Who the child is: for the winner alone, once the award is accepted (R1). Each reading is recorded."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse

from fairplace.dps.competitions.queries.bidder_invitation import BidderInvitation
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.referrals.queries.attachments import attachments_of
from fairplace.dps.referrals.queries.child import read_identity
from fairplace.dps.referrals.queries.plan import read_plan
from fairplace.web.components.formats import day
from fairplace.web.components.rows import Fact
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.bids.invited import invited


@page(Audience.PROVIDER, roles={Role.BID_MANAGER, Role.PROVIDER_SIGNATORY})
def child(request: PageRequest, invitation: UUID) -> HttpResponse:
    row = invited(request, invitation)
    if row.accepted_at is None or row.declined_at is not None:
        raise Http404
    children = [(child.number, _facts(request, row, child.number)) for child in row.referral.children]
    plans = {
        number: read_plan(actor=request.actor, referral_id=row.referral_id, child=number) for number, _ in children
    }
    return render(
        request,
        "web/provider/bids/child.jinja",
        row=row,
        referral=row.referral,
        children=children,
        plans=plans,
        files=attachments_of(row.referral_id),
    )


def _facts(request: PageRequest, row: BidderInvitation, number: int) -> list[Fact]:
    """The family of brothers and sisters stands with the first of them."""
    known = read_identity(actor=request.actor, referral_id=row.referral_id, child=number)
    facts = [
        Fact("Name", known.full_name),
        Fact("Date of birth", day(known.date_of_birth)),
        Fact("Home postcode", known.home_postcode),
    ]
    if number > 1 and not known.family_name:
        return facts
    return [
        *facts,
        Fact("Family contact", known.family_name or None),
        Fact("E-mail", known.family_email or None),
        Fact("Telephone", known.family_phone or None),
    ]
