"""A second person releases what was proposed, or sends it back (four eyes, Q11)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.qualification.actions.release_decision import release_decision, send_back_decision
from fairplace.dps.qualification.queries.lead_assessment import lead_line
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.rows import Reason
from fairplace.web.council.applications.propose import lack_href, rests_on, score_of
from fairplace.web.council.applications.roles import DESK
from fairplace.web.page import Audience, PageRequest, page, render


class ReleaseForm(forms.Form):
    """proposal: the one that the page showed, so that nobody releases what they have not read."""

    proposal = fields.Hidden()
    outcome = fields.Radios(
        "What do you do?",
        choices=[
            Choice("release", "Release it", hint="The provider gets its letter."),
            Choice("back", "Send it back", hint="Whoever assesses looks at it again.", reveals=("reason",)),
        ],
        missing="Select release or send back",
    )
    reason = fields.LongText(
        "What has to be looked at again?", max_words=200, rows=4, missing="Say what has to be looked at again"
    )


@page(Audience.COUNCIL, roles=DESK)
def release(request: PageRequest, line_id: UUID) -> HttpResponse:
    row = lead_line(request.actor, line_id)
    decision = row.decision
    if decision is None:
        raise NotThere
    form = ReleaseForm(
        request.POST if request.method == "POST" else None, initial={"proposal": str(decision.proposal_id)}
    )
    yours = decision.proposed_by_id == request.actor.person_id
    if request.method == "POST" and form.is_valid():
        released = form.cleaned_data["outcome"] == "release"
        given: dict[str, Any] = {
            "actor": request.actor,
            "line_id": line_id,
            "proposal_id": _proposal(form),
            "at": request.now,
        }
        try:
            if released:
                release_decision(**given)
            else:
                send_back_decision(**given, reason=form.cleaned_data["reason"] or "")
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "Released." if released else "Sent back.")
            return redirect("council:applications:line", line_id=line_id)
    return render(
        request,
        "web/council/applications/release.jinja",
        row=row,
        decision=decision,
        form=form,
        yours=yours,
        facts=rests_on(row),
        reasons=[Reason(lack.text, lack_href(row, lack)) for lack in row.lacks] if decision.approved else [],
        score=score_of(row) if decision.approved else None,
    )


def _proposal(form: ReleaseForm) -> UUID:
    try:
        return UUID(form.cleaned_data["proposal"])
    except ValueError:
        raise NotThere from None
