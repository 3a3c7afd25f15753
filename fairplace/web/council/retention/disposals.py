"""One disposal: what is to go, the second person's answer, how far it is, and its certificate (T5)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.custody.actions.ask_disposal import decide_disposal
from fairplace.dps.custody.permissions import KEEPER_ROLES
from fairplace.dps.custody.queries.disposals import certificate, disposal_file
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.downloads import as_attachment
from fairplace.web.components.lists import read_paging
from fairplace.web.page import Audience, PageRequest, page, render

PER_PAGE = 100


class DecideForm(forms.Form):
    agree = fields.Radios(
        "May this go?",
        choices=[
            Choice("yes", "Yes: erase it", hint="It cannot be taken back. A hold that is placed meanwhile still wins."),
            Choice("no", "No", reveals=("because",)),
        ],
        missing="Select whether it may go",
    )
    because = fields.Text("Why not?", longest=300, required=False, mark_optional=False)


@page(Audience.COUNCIL, roles=KEEPER_ROLES)
def disposal(request: PageRequest, disposal_id: UUID) -> HttpResponse:
    shown = disposal_file(request.actor, disposal_id)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        agree, because = form.cleaned_data["agree"] == "yes", form.cleaned_data["because"]
        try:
            decide_disposal(actor=request.actor, disposal_id=disposal_id, agree=agree, because=because, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, "It is being carried out." if agree else "Nothing of it goes.")
            return redirect("council:retention:disposal", disposal_id=disposal_id)
    paging = read_paging(request, len(shown.things), PER_PAGE)
    return render(
        request,
        "web/council/retention/disposal.jinja",
        form=form,
        row=shown.row,
        classes=shown.classes,
        things=shown.things[paging.slice],
        paging=paging,
        decides=shown.row.standing.startswith("Waits") and not shown.row.mine,
    )


@page(Audience.COUNCIL, roles=KEEPER_ROLES)
def paper(request: PageRequest, disposal_id: UUID) -> HttpResponse:
    return as_attachment(certificate(request.actor, disposal_id))
