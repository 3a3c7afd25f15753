"""Choose an earlier statement of one's own as the start of a new one (C1). Choosing is an act of the bid's page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from fairplace.dps.competitions.queries.bidder_invitation import BidderInvitation
from fairplace.dps.competitions.queries.earlier_statements import EarlierStatement, earlier_statements
from fairplace.dps.organisations.rules.roles import Role
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.formats import counted, day
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.bids.code_cookie import kept_code
from fairplace.web.provider.bids.invited import at, invited


class EarlierForm(forms.Form):
    source = fields.Radios("Which text do you want to start from?", missing="Select the text to start from")
    read_through = fields.Tick(
        "We will read every sentence, and take out whatever is about another child",
        missing="Tick that you will read every sentence and take out whatever is about another child",
    )

    def __init__(self, *args: Any, statements: list[EarlierStatement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].set_choices(  # type: ignore[attr-defined]
            [Choice(one.key, one.source, hint=_hint(one)) for one in statements]
        )


def _hint(one: EarlierStatement) -> str:
    when = f", submitted on {day(one.at)}" if one.at else ""
    return f"{counted(one.words, 'word')}{when}"


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def earlier(request: PageRequest, invitation: UUID) -> HttpResponse:
    row = invited(request, invitation)
    if not row.open_to_bids or not row.will_bid or not kept_code(request):
        return redirect(at(row, "bid"))
    statements = earlier_statements(request.actor, row.id)
    return show_earlier(request, row, statements, EarlierForm(statements=statements))


def show_earlier(
    request: HttpRequest, row: BidderInvitation, statements: list[EarlierStatement], form: EarlierForm
) -> HttpResponse:
    return render(
        request,
        "web/provider/bids/earlier.jinja",
        row=row,
        referral=row.referral,
        statements=statements,
        form=form,
    )
