"""A second person's word about a council's own sign-in page; the operator's, where the council has nobody else (X1)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from fairplace.dps.organisations.queries.single_sign_on import waiting_sign_on
from fairplace.foundations.kernel.refused import Refused
from fairplace.web.page import PageRequest, render
from fairplace.web.people.desk import Desk
from fairplace.web.people.forms import DecideForm
from fairplace.web.people.said import decided_on_sign_on


def sign_on_decide(desk: Desk, request: PageRequest, sign_on_id: UUID) -> HttpResponse:
    """A council's own sign-in page that one person proposed: agree or decline."""
    row = waiting_sign_on(request.actor, sign_on_id)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, decided_on_sign_on(request.actor, row, form, request.now))
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(desk.name("sign_on" if desk.signs_on else "people"))
    return render(request, "web/people/sign_on_decide.jinja", desk=desk, form=form, row=row)
