"""Apply again with a refused place: put right what failed, the rest is carried over (Q11)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.actions.put_right import put_right
from fairplace.dps.qualification.actions.reapply import reapply
from fairplace.dps.qualification.queries.line_form import LineForm
from fairplace.dps.qualification.rules.keeping import PUT_RIGHT
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.govuk import fields, forms
from fairplace.web.page import Audience, PageRequest, page, render
from fairplace.web.provider.applications.own import back_href, back_to, line_title, unsent
from fairplace.web.provider.applications.question_pages import line_page, provider_page
from fairplace.web.provider.roles import FILL_IN


class PutRightForm(forms.Form):
    """One text for each criterion that failed."""

    def __init__(self, *args: Any, line: LineForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = line.answers.get(PUT_RIGHT, {})
        for one in line.failed:
            self.fields[one.code] = fields.LongText(
                f"{one.criterion}: what have you put right?",
                label_size="m",
                hint=f"It failed because: {one.reason}",
                max_words=300,
                initial=said.get(one.code, ""),
                missing=f"Tell us what you put right: {one.criterion}",
            )


@page(Audience.PROVIDER, roles={Role.BID_MANAGER})
def apply_again(request: PageRequest, line_id: UUID) -> HttpResponse:
    """One button, on the page of the refused line and on its letter."""
    if request.method != "POST":
        return redirect("provider:applications:overview")
    try:
        application_id = reapply(actor=request.actor, line_id=line_id, at=request.now)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("provider:applications:overview")
    messages.success(request, "Everything is carried over. What failed is among your tasks, to put right.")
    return redirect("provider:applications:show", application_id=application_id)


@page(Audience.PROVIDER, roles=FILL_IN)
def right(request: PageRequest, application_id: UUID, line_id: UUID) -> HttpResponse:
    row = unsent(request, application_id, line_id)
    line = row.line(line_id)
    if not line.failed:
        raise NotThere
    form = PutRightForm(request.POST if request.method == "POST" else None, line=line)
    if request.method == "POST" and form.is_valid():
        try:
            put_right(actor=request.actor, line_id=line_id, said=form.cleaned_data, at=request.now)
        except Refused as refused:
            form.refuse(refused)
        else:
            return back_to(row, line)
    failed = {one.code for one in line.failed}
    return render(
        request,
        "web/provider/applications/put_right.jinja",
        row=row,
        form=form,
        subtitle=line_title(line),
        back=back_href(row, line),
        pages=[
            *((q.name or q.text, provider_page(row, q)) for q in row.questions if q.criterion in failed),
            *((q.name or q.text, line_page(row, line, q)) for q in line.questions if q.criterion in failed),
        ],
    )
